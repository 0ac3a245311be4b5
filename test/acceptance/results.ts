/**
 * What AWS has shown: a file for each run in docs/acceptance, named by its day. It is the only source of a "seen on AWS".
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

export interface Result {
  readonly holds: boolean;
  /** What AWS answered, in a sentence. */
  readonly why: string;
}

export interface RunFile {
  /** ISO 8601. */
  readonly date: string;
  readonly regions: readonly string[];
  /** Of this library, the CDK, its CLI, the AWS CLI and Kafka. */
  readonly versions: { readonly [name: string]: string };
  readonly results: { readonly [hypothesis: string]: Result };
}

export interface DatedRun extends RunFile {
  readonly file: string;
}

export function runsIn(folder: string): DatedRun[] {
  if (!existsSync(folder)) { return []; }
  return readdirSync(folder).filter(file => file.endsWith('.json')).sort()
    .map(file => ({ file, ...JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
}

/** A second run of a day has another name: no run is overwritten. */
export function writeRun(folder: string, run: RunFile): string {
  mkdirSync(folder, { recursive: true });
  const day = run.date.slice(0, 10);
  const names = [`${day}.json`, ...Array.from({ length: 99 }, (_, i) => `${day}-${i + 2}.json`)];
  const file = names.find(name => !existsSync(join(folder, name)))!;
  writeFileSync(join(folder, file), `${JSON.stringify(run, undefined, 2)}\n`);
  return join(folder, file);
}
