import { randomUUID } from 'node:crypto';
import { fetchV12, produceV9 } from '@platformatic/kafka';
import { judgeData, judgeTopic } from './data-errors';
import { errorCodeOf, Session, Silence } from './kafka';
import { fail } from './problem';
import type { Told } from './told';

const ALL_REPLICAS = -1;
const MAX_BYTES = 1_000_000;

/** Produces a record to a partition that the broker leads, and fetches it. */
export async function checkData(session: Session, topic: string, brokerId: number, told: Told, timeoutMs: number): Promise<void> {
  const { partition } = judgeTopic(topic, brokerId, told);
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
