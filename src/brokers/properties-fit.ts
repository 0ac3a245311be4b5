import { Token } from 'aws-cdk-lib';
import { ClientListener } from '../model/client-listener';
import { Problems, quote } from '../private/validation';
import { parseProperties } from '../properties/java-properties';
import { KafkaRole } from '../properties/kafka-node';
import { KafkaQuorum } from '../properties/kafka-quorum';
import { ServerProperties } from '../properties/server-properties';

/** What a node's scripts and its load balancer rely on. */
export interface Expectations {
  readonly nodeId: number;
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
      problems.add('MultiAzKafkaBrokers.properties', `'properties' renders ${quote(file.text(key))} as '${key}' of node ${expected.nodeId}, and the node needs ${quote(value)}; give the renderer the same, or leave it out and use 'overrides'`);
    }
  }
  if (!expected.roles.includes(KafkaRole.BROKER)) { return; }
  const bound = file.listeners.map(({ name, port }) => `${name} on ${port}`);
  for (const { name, bindPort } of expected.clientListeners.filter(listener => !bound.includes(`${listener.name} on ${listener.bindPort}`))) {
    problems.add('MultiAzKafkaBrokers.listenerMissing', `client listener ${name} on port ${bindPort} is not in the file of node ${expected.nodeId}, which has ${bound.join(', ')}; `
      + 'all nodes of a cluster have the same client listeners, so give the renderer the same ones');
  }
}

/** The port on which a broker meets other brokers. */
export function internalPortOf(text: string): number | undefined {
  const file = readServerProperties(text);
  return file.listeners.find(listener => listener.name === file.interBrokerName)?.port;
}

function readServerProperties(text: string): ServerProperties {
  return new ServerProperties(parseProperties(text), Token.isUnresolved);
}
