import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import type { Place } from '../apps/place';

/** What the README deploys. */
export const KAFKA = '4.4.0';

const URL = `https://archive.apache.org/dist/kafka/${KAFKA}/kafka_2.13-${KAFKA}.tgz`;

/** The archive of Kafka: the given file, or Apache's, which is compared with the sum that Apache publishes beside it. */
export async function archive(given: string | undefined, path: string): Promise<Place['kafka']> {
  const file = given ?? path;
  if (!given && !existsSync(path)) {
    const [bytes, published] = await Promise.all([fetched(URL), fetched(`${URL}.sha512`)]);
    // `file: AB CD …`, over several lines.
    const expected = published.toString().replace(/^.*:/, '').replace(/\s/g, '').toLowerCase();
    if (sum(bytes) !== expected) { throw new Error(`${URL} is not what its .sha512 says`); }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return { file, version: KAFKA, sha512: sum(readFileSync(file)) };
}

const sum = (bytes: Buffer) => createHash('sha512').update(bytes).digest('hex');

async function fetched(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  if (!answer.ok) { throw new Error(`${url} answered ${answer.status}; download it yourself and give it by --kafka`); }
  return Buffer.from(await answer.arrayBuffer());
}
