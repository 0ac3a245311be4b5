import { ChildProcess, spawn } from 'child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'fs';
import { join } from 'path';
import { STATE } from './sandbox';
import type { RunOptions, RunResult, Started, StartedOptions } from '../cloud/cloud';

const LOGS = join(STATE, 'logs');

/** Runs a command to its end. Fails with its output unless its code is accepted. */
export async function run(argv: string[], options: RunOptions = {}): Promise<RunResult> {
  const { env, cwd, input = '', timeoutMs = 60_000, accept = [0] } = options;
  const child = spawn(argv[0], argv.slice(1), { env: { ...process.env, ...env }, cwd, stdio: 'pipe' });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.on('error', () => {}); // a command may end before it has read everything
  child.stdin.end(input);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', error => reject(new Error(`${argv.join(' ')} did not start: ${error.message}`)));
    child.on('close', (exitCode, signal) => resolve(exitCode ?? 128 + (signal === 'SIGKILL' ? 9 : 15)));
  }).finally(() => clearTimeout(timer));

  const result = { code, stdout: stdout(), stderr: stderr() };
  if (timedOut || accept !== 'any' && !accept.includes(code)) {
    const end = timedOut ? `was killed after ${timeoutMs} ms` : `ended with code ${code}`;
    throw new Error([`${argv.join(' ')} ${end}`, result.stderr.trim(), result.stdout.trim()].filter(text => text !== '').join('\n'));
  }
  return result;
}

/** The processes of a run, each known by its id and with a log of its own. */
export class Processes {
  private readonly started: Started[] = [];

  public start(name: string, argv: string[], options: StartedOptions = {}): Started {
    mkdirSync(LOGS, { recursive: true });
    const log = join(LOGS, `${name}.log`);
    const file = openSync(log, 'a');
    const input = options.interactive ? 'pipe' : 'ignore';
    const child = spawn(argv[0], argv.slice(1), { env: { ...process.env, ...options.env }, cwd: options.cwd, stdio: [input, file, file] });
    closeSync(file);
    const process_ = new StartedProcess(name, child, log);
    this.started.push(process_);
    return process_;
  }

  /** Stops what still runs, the latest first. */
  public async stopAll(): Promise<void> {
    for (const one of [...this.started].reverse()) { await one.stop(); }
  }
}

class StartedProcess implements Started {
  public readonly pid: number;
  public readonly exited: Started['exited'];

  constructor(public readonly name: string, private readonly child: ChildProcess, public readonly log: string) {
    this.pid = child.pid ?? -1;
    this.exited = new Promise(resolve => {
      child.on('exit', (code, signal) => resolve({ code, signal }));
      child.on('error', () => resolve({ code: 127, signal: null }));
    });
    child.stdin?.on('error', () => {}); // it may have ended
  }

  public get running(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  public kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  public async stop(graceMs = 10_000): Promise<void> {
    if (!this.running) { return; }
    this.kill('SIGTERM');
    const timer = setTimeout(() => this.kill('SIGKILL'), graceMs);
    await this.exited.finally(() => clearTimeout(timer));
  }

  public send(line: string): void {
    if (!this.child.stdin) { throw new Error(`${this.name} takes no input`); }
    this.child.stdin.write(`${line}\n`);
  }

  public tail(lines = 20): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', chunk => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
