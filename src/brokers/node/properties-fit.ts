import { Token } from 'aws-cdk-lib';
import { ClientListener } from '../../model/client-listener';
import { parseProperties } from '../../private/java-properties';
import { kafkaName } from '../../private/listener-name';
import { exporterOf } from '../../private/port-plan';
import { Problems, quote } from '../../private/validation';
import { KafkaRole } from '../../properties/kafka-node';
import { KafkaQuorum } from '../../properties/kafka-quorum';
import { LISTENER_LIMITS } from '../../properties/overrides';
import { ServerProperties } from '../../properties/server-properties';

/** What a node's scripts and its load balancer rely on. */
export interface Expectations {
  readonly nodeId: number;
  readonly zoneId?: string;
  readonly roles: KafkaRole[];
  readonly logDirs: string[];
  readonly quorum: KafkaQuorum;
  readonly clientListeners: ClientListener[];
}

/** Adds a problem if a file, by whosoever renderer, is not the one that the node needs. */
export function checkFit(problems: Problems, text: string, expected: Expectations): void {
  const file = readServerProperties(text);
  const demanded = new Map<string, string>([['log.dirs', expected.logDirs.join(',')], expected.quorum._property]);
  for (const [key, value] of demanded) {
    if (file.text(key) !== value) {
      problems.add('MultiAzKafkaBrokers.properties', `'properties' renders ${quote(file.text(key))} as '${key}' of node `
        + `${expected.nodeId}, and the node needs ${quote(value)}; give the renderer the same, `
        + "or leave it out and use 'overrides'");
    }
  }
  if (file.all.has('metadata.log.dir')) {
    problems.add('MultiAzKafkaBrokers.metadataLogDir', `node ${expected.nodeId} would keep its metadata in `
      + `${quote(file.text('metadata.log.dir'))} ('metadata.log.dir'), which its scripts do not format; leave it out, `
      + 'and the metadata is on the first volume');
  }
  for (const { name, port } of file.listeners) {
    const user = exporterOf(port);
    if (user) {
      problems.add('MultiAzKafkaBrokers.portTaken', `listener ${name} of node ${expected.nodeId} binds ${port}, `
        + `by custom the port of ${user}; give it another port, for example ${port + 1000}`);
    }
  }
  if (!expected.roles.includes(KafkaRole.BROKER)) { return; }
  const bound = file.listeners.map(({ name, port }) => `${name} on ${port}`);
  for (const listener of expected.clientListeners.filter(({ advertisedHost }) => !advertisedHost._isPending)) {
    const { name } = listener;
    const bindPort = listener.bindPortOf(expected.nodeId);
    if (!bound.includes(`${kafkaName(name)} on ${bindPort}`)) {
      problems.add('MultiAzKafkaBrokers.listenerMissing', `client listener ${name} on port ${bindPort} is not in the file of `
        + `node ${expected.nodeId}, which has ${bound.join(', ')}; `
        + 'all nodes of a cluster have the same client listeners, so give the renderer the same ones');
    } else {
      checkListener(problems, file, listener, expected);
    }
  }
}

/**
 * A listener of the same name and port may still be another one: with another address, or one that lets in whom this one does
 * not.
 */
function checkListener(
  problems: Problems, file: ServerProperties, listener: ClientListener, { nodeId, zoneId }: Expectations,
): void {
  const { name, security } = listener;
  const prefix = `listener.name.${name.toLowerCase()}.`;
  const written = [...file.all.keys()]
    .filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length)).filter(key => !LISTENER_LIMITS.includes(key));
  const wanted = security._properties(name);
  const advertised = file.advertised.find(endpoint => endpoint.name === kafkaName(name));
  const facts: [what: string, there: string | undefined, here: string | undefined][] = [
    [
      "'advertised.listeners'", `${advertised?.host}:${advertised?.port}`,
      `${listener.advertisedHost._hostOf(nodeId, zoneId)}:${listener.portOf(nodeId)}`,
    ],
    ["'listener.security.protocol.map'", file.protocols.get(kafkaName(name)), security.brokerProtocol],
    ...[...new Set([...written, ...Object.keys(wanted)])].map((key): [string, string | undefined, string | undefined] =>
      [`'${prefix}${key}'`, file.text(prefix + key), wanted[key]]),
  ];
  const differences = facts.filter(([, there, here]) => there !== here)
    .map(([what, there, here]) => `${what} is ${shown(there)} there, and ${shown(here)} by 'clientListeners'`);
  if (differences.length > 0) {
    problems.add('MultiAzKafkaBrokers.listenerDiffers', `client listener ${name} is another one in the file of node ${nodeId}: `
      + `${differences.join('; ')}; give the renderer of the cluster the same ClientListener`);
  }
}

function shown(value: string | undefined): string {
  return value === undefined ? 'not given' : quote(value);
}

/** The port on which a broker meets other brokers. */
export function internalPortOf(text: string): number | undefined {
  const file = readServerProperties(text);
  return file.listeners.find(listener => listener.name === file.interBrokerName)?.port;
}

export function readServerProperties(text: string): ServerProperties {
  return new ServerProperties(parseProperties(text), Token.isUnresolved);
}
