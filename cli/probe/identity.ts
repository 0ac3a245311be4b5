import { apiVersionsV5, Session } from './kafka';
import { fail } from './problem';

/** Kafka's error codes that are told apart. */
const REBOOTSTRAP_REQUIRED = 129;
const UNSUPPORTED_VERSION = 35;

/** Whom a client means. A broker knows only by both whether it is meant. */
export interface Meant {
  readonly clusterId: string;
  readonly brokerId: number;
}

/** Whether Kafka answers, and whether it is whom the client means; `unchecked` if the broker cannot say. */
export async function checkIdentity(
  session: Session, meant: Meant | undefined, brokerIds: readonly number[],
): Promise<'checked' | 'unchecked'> {
  const errorCode = await answerTo(session, meant);
  switch (errorCode) {
    case 0: return meant ? 'checked' : 'unchecked';
    case UNSUPPORTED_VERSION: return 'unchecked';
    case REBOOTSTRAP_REQUIRED: return notMeant(session, meant!, brokerIds);
    default: return fail('Doctor.protocolError', `ApiVersions was answered with error ${errorCode}`);
  }
}

/** Says who it is instead: one of the other brokers, or none of this cluster. */
async function notMeant(session: Session, meant: Meant, brokerIds: readonly number[]): Promise<never> {
  for (const brokerId of brokerIds) {
    if (brokerId !== meant.brokerId && await answerTo(session, { ...meant, brokerId }) === 0) {
      return fail('Doctor.crossedPort', `broker ${brokerId} answers in place of broker ${meant.brokerId}`);
    }
  }
  return fail('Doctor.otherCluster', `who answers is not a broker of cluster ${meant.clusterId} that the contract has`);
}

async function answerTo(session: Session, meant?: Meant): Promise<number> {
  return (await session.ask(apiVersionsV5, meant?.clusterId ?? null, meant?.brokerId ?? -1)).errorCode;
}
