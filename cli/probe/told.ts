import type { Finding } from './model';
import { addressOf, ProbedPath } from './paths';
import { fail, findingOf } from './problem';
import { Contract, hostOf, portOf } from '../assembly/contracts';

/** What a broker tells of its cluster. */
export interface Told {
  readonly clusterId: string | null;
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topics: readonly {
    readonly name: string | null;
    readonly errorCode: number;
    readonly partitions: readonly { readonly partitionIndex: number; readonly leaderId: number; readonly leaderEpoch: number }[];
  }[];
}

/**
 * Compares what a broker tells with the contract. The first difference is a problem; brokers that are new are a warning.
 *
 * @param isChecked whether it is known to be the broker that is meant
 */
export function judgeMetadata(
  { clusterId, brokers }: Told, contract: Contract, { listener, brokerId }: ProbedPath, isChecked: boolean,
): Finding[] {
  if (contract.clusterId !== undefined && clusterId !== null && clusterId !== contract.clusterId) {
    fail('Doctor.otherCluster', `the broker is of cluster ${clusterId}, and the contract says ${contract.clusterId}`);
  }
  for (const { nodeId, ...told } of brokers.filter(({ nodeId: id }) => contract.brokerIds.includes(id))) {
    const expected = addressOf({ host: hostOf(contract, listener, nodeId), port: portOf(listener, nodeId) });
    if (addressOf(told) !== expected) {
      const both = `at ${addressOf(told)} by the brokers, and at ${expected} by the contract`;
      fail('Doctor.advertisedAddress', `broker ${nodeId} is ${both}`);
    }
  }
  if (brokerId !== undefined && !brokers.some(({ nodeId }) => nodeId === brokerId)) {
    const ids = brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b).join(', ');
    const code = isChecked ? 'Doctor.brokerFenced' : 'Doctor.crossedPort';
    fail(code, `the cluster of who answers for broker ${brokerId} has ${ids || 'no brokers'}`);
  }
  const more = brokers.map(({ nodeId }) => nodeId).filter(id => !contract.brokerIds.includes(id)).sort((a, b) => a - b);
  if (more.length === 0) { return []; }
  const what = more.length === 1 ? 'a broker' : 'brokers';
  return [findingOf('Doctor.staleContract', `the cluster has ${what} that the contract has not: ${more.join(', ')}`)];
}

/** A partition of a topic, or of any, that a broker leads. */
export function ledBy(brokerId: number, { topics }: Told): { topic: string; partition: number; leaderEpoch: number } | undefined {
  for (const { name, partitions } of topics) {
    const led = partitions.find(({ leaderId }) => leaderId === brokerId);
    if (name !== null && led) { return { topic: name, partition: led.partitionIndex, leaderEpoch: led.leaderEpoch }; }
  }
  return undefined;
}
