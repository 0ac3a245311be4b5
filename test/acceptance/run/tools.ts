/**
 * The programs that talk to AWS: the CLI of the CDK deploys and deletes, that of AWS asks. Both are found by PATH, and know credentials by the name of a profile.
 */
import { spawn } from 'child_process';
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { BLOB } from '../groups/questions';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

/** A program ended with something else than 0. */
export class ToolFailed extends Error {
  constructor(public readonly command: string, public readonly ran: Ran) {
    super(`${command} ended with ${ran.status}: ${ran.errors.trim().split('\n').slice(-3).join(' ') || ran.out.trim().split('\n').at(-1)}`);
  }
}

/** As one would type it. */
export const typed = (command: readonly string[]): string => command.map(word => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`).join(' ');

/** Runs a program to its end, or until the signal says so. */
export type Run = (command: readonly string[], signal?: AbortSignal) => Promise<Ran>;

/** As a process with a process group of its own: Ctrl-C reaches this process alone. */
export const spawned: Run = (command, signal) => new Promise((done, fail) => {
  const env = { ...process.env, AWS_PAGER: '', CDK_DISABLE_CLI_TELEMETRY: 'true' };
  const child = spawn(command[0], command.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const [out, errors]: Buffer[][] = [[], []];
  const stop = () => { try { process.kill(-child.pid!, 'SIGTERM'); } catch { /* it has ended */ } };
  child.stdout.on('data', data => out.push(data));
  child.stderr.on('data', data => errors.push(data));
  child.on('error', fail);
  child.on('close', status => {
    signal?.removeEventListener('abort', stop);
    done({ status: status ?? 1, out: Buffer.concat(out).toString(), errors: Buffer.concat(errors).toString() });
  });
  signal?.addEventListener('abort', stop);
  if (signal?.aborted && child.pid) { stop(); }
});

export class Tools {
  private files = 0;

  /** Arguments that are handed over as files are in the folder. */
  constructor(private readonly folder: string, public readonly run: Run = spawned) {}

  /** What the AWS CLI answers. */
  public async aws(profile: string, region: string, call: readonly string[], signal?: AbortSignal): Promise<any> {
    const args = call.map(argument => argument.startsWith(BLOB) ? `fileb://${this.write(argument.slice(BLOB.length))}` : argument);
    const command = ['aws', ...args, '--profile', profile, '--region', region, '--output', 'json'];
    const ran = await this.run(command, signal);
    if (ran.status !== 0) { throw new ToolFailed(typed(command.slice(0, 3)), ran); }
    return parsed(ran.out);
  }

  private write(text: string): string {
    mkdirSync(this.folder, { recursive: true });
    const file = join(this.folder, `argument-${process.pid}-${this.files++}.json`);
    writeFileSync(file, text);
    return file;
  }
}

/** A function's answer comes before that of the CLI; some calls answer nothing, and openssl answers text. */
export function parsed(out: string): any {
  const text = out.trim();
  if (text === '') { return {}; }
  try { return JSON.parse(text); } catch { /* several, or none */ }
  for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}', end + 1)) {
    try { return JSON.parse(text.slice(0, end + 1)); } catch { /* not yet whole */ }
  }
  return text;
}
