import { listOffsetsV6 } from '@platformatic/kafka';
import { errorCodeOf, Session } from './kafka';
import { fail } from './problem';
import { ledBy, Told } from './told';

const NOT_LEADER_OR_FOLLOWER = 6;
const LATEST = -1n;

/**
 * Whether a broker leads what its cluster says that it leads. Brokers before Kafka 4.4 can't be asked who they are, and only the
 * leader answers this.
 */
export async function checkLeader(session: Session, brokerId: number, told: Told): Promise<'checked' | 'unchecked'> {
  const led = ledBy(brokerId, told);
  if (!led) { return 'unchecked'; }
  try {
    await session.ask(listOffsetsV6.api, -1, 0, [
      { name: led.topic, partitions: [{ partitionIndex: led.partition, currentLeaderEpoch: -1, timestamp: LATEST }] },
    ]);
    return 'checked';
  } catch (error) {
    if (errorCodeOf(error) === undefined) { throw error; }
    if (errorCodeOf(error) !== NOT_LEADER_OR_FOLLOWER) { return 'unchecked'; }
    return fail('Doctor.crossedPort', `who answers does not lead partition ${led.partition} of ${led.topic}, `
      + `and broker ${brokerId} does`);
  }
}
