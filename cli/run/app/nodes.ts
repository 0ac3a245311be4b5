import { asksForCertificate, listenerSettings, mechanismsOf } from './listener-settings';
import type { Contract } from '../../assembly/contracts';
import { UserError } from '../../assembly/findings';
import type { Host, Topology } from '../../assembly/model';
import { BrokerFile, BrokerListener, parseBrokerFile } from '../../assembly/properties-file';
import { zoneIdOf } from '../../assembly/regions';
import type { Assembly } from '../../assembly/template';
import { unplayableIn, withoutQuorum } from '../kafka/playable';

/** What nodes run on. */
export interface Nodes {
  readonly brokerFiles: BrokerFile[];
  readonly controllerFiles: BrokerFile[];
  /** Why the run has written files of its own, a sentence each; none if nodes run on the files of the app, byte for byte. */
  readonly written: string[];
}

/** How many of the brokers are controllers, too, if the run makes these. */
const CONTROLLERS = 3;

/** Where nodes meet that the run has written files for: beside all that clients use. */
export const RUN_PORTS = { first: 39_000, controllers: 39_500, last: 39_999 };

/**
 * The files of the app, if nodes can run on them as they are. Otherwise files of the run, with the client listeners of the app:
 * where they bind, what they advertise and how they are secured. Nodes then meet at listeners of the run.
 */
export function nodesOf(assembly: Assembly, topology: Topology): Nodes {
  const contracts = topology.contracts.filter(({ serviceName }) => topology.services.some(({ id }) => serviceName?.endsWith(`.${id}`)));
  const isMember = (id: number) => topology.brokers.has(id) && contracts.some(({ brokerIds }) => brokerIds.includes(id));
  const files = assembly.brokerFiles.filter(({ nodeId }) => isMember(nodeId));
  const written = reasonsToWrite([...assembly.brokerFiles, ...assembly.controllerFiles]);
  if (written.length === 0) { return { brokerFiles: assembly.brokerFiles, controllerFiles: assembly.controllerFiles, written }; }
  const members = files.map((file, i) => ({ file, host: topology.brokers.get(file.nodeId)!, i }));
  const voters = members.slice(0, members.length < CONTROLLERS ? 1 : CONTROLLERS)
    .map(({ file, host, i }) => `${file.nodeId}@${host.address}:${RUN_PORTS.controllers + i}`).join(',');
  const texts = members.map(({ file, host, i }) => ({
    ...parseBrokerFile(`broker ${file.nodeId} of the run`, textOf({
      file, host, i, voters, count: members.length, listeners: clientListeners(file, contracts), contracts,
    })),
    isInvented: true as const,
  }));
  return { brokerFiles: texts, controllerFiles: [], written };
}

/** Why nodes do not run on these files, a sentence each. */
export function reasonsToWrite(files: BrokerFile[]): string[] {
  const invented = files.filter(({ isInvented }) => isInvented).map(({ nodeId }) => nodeId);
  const hosts = files.filter(({ isInvented, properties }) => !isInvented && properties['process.roles'] === undefined).map(({ nodeId }) => nodeId);
  const given = files.filter(({ isInvented, properties }) => !isInvented && properties['process.roles'] !== undefined);
  const nodesBy = new Map<string, number[]>();
  given.forEach(file => reasonsIn(file).forEach(why => nodesBy.set(why, [...nodesBy.get(why) ?? [], file.nodeId])));
  return [
    ...invented.length > 0 ? [`broker ${invented.join(', ')} has no server.properties`] : [],
    ...hosts.length > 0 ? [`broker ${hosts.join(', ')} has no process.roles`] : [],
    ...given.length > 0 ? withoutQuorum(given) : [],
    ...[...nodesBy].map(([why, ids]) => `node ${ids.join(', ')}: ${why}`),
  ];
}

function reasonsIn(file: BrokerFile): string[] {
  return [
    ...unplayableIn(file),
    ...refusesNameless(file) ? [`its authorizer refuses nodes and clients without a name, since super.users lacks ${NAMELESS}`] : [],
    ...Object.entries(file.properties).filter(([, value]) => isForeignClass(value)).map(([key, value]) => `${key} is ${value}, which is not of Kafka`),
  ];
}

/** Who comes in the clear, or by TLS without a certificate. */
const NAMELESS = 'User:ANONYMOUS';

