import { Finding, ServerProperties } from './server-properties';

/** Replication factors, each with how many replicas must have a write before it is acknowledged. */
const REPLICATION: [string, string?][] = [
  ['default.replication.factor', 'min.insync.replicas'],
  ['offsets.topic.replication.factor'],
  ['transaction.state.log.replication.factor', 'transaction.state.log.min.isr'],
  ['share.coordinator.state.topic.replication.factor', 'share.coordinator.state.topic.min.isr'],
];

/**
 * Three copies, of which one may be missing; as many as there are brokers where these are fewer.
 *
 * Every node gets them, controllers too: the first active controller makes its `min.insync.replicas` the cluster's, and topics
 * that clients create get the controller's partitions and copies.
 * @see https://kafka.apache.org/documentation/#eligible_leader_replicas
 */
export function durabilityProperties(brokerCount: number): [string, string][] {
  const copies = Math.min(3, brokerCount);
  const written = Math.max(1, copies - 1);
  return [
    ['num.partitions', '3'],
    ...REPLICATION.flatMap(([factor, minimum]): [string, string][] =>
      [[factor, `${copies}`], ...(minimum ? [[minimum, `${written}`] as [string, string]] : [])]),
    ['unclean.leader.election.enable', 'false'],
    ['auto.create.topics.enable', 'false'],
  ];
}

/** Factors that the brokers cannot satisfy. Kafka finds out when it creates the topic. */
export function replicationFindings(file: ServerProperties, brokerCount: number): Finding[] {
  return REPLICATION.filter(([factor]) => (file.integer(factor) ?? 0) > brokerCount).map(([factor]) => ({
    rule: 'BrokerPropertiesRenderer.replicationFactor',
    message: `'${factor}' ${file.text(factor)} is more than the ${brokerCount} brokers of 'brokerCount', `
      + `so no topic could be created; give ${brokerCount} or less`,
  }));
}

/**
 * Why topics with the default copies could not do without all brokers of a zone at once, where Kafka puts as few copies into one
 * as it can.
 */
export function copiesAtRisk(file: ServerProperties, zones: number): string[] {
  return REPLICATION.flatMap(([factor, minimum = 'min.insync.replicas']) => {
    const [copies = NaN, needed = NaN] = [factor, minimum].map(key => file.integer(key));
    if (copies > zones) {
      return [`'${factor}' ${copies} is more than the ${zones} zones, so that a zone has two copies of a partition; `
        + `give ${zones}`];
    }
    return copies <= needed ? [`'${factor}' is ${copies} and '${minimum}' ${needed}, so that no copy can be missing; `
      + 'give a copy more'] : [];
  });
}

/** Minimums that leave no copy that may be missing: then no broker can ever be restarted without stopping its producers. */
export function durabilityFindings(file: ServerProperties): Finding[] {
  return REPLICATION.flatMap(([factor, minimum]) => {
    const copies = file.integer(factor) ?? Infinity;
    const most = Math.max(1, copies - 1);
    return minimum === undefined || (file.integer(minimum) ?? 0) <= most ? [] : [{
      rule: 'BrokerPropertiesRenderer.minInSyncReplicas',
      message: `'${minimum}' ${file.text(minimum)} must be less than '${factor}' ${copies}, `
        + `so that writes go on while a broker restarts; give ${most}`,
    }];
  });
}
