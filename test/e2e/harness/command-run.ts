import { deepStrictEqual, ok } from 'assert';
import { mkdirSync, symlinkSync } from 'fs';
import { join } from 'path';
import { CLOUD_NEEDS, JAVA_NEEDS, Need } from '../../../cli/run/sandbox/needs';

const ROOT = join(__dirname, '../../..');

/** What the command `run` needs here. */
export const RUN_NEEDS: readonly Need[] = [...CLOUD_NEEDS, ...JAVA_NEEDS];

/** An environment for `run` that takes what others have fetched and compiled already; what it keeps there lies in `work`. */
export function withCache(work: string): NodeJS.ProcessEnv {
  const cache = join(work, 'cache');
  mkdirSync(cache, { recursive: true });
  mkdirSync(join(ROOT, 'build/kafka'), { recursive: true });
  symlinkSync(join(ROOT, 'build/kafka'), join(cache, 'cdk-kafka-privatelink'));
  return { ...process.env, XDG_CACHE_HOME: cache };
}

/** What the command answered. */
export interface Answer {
  readonly status: number | null;
  readonly text: string;
}

/** Every path of these listeners holds, each to so many brokers, by what `run` printed. Says how many paths that are. */
export function holds({ status, text }: Answer, listeners: readonly string[], brokers: number): string {
  deepStrictEqual(status, 0, text);
  const found = [...text.matchAll(/^\S.*, ([A-Z_]+) \(.*\)$/gm)].map(([, name]) => name);
  deepStrictEqual(found.sort(), [...listeners].sort(), text);
  deepStrictEqual(text.match(/reached, 20 records sent and read$/gm)?.length, listeners.length * brokers, text);
  deepStrictEqual(text.match(/^ {2}any .* reached$/gm)?.length, listeners.length, text);
  ok(/^Every path holds\.$/m.test(text), text);
  return `${listeners.length * (brokers + 1)} paths`;
}
