import { ChildProcess, spawn, spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createInterface } from 'readline';
import { counted, Outcome, Step, TURNS } from './steps';

/** Caches that tools keep on purpose, and that steps share. */
const CACHES = /^(tsx-\d+|node-compile-cache|v8-compile-cache.*)$/;

/** How many steps run side by side. Each of them waits for a part of its time, and the machine has two processors. */
const AT_ONCE = 2;

/** Runs steps, each as a process group of its own with a temporary directory in which nothing may be left. */
export class Run {
  public readonly outcomes: Outcome[] = [];
  private readonly running = new Set<ChildProcess>();
  private readonly directories: string[] = [];
  private stopped = false;

  /** @param root the repository, in which no step may change a file */
  constructor(private readonly root: string, private readonly print: (line: string) => void) {}

  /** The first ones; then those that run side by side; then those that are alone. Says whether all passed; the first that fails ends the rest. */
  public async all(steps: Step[]): Promise<boolean> {
    const before = this.differences();
    for (const turn of TURNS) {
      const queue = steps.filter(step => step.turn === turn);
      await Promise.all(Array.from({ length: turn === 'beside' ? AT_ONCE : 1 }, async () => this.work(queue, before)));
    }
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

  /** Takes the next step until there is none, so that whoever is free goes on. */
  private async work(queue: Step[], before: string): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'ci-'));
    this.directories.push(directory);
    for (let step = queue.shift(); step && !this.stopped; step = queue.shift()) {
      const outcome = await this.perform(step, directory, before);
      if (this.stopped) { return; }
      this.outcomes.push(outcome);
      if (outcome.failed) { this.end(); }
    }
  }

  private async perform({ name, turn, counts, command }: Step, directory: string, before: string): Promise<Outcome> {
    const begin = Date.now();
    const prefix = turn === 'beside' ? `${name} | ` : '';
    this.print(`\n== ${name}: ${command}`);
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
