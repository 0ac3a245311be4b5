import { spawnSync } from 'child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'fs';
import { join, relative } from 'path';

const ROOT = join(__dirname, '..');
/** Where the packages of each language are. */
export const DIST = join(ROOT, 'dist');

/** What a package has beside the compiled sources, or is made of. */
const PARTS = ['assets/node', 'cli'];

/** Packs what `dist/` lacks, or has of an older compilation. */
export function pack(targets: readonly string[], always = false): void {
  const files = PARTS.flatMap(folder => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)));
  const compiled = Math.max(...['.jsii', ...files].map(file => statSync(join(ROOT, file)).mtimeMs));
  for (const target of targets) {
    const folder = join(DIST, target);
    if (always || !existsSync(folder) || statSync(folder).mtimeMs < compiled) {
      rmSync(folder, { recursive: true, force: true });
      timed(`Packing for ${target}`, () => run(ROOT, 'npx', ['projen', `package:${target}`]));
    }
  }
}

/** The only file of a language's package with this ending. */
export function only(target: string, suffix: string): string {
  const found = readdirSync(join(DIST, target)).filter(file => file.endsWith(suffix));
  if (found.length !== 1) { stop(`dist/${target} has ${found.length} files *${suffix}, expected one: remove the folder`); }
  return join(DIST, target, found[0]);
}

/** What a command printed. One that fails ends this process. */
export function run(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 100_000_000 });
  if (status !== 0) { stop(`${command} ${args.join(' ')}\nfailed in ${relative(ROOT, cwd) || '.'}:\n${error ?? ''}${stdout}${stderr}`); }
  return stdout;
}

export function timed<T>(what: string, work: () => T): T {
  const start = Date.now();
  const result = work();
  console.log(`${what} (${((Date.now() - start) / 1000).toFixed(0)}s)`);
  return result;
}

export function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
