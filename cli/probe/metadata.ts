import { metadataV9 } from '@platformatic/kafka';
import { errorCodeOf, responseOf, Session } from './kafka';
import type { Told } from './told';

/** Asks one broker, with some topics, all that the client may see (`null`), or none. */
export async function askMetadata(session: Session, topics: string[] | null): Promise<Told> {
  try {
    return await session.ask(metadataV9.api, topics as string[], false) as unknown as Told;
  } catch (error) {
    const response = errorCodeOf(error) === undefined ? undefined : responseOf(error);
    if (response?.brokers === undefined) { throw error; }
    return response; // a topic has an error of its own, which the topic tells
  }
}
