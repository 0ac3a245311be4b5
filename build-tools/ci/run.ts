import { ChildProcess, spawn, spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createInterface } from 'readline';
import { counted, Outcome, Step } from './steps';

/** Caches that tools keep on purpose, and that steps share. */
const CACHES = /^(tsx-\d+|node-compile-cache|v8-compile-cache.*)$/;

/** Runs steps, each as a process group of its own with a temporary directory in which nothing may be left. */
export class Run {
  public readonly outcomes: Outcome[] = [];
  private readonly running = new Set<ChildProcess>();
  private readonly directories: string[] = [];
  private stopped = false;

  /** @param root the repository, in which no step may change a file */
  constructor(private readonly root: string, private readonly print: (line: string) => void) {}

  /** The first ones; then those whose lanes run side by side; then those that are alone. Says whether all passed; the first that fails ends the rest. */
  public async all(steps: Step[]): Promise<boolean> {
    const before = this.differences();
    const lane = async (name: string) => this.lane(steps.filter(step => step.lane === name), before);
    await lane('first');
    await Promise.all([...new Set(steps.map(step => step.lane))].filter(name => name !== 'first' && name !== 'alone').map(lane));
    await lane('alone');
    this.end();
    return this.outcomes.every(({ failed }) => !failed);
  }

  /** Ends every process group, and removes the temporary directories. */
  public end(): void {
    this.stopped = true;
    for (const { pid } of this.running) {
      try { process.kill(-pid!, 'SIGKILL'); } catch { /* it has ended meanwhile */ }
    }
    this.directories.splice(0).forEach(directory => rmSync(directory, { recursive: true, force: true }));
  }

  private async lane(steps: Step[], before: string): Promise<void> {
    if (steps.length === 0) { return; }
    const directory = mkdtempSync(join(tmpdir(), 'ci-'));
    this.directories.push(directory);
    for (const step of steps) {
      if (this.stopped) { return; }
      const outcome = await this.perform(step, directory, before);
      if (this.stopped) { return; }
      this.outcomes.push(outcome);
      if (outcome.failed) { this.end(); }
    }
  }

  private async perform({ name, lane, counts, command }: Step, directory: string, before: string): Promise<Outcome> {
    const begin = Date.now();
    const isBeside = !['first', 'front', 'alone'].includes(lane);
    const prefix = isBeside ? `${name} | ` : '';
    this.print(`\n== ${name}: ${command}${isBeside ? ', beside others' : ''}`);
    const output: string[] = [];
    const code = await this.shell(command, directory, line => {
      output.push(line);
      this.print(`${prefix}${line}`);
    });
    const passed = counts === '-' ? undefined : counted(counts, output.join('\n'));
    const problems = this.stopped ? [] : [
      ...code === 0 ? [] : [`it ended with ${code}`],
      ...counts !== '-' && passed === undefined ? [`no ${counts} were counted`] : [],
      ...readdirSync(directory).filter(entry => !CACHES.test(entry)).map(entry => `it left ${entry} in the temporary directory`),
      ...this.differences() === before ? [] : [`files of the repository are changed, by it or by what ran beside it: commit what it makes\n${this.differences()}`],
    ];
    problems.forEach(problem => this.print(`FAILED  ${name}: ${problem}`));
    return { name, seconds: Math.round((Date.now() - begin) / 1000), passed, failed: problems.length > 0 };
  }

  private async shell(command: string, directory: string, take: (line: string) => void): Promise<number | string> {
    const env = { ...process.env, TMPDIR: directory };
    const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${command}`], { cwd: this.root, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    this.running.add(child);
    const lines = createInterface(child.stdout!).on('line', take);
    const ended = new Promise(resolve => lines.on('close', resolve));
    const code = await new Promise<number | string>(resolve => child.on('exit', (status, signal) => resolve(status ?? signal!)));
    // What it started in its group ends with it, and the end of its output is read.
    try { process.kill(-child.pid!, 'SIGKILL'); } catch { /* nothing is left of it */ }
    await ended;
    this.running.delete(child);
    return code;
  }

  private differences(): string {
    return [['status', '--porcelain'], ['diff']].map(args => spawnSync('git', args, { cwd: this.root, encoding: 'utf8', maxBuffer: 100_000_000 }).stdout).join('\n').trim();
  }
}
