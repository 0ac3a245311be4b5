import { rmSync } from 'fs';
import type { App } from 'aws-cdk-lib';
import { programOf } from '../../../cli/program';

/** What `check --json` says of an app. */
export interface Answer {
  readonly status: number;
  readonly findings: { cause: string; message: string }[];
  readonly notes: string[];
  readonly paths: { endpoint?: string; host: string; port: number }[];
}

const directories: string[] = [];
afterAll(() => directories.forEach(directory => rmSync(directory, { recursive: true })));

/** The directory, which is gone after the tests of the file. */
export function forNow(directory: string): string {
  directories.push(directory);
  return directory;
}

/** Synthesizes the app and has `check` read it, with further arguments if there are any. */
export async function check(app: App, ...args: string[]): Promise<Answer> {
  const directory = forNow(app.synth().directory);
  const { status, out, errors } = await programOf(['check', '--json', ...args, directory]);
  if (out === '') { throw new Error(errors); }
  return { status, ...JSON.parse(out) };
}
