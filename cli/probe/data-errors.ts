import { fail } from './problem';
import { ledBy, Told } from './told';

const NOT_LEADER_OR_FOLLOWER = 6;
const ACCESS_DENIED = 29;
const [NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND] = [19, 20];

/** The partition of a topic that a broker leads. */
export function judgeTopic(topic: string, brokerId: number, told: Told): { readonly partition: number } {
  const known = told.topics.find(({ name }) => name === topic);
  if (known?.errorCode === ACCESS_DENIED) { return fail('Doctor.accessDenied', `the client may not describe ${topic}`); }
  if (known?.errorCode !== 0) {
    return fail('Doctor.topicMissing', `${topic} is unknown to the client (error ${known?.errorCode})`);
  }
  return ledBy(brokerId, { ...told, topics: [known] })
    ?? fail('Doctor.topicLeader', `broker ${brokerId} leads no partition of ${topic}`);
}

/** What it means that a record was not taken, or not given back: by Kafka's error code, if there is one. */
export function judgeData(code: number | undefined, where: string): void {
  switch (code) {
    case ACCESS_DENIED: return fail('Doctor.accessDenied', `${where}: topic authorization failed`);
    case NOT_LEADER_OR_FOLLOWER: return fail('Doctor.crossedPort', `${where}: who answers is not the leader`);
    case NOT_ENOUGH_REPLICAS:
    case NOT_ENOUGH_REPLICAS_AFTER_APPEND:
      return fail('Doctor.replicasMissing', `${where}: not enough replicas in sync (error ${code})`);
    case undefined: return undefined;
    default: return fail('Doctor.notReturned', `${where}: error ${code}`);
  }
}
