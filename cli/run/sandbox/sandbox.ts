import { execFileSync, spawn } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, resolve } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { leftovers, OUTSIDE_PID, surroundings } from './leftovers';
import { UserError } from '../../assembly/findings';

/** Where the cluster keeps its files: memory that nobody else sees. */
export const STATE = '/run/cloud';

/** The flags that make the namespaces: as another user, through a user namespace in which one is root. */
export function unshareFlags(uid = process.getuid!()): string[] {
  return [...(uid === 0 ? [] : ['--user', '--map-root-user']), '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
}

export function isInSandbox(): boolean {
  return process.env[OUTSIDE_PID] !== undefined;
}

/**
 * Runs the program once more inside a sandbox, and there `main`. The exit code is what `main` returns.
 *
 * A sandbox is private pid, network and mount namespaces. Everything that the local cluster makes lives in them, so the kernel removes it all with the last
 * process, even after `kill -9`; afterwards whoever started it looks whether that is so.
 */
export function inSandbox(main: () => Promise<number>): void {
  if (!isInSandbox()) {
    void reExecute();
    return;
  }
  prepareSandbox();
  main().then(
    code => process.exit(code),
    error => {
      console.error(error instanceof UserError ? error.message : error);
      process.exit(1);
    },
  );
}

/** What one types in another terminal to join the sandbox; a command follows. */
export function joinCommand(): string {
  const pid = process.env[OUTSIDE_PID];
  const everyUserIsMapped = readFileSync('/proc/self/uid_map', 'utf8').trim().endsWith('4294967295');
  const user = everyUserIsMapped ? '' : ' --user --preserve-credentials';
  return `nsenter --target ${pid}${user} --mount --net --pid=/proc/${pid}/ns/pid_for_children`;
}

/** Makes a directory that vanishes with the sandbox, whoever owns its parents. */
export function makeDirectory(path: string): void {
  const missing = resolve(path);
  if (existsSync(missing)) { return; }
  let parent = dirname(missing);
  while (!existsSync(parent)) { parent = dirname(parent); }
  if (parent === '/') {
    layered.add(missing.split('/', 2).join('/'));
  } else {
    ownLayer(parent);
  }
  mkdirSync(missing, { recursive: true });
}

/** `/run` is memory of the sandbox's own from the start. */
const layered = new Set(['/run']);

/** From here on whatever is written to the directory stays in the sandbox. */
function ownLayer(directory: string): void {
  if ([...layered].some(layer => directory === layer || directory.startsWith(`${layer}/`))) { return; }
  const layer = `${STATE}/layers/${layered.size}`;
  mkdirSync(`${layer}/upper`, { recursive: true });
  mkdirSync(`${layer}/work`);
  run('mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${directory},upperdir=${layer}/upper,workdir=${layer}/work`, directory);
  layered.add(directory);
}

/**
 * From here on directories directly below `/` can be made, too. What is there is carried over to a root of the sandbox's own, since a layer cannot be put over
 * the one that one stands on. Call it before other processes are started, which would stay behind.
 */
export function ownRoot(): void {
  const [root, before] = [`${STATE}/root`, `${STATE}/before`];
  [root, before].forEach(directory => mkdirSync(directory));
  run('mount', '--make-rprivate', '/');
  run('mount', '--bind', root, root);
  for (const entry of readdirSync('/', { withFileTypes: true })) {
    const [here, there] = [`/${entry.name}`, `${root}/${entry.name}`];
    if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(here), there);
    } else {
      if (entry.isDirectory()) { mkdirSync(there); } else { writeFileSync(there, ''); }
      run('mount', '--rbind', here, there);
    }
  }
  const directory = process.cwd();
  // The old one stays: without what is mounted there, `ip` may not mount anything as another user.
  run('sh', '-c', 'cd "$0" && pivot_root . ".$1"', root, before);
  process.chdir(directory);
}

/** The environment with the directories of system programs, which are not in everybody's path. */
export function withSystemPrograms(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
}

/** How long what was killed may take to be gone. */
const KERNEL_MS = 10_000;

/** How a run in a sandbox has ended. */
export interface SandboxEnd {
  readonly code: number;
  /** What is left of it, in a sentence each: the kernel should have removed all of it. */
  readonly left: string[];
}

/** Runs this program once more, with the same arguments, in a sandbox. */
export async function enterSandbox(environment: NodeJS.ProcessEnv = {}): Promise<SandboxEnd> {
  const before = surroundings();
  // `exec` keeps the process id, so the sandbox knows the id by which it is joined from outside. The parent's death kills it.
  const child = spawn('sh', [
    '-c', `${OUTSIDE_PID}=$$ exec "$@"`, 'sh',
    'setpriv', '--pdeathsig', 'KILL', 'unshare', ...unshareFlags(),
    process.execPath, ...process.execArgv, ...process.argv.slice(1),
  ], { stdio: 'inherit', env: { ...withSystemPrograms(), ...environment } });
  const killed = (): void => void child.kill('SIGKILL');
  for (const signal of SIGNALS) { process.on(signal, killed); }
  // A task runner that is killed hard leaves us without a parent.
  const parent = process.ppid;
  const watch = setInterval(() => { if (process.ppid !== parent) { process.exit(1); } }, 500).unref();
  const code = await new Promise<number>(resolved => child.on('exit', (exitCode, signal) => resolved(exitCode ?? (signal === 'SIGKILL' ? 137 : 1))));
  clearInterval(watch);
  for (const signal of SIGNALS) { process.off(signal, killed); }
  let left = leftovers(before, child.pid!, STATE);
  // What was killed from outside takes the kernel a moment.
  for (const end = Date.now() + KERNEL_MS; left.length > 0 && Date.now() < end; left = leftovers(before, child.pid!, STATE)) { await delay(100); }
  return { code, left };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function reExecute(): Promise<never> {
  const { code, left } = await enterSandbox();
  console.log(left.length === 0 ? 'no process, mount, network or file is left of it' : leftMessage(left));
  process.exit(code === 0 && left.length > 0 ? 1 : code);
}

export function leftMessage(left: readonly string[]): string {
  return `FAILED  this is left of it:\n${left.map(what => `  - ${what}`).join('\n')}`;
}

/** Has the sandbox's own memory at the places where the cluster writes. Call it first, inside. */
export function prepareSandbox(): void {
  const nameServers = linkTarget('/etc/resolv.conf');
  run('mount', '-t', 'tmpfs', 'tmpfs', '/run');
  mkdirSync(STATE, { recursive: true });
  mkdirSync('/run/netns');
  // Where the name service's file is a link into /run, its target is needed as a place to mount a host's own file on.
  if (nameServers !== undefined && !existsSync(nameServers)) {
    mkdirSync(dirname(nameServers), { recursive: true });
    writeFileSync(nameServers, '');
  }
  ownLayer('/tmp');
}

function linkTarget(path: string): string | undefined {
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    return undefined; // a plain file
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
