import { Token } from 'aws-cdk-lib';
import { factsOf } from './broker-facts';
import { quote } from './validation';
import type { IKafkaBroker } from '../model/kafka-broker';

/**
 * What is wrong with the id of a cluster, or undefined. Kafka takes any text, and makes ids of 22 characters of base64url itself,
 * which may begin with a hyphen in old clusters.
 */
export function clusterIdProblem(clusterId: unknown): string | undefined {
  if (Token.isUnresolved(clusterId)) {
    return 'must be a literal, since consumers compare with it what brokers say, and got a token';
  }
  return typeof clusterId === 'string' && /^[\x21-\x7e]+$/.test(clusterId)
    ? undefined
    : `must be a text without blanks, as "kafka-cluster.sh cluster-id" prints it, got ${quote(clusterId)}`;
}

/** The ids of the clusters that brokers are known to be of: one as a rule, or none. */
export function knownClusterIds(brokers: IKafkaBroker[]): string[] {
  return [...new Set(brokers.map(broker => factsOf(broker).clusterId).filter(id => id !== undefined))];
}
