import { deepStrictEqual } from 'assert';
import { BROKERS } from './existing';
import { Migration, TOPIC } from './migration';
import type { KafkaClient } from '../../../cli/run/clients/kafka-client';
import { until } from '../cloud/until';

/** A step of docs/migration.md, what must hold during it, and how one sees that it could fail. */
export interface Step {
  readonly name: string;
  readonly claims: { readonly claim: string; readonly run: (migration: Migration) => Promise<string | void> }[];
}

export const IDS = BROKERS.map(({ id }) => id);

/** Brokers only: the files of controllers stay as they are. */
export async function rollingRestart(migration: Migration): Promise<void> {
  const before = migration.cluster.nodes.map(({ pid }) => pid);
  await migration.cluster.rollingRestart(async () => { await migration.producersGoOn(); });
  deepStrictEqual(migration.cluster.nodes.filter(({ pid }) => before.includes(pid)).map(({ id }) => id), []);
}

/** What was made a moment ago reaches every broker a moment later. */
export async function untilDescribed(client: KafkaClient): Promise<void> {
  await until(async () => client.describe(TOPIC).then(partitions => partitions === BROKERS.length, () => false), `${TOPIC} can be seen`);
}

/** What something says that must not succeed. */
export async function failureOf(act: () => Promise<unknown>): Promise<string> {
  const failure = await act().then(() => undefined, (error: Error) => error.message);
  if (failure === undefined) { throw new Error('nothing was wrong, and something had to be'); }
  return failure;
}
