import { Token } from 'aws-cdk-lib';
import type { BrokerPropertiesRendererProps } from './broker-properties-renderer';
import { KafkaNode, KafkaRole } from './kafka-node';
import { hostProblem, MAX_INT } from './server-properties';
import { ClientListener } from '../model/client-listener';
import { KafkaProtocol } from '../model/listener-security';
import { checkBrokerIds, checkZoneId } from '../private/broker-identity';
import { bindPortUser, CONTROLLER_PORT, INTERNAL_PORT, isPort, MAX_BROKERS, MAX_PORT, slotRange, slotsOverlap } from '../private/port-plan';
import { duplicates, isIntegerIn, Problems, quote } from '../private/validation';

export const CONTROLLER = 'CONTROLLER';
export const ALL_ROLES = Object.values(KafkaRole);

/** Names that would say something untrue of the listener between brokers. */
const RESERVED_NAMES: string[] = [CONTROLLER, KafkaProtocol.SSL, KafkaProtocol.SASL_PLAINTEXT, KafkaProtocol.SASL_SSL];

/** The renderer's props with their defaults. */
export type Settings = Required<BrokerPropertiesRendererProps>;

/** In the order of the enum, whatever the order in which they are given. */
export function rolesOf(node: Pick<KafkaNode, 'roles'>): KafkaRole[] {
  return ALL_ROLES.filter(role => (node.roles ?? [KafkaRole.BROKER]).includes(role));
}

/** Adds what is wrong with the renderer's props by themselves. */
export function checkSettings(problems: Problems, settings: Settings): void {
  if (!isIntegerIn(settings.brokerCount, 1, MAX_BROKERS)) {
    problems.add('BrokerPropertiesRenderer.brokerCount', `'brokerCount' must be an integer from 1 to ${MAX_BROKERS}, got ${quote(settings.brokerCount)}`);
  }
  if (!/^[A-Z][A-Z0-9_]{0,30}$/.test(settings.internalListenerName) || RESERVED_NAMES.includes(settings.internalListenerName)) {
    problems.add('BrokerPropertiesRenderer.internalListenerName',
      `'internalListenerName' must match ^[A-Z][A-Z0-9_]{0,30}$ and be none of ${RESERVED_NAMES.join(', ')}, got ${quote(settings.internalListenerName)}`);
  }
  for (const key of ['internalPort', 'controllerPort'] as const) {
    const port = settings[key];
    const user = [INTERNAL_PORT, CONTROLLER_PORT].includes(port) ? undefined : bindPortUser(port);
    if (!isPort(port)) {
      problems.add('BrokerPropertiesRenderer.port', `'${key}' must be an integer from 1 to ${MAX_PORT}, got ${quote(port)}`);
    } else if (user) {
      problems.add('BrokerPropertiesRenderer.portTaken', `'${key}' ${port} is the port of ${user} on the host; choose another, for example ${port + 1000}`);
    }
  }
  const isPath = (dir: string) => !Token.isUnresolved(dir) && /^(\/[A-Za-z0-9._@+-]+)+$/.test(dir);
  if (settings.logDirs.length === 0 || duplicates(settings.logDirs).length > 0 || !settings.logDirs.every(isPath)) {
    problems.add('BrokerPropertiesRenderer.logDirs', `'logDirs' must be different literal absolute paths of letters, digits and . _ @ + -, for example "/var/lib/kafka/data"; got ${quote(settings.logDirs)}`);
  }
  for (const name of duplicates([settings.internalListenerName, ...settings.clientListeners.map(listener => listener.name)])) {
    problems.add('BrokerPropertiesRenderer.duplicateListener', `two listeners are named ${quote(name)}; give each a name of its own`);
  }
  for (const slot of duplicates(settings.clientListeners.map(listener => listener.slot))) {
    const same = settings.clientListeners.filter(listener => listener.slot === slot).map(listener => listener.name);
    problems.add('BrokerPropertiesRenderer.duplicateSlot', `${same.join(' and ')} have slot ${slot}; give each client listener a slot of its own`);
  }
  const pairs = settings.clientListeners.flatMap((listener, i) => settings.clientListeners.slice(0, i).map(earlier => [earlier, listener]));
  for (const pair of pairs.filter(([earlier, listener]) => haveCommonAddress(earlier, listener))) {
    const [one, other] = pair.map(each => `${each.name} (${slotRange(each.firstPort).from} to ${slotRange(each.firstPort).to})`);
    problems.add('BrokerPropertiesRenderer.addressOverlap', `the ports of ${one} and ${other} overlap under ${quote(pair[0].advertisedHost.bootstrapHost)}, which leads to one endpoint; `
      + 'give one another host, or another \'firstPort\'');
  }
}

/** Adds what is wrong with a node by itself. */
export function checkNode(problems: Problems, node: KafkaNode, settings: Settings): void {
  const roles = rolesOf(node);
  if (roles.length === 0 || duplicates(node.roles ?? []).length > 0) {
    problems.add('BrokerPropertiesRenderer.roles', `'roles' must be broker, controller or both, each once; got ${quote(node.roles)}`);
  }
  if (roles.includes(KafkaRole.BROKER)) {
    checkBrokerIds(problems, 'BrokerPropertiesRenderer.nodeId', settings.clientListeners, [node.nodeId]);
  } else if (!isIntegerIn(node.nodeId, 0, MAX_INT)) {
    problems.add('BrokerPropertiesRenderer.nodeId', `'nodeId' must be an integer from 0 to ${MAX_INT}, got ${quote(node.nodeId)}`);
  }
  const hostIs = Token.isUnresolved(node.host) ? undefined : hostProblem(node.host);
  if (hostIs) {
    problems.add('BrokerPropertiesRenderer.nodeHost', `'host' ${quote(node.host)} ${hostIs}; give the name or private address at which other nodes reach this one`);
  }
  checkZoneId(problems, 'BrokerPropertiesRenderer.zoneId', node.zoneId);
  const voter = settings.quorum._voter(node.nodeId);
  if (voter && voter.port !== settings.controllerPort) {
    problems.add('BrokerPropertiesRenderer.voterPort', `the quorum has node ${node.nodeId} at port ${voter.port}, but controllers bind ${settings.controllerPort}; give one of the two in 'controllerPort' and the quorum`);
  }
  if (voter && ![voter.host, node.host].some(host => Token.isUnresolved(host)) && voter.host.toLowerCase() !== node.host.toLowerCase()) {
    problems.add('BrokerPropertiesRenderer.voterHost', `the quorum has node ${node.nodeId} at ${quote(voter.host)}, and its 'host' is ${quote(node.host)}: the others would dial another machine; give one of the two in both`);
  }
}

/** Whether two listeners could tell clients the same host and port, or need one name to lead to two load balancers. */
function haveCommonAddress(one: ClientListener, other: ClientListener): boolean {
  return one.advertisedHost.bootstrapHost === other.advertisedHost.bootstrapHost && slotsOverlap(one.firstPort, other.firstPort);
}
