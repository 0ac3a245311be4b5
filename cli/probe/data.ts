import { randomUUID } from 'node:crypto';
import { fetchV12, produceV9 } from '@platformatic/kafka';
import { judgeData, judgeTopic } from './data-errors';
import { errorCodeOf, Session, Silence } from './kafka';
import { fail } from './problem';
import type { Told } from './told';

const ALL_REPLICAS = -1;
const MAX_BYTES = 1_000_000;

/** What is read of the answer. */
interface Produced { readonly responses: { readonly partitionResponses: { readonly baseOffset: bigint }[] }[] }

/** Produces a record to a partition that the broker leads, and fetches it. */
export async function checkData(session: Session, topic: string, brokerId: number, told: Told, timeoutMs: number): Promise<void> {
  const { partition } = judgeTopic(topic, brokerId, told);
  const where = `${topic}, partition ${partition}`;
  const value = randomUUID();
  try {
    const records = [{ topic, partition, value: Buffer.from(value) }];
    const produced = await session.ask(produceV9.api, ALL_REPLICAS, timeoutMs, records, { compression: 'none' });
    const { baseOffset: offset } = (produced as Produced).responses[0].partitionResponses[0];
    const fetched = await session.ask(fetchV12.api, timeoutMs, 1, MAX_BYTES, 0, 0, -1, [{
      topicId: topic,
      partitions: [
        { partition, currentLeaderEpoch: -1, fetchOffset: offset, lastFetchedEpoch: -1, partitionMaxBytes: MAX_BYTES },
      ],
    }], [], '');
    const returned = (fetched.responses[0]?.partitions[0]?.records ?? []).flatMap(batch => batch.records);
    if (!returned.some(record => record.value?.toString() === value)) {
      fail('Doctor.notReturned', `${where}: offset ${offset} came back without the record`);
    }
  } catch (error) {
    if (error instanceof Silence) { fail('Doctor.notReturned', `${where}: no answer within ${timeoutMs} ms`); }
    judgeData(errorCodeOf(error), where);
    throw error;
  }
}