/** Whether ACLs stand in the way of those who meet in the clear. No app has ACLs in its files: they are in the metadata of its own cluster. */
function refusesNameless({ properties }: BrokerFile): boolean {
  const superUsers = (properties['super.users'] ?? '').split(';').map(user => user.trim());
  return Boolean(properties['authorizer.class.name']) && properties['allow.everyone.if.no.acl.found'] !== 'true' && !superUsers.includes(NAMELESS);
}

/** A class that is not in Kafka's own jars. */
function isForeignClass(value: string): boolean {
  return value.split(',').some(item => /^([a-z][a-z0-9]*\.){2,}[A-Z]\w*$/.test(item.trim()) && !/^(org\.apache\.kafka|kafka)\./.test(item.trim()));
}

/** Those of the broker's listeners that a contract has. */
function clientListeners({ listeners }: BrokerFile, contracts: readonly Contract[]): BrokerListener[] {
  const names = contracts.flatMap(contract => contract.listeners.map(({ name }) => name));
  return listeners.filter(({ name, advertised }) => advertised !== undefined && names.includes(name));
}

interface Written {
  readonly file: BrokerFile;
  readonly host: Host;
  /** Among the brokers. Several of them may be on one host. */
  readonly i: number;
  readonly voters: string;
  readonly count: number;
  readonly listeners: BrokerListener[];
  readonly contracts: readonly Contract[];
}

function textOf({ file, host, i, voters, count, listeners, contracts }: Written): string {
  const isController = voters.split(',').some(voter => voter.startsWith(`${file.nodeId}@`));
  const [own, controllers] = [RUN_PORTS.first + i, RUN_PORTS.controllers + i];
  const replicas = Math.min(3, count);
  const entries = [
    ...listeners.map(({ name, bindPort }) => `${name}://:${bindPort}`),
    `${PEERS}://${host.address}:${own}`,
    ...isController ? [`${QUORUM}://${host.address}:${controllers}`] : [],
  ];
  const protocols = [...listeners.map(({ name, protocol }) => `${name}:${protocol}`), `${PEERS}:PLAINTEXT`, `${QUORUM}:PLAINTEXT`];
  const told = [...listeners.map(({ name, advertised }) => `${name}://${advertised!.host}:${advertised!.port}`), `${PEERS}://${host.address}:${own}`];
  return [
    `process.roles=${isController ? 'broker,controller' : 'broker'}`,
    `node.id=${file.nodeId}`,
    `listeners=${entries.join(',')}`,
    `advertised.listeners=${told.join(',')}`,
    `listener.security.protocol.map=${protocols.join(',')}`,
    `inter.broker.listener.name=${PEERS}`,
    `controller.listener.names=${QUORUM}`,
    `controller.quorum.voters=${voters}`,
    `log.dirs=/var/lib/kafka-of-run/${file.nodeId}`,
    ...host.zone === undefined ? [] : [`broker.rack=${zoneIdOf(host.zone)}`],
    'auto.create.topics.enable=false',
    `default.replication.factor=${replicas}`,
    `min.insync.replicas=${Math.max(1, replicas - 1)}`,
    `offsets.topic.replication.factor=${replicas}`,
    `transaction.state.log.replication.factor=${replicas}`,
    `transaction.state.log.min.isr=${Math.max(1, replicas - 1)}`,
    ...listeners.flatMap(listener => listenerSettings(listener, file.nodeId, {
      mechanisms: mechanisms(listener, file, contracts), asks: asksHere(listener, file, contracts),
    })),
    '',
  ].join('\n');
}

/** A broker without a file asks for what the contract says. */
function asksHere({ name }: BrokerListener, file: BrokerFile, contracts: readonly Contract[]): boolean {
  const told = () => contracts.some(({ listeners }) => listeners.some(listener => listener.name === name && listener.clientCertificate));
  return file.isInvented ? told() : asksForCertificate(file, name);
}

const PEERS = 'PEERS_OF_RUN';
const QUORUM = 'CONTROLLERS_OF_RUN';

function mechanisms({ name, protocol }: BrokerListener, file: BrokerFile, contracts: readonly Contract[]): string[] {
  if (!protocol.startsWith('SASL_')) { return []; }
  const told = contracts.flatMap(({ listeners }) => listeners).find(listener => listener.name === name)?.saslMechanisms ?? [];
  const found = mechanismsOf(file, name, told);
  if (found.playable.length === 0) {
    throw new UserError(`broker ${file.nodeId}: ${name} lets clients in by ${found.all.join(', ')}, and the run has no credentials of that kind`);
  }
  return found.playable;
}
