import { randomUUID } from 'node:crypto';
import { fetchV12, produceV9 } from '@platformatic/kafka';
import { errorCodeOf, Session, Silence } from './kafka';
import { ledBy, Told } from './metadata';
import { fail } from './problem';

const ALL_REPLICAS = -1;
const MAX_BYTES = 1_000_000;

/** Produces a record to a partition that the broker leads, and fetches it. */
export async function checkData(session: Session, topic: string, brokerId: number, told: Told, timeoutMs: number): Promise<void> {
  const known = told.topics.find(({ name }) => name === topic);
  if (known?.errorCode === ACCESS_DENIED) { fail('Doctor.accessDenied', `the client may not describe ${topic}`); }
  if (known?.errorCode !== 0) { fail('Doctor.topicMissing', `${topic} is unknown to the client (error ${known?.errorCode})`); }
  const led = ledBy(brokerId, { ...told, topics: [known!] });
  if (!led) { fail('Doctor.topicLeader', `broker ${brokerId} leads no partition of ${topic}`); }
  const { partition } = led!;
  const where = `${topic}, partition ${partition}`;
  const value = randomUUID();
  try {
    const produced = await session.ask(produceV9.api, ALL_REPLICAS, timeoutMs, [{ topic, partition, value: Buffer.from(value) }], { compression: 'none' });
    const offset = (produced as { responses: { partitionResponses: { baseOffset: bigint }[] }[] }).responses[0].partitionResponses[0].baseOffset;
    const fetched = await session.ask(fetchV12.api, timeoutMs, 1, MAX_BYTES, 0, 0, -1, [{
      topicId: topic,
      partitions: [{ partition, currentLeaderEpoch: -1, fetchOffset: offset, lastFetchedEpoch: -1, partitionMaxBytes: MAX_BYTES }],
    }], [], '');
    const records = (fetched.responses[0]?.partitions[0]?.records ?? []).flatMap(batch => batch.records);
    if (!records.some(record => record.value?.toString() === value)) { fail('Doctor.notReturned', `${where}: offset ${offset} came back without the record`); }
  } catch (error) {
    if (error instanceof Silence) { fail('Doctor.notReturned', `${where}: no answer within ${timeoutMs} ms`); }
    judgeData(errorCodeOf(error), where);
    throw error;
  }
}

const NOT_LEADER_OR_FOLLOWER = 6;
const ACCESS_DENIED = 29;
const [NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND] = [19, 20];

function judgeData(code: number | undefined, where: string): void {
  switch (code) {
    case ACCESS_DENIED: return fail('Doctor.accessDenied', `${where}: topic authorization failed`);
    case NOT_LEADER_OR_FOLLOWER: return fail('Doctor.crossedPort', `${where}: who answers is not the leader`);
    case NOT_ENOUGH_REPLICAS:
    case NOT_ENOUGH_REPLICAS_AFTER_APPEND: return fail('Doctor.replicasMissing', `${where}: not enough replicas in sync (error ${code})`);
    case undefined: return undefined;
    default: return fail('Doctor.notReturned', `${where}: error ${code}`);
  }
}
