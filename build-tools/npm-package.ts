/**
 * Says how large the npm package is, and fails unless it holds the compiled sources, the scripts of a node and what npm and jsii need: each file once
 * thought of, and no other. A file of `lib` whose source is gone would be packed for ever, since the compiler removes nothing. No file may carry a source map, and
all of it together must stay below a limit: what makes it larger is meant to be noticed.
 */
import { execFileSync } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { besideMain } from './command-files';

const ROOT = join(__dirname, '..');
const { name, version, bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const TARBALL = join(ROOT, 'dist/js', `${name}@${version}.jsii.tgz`);

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: { readonly path: string; readonly size: number }[];
}

/**
 * A tenth more than what is packed today: since the limit was 560 kB came the probe with its library (130 kB), and 60 kB of what plays templates, the canary
 * and the dashboard.
 */
const LIMIT_BYTES = 790_000;

/** What the package consists of, the first that fits. */
const PARTS: { readonly [part: string]: RegExp } = {
  'compiled sources': /^lib\/.*\.js$/,
  'types': /^lib\/.*\.d\.ts$/,
  'scripts of a node': /^assets\/node\//,
  'the command': /^assets\/cli\//,
  'the probe': /^assets\/canary\//,
  'what jsii needs': /^\.jsii/,
  'the rest': /./,
};

function main(): void {
  if (!existsSync(TARBALL)) { throw new Error(`${relative(ROOT, TARBALL)} does not exist: run npx projen package:js`); }
  const [{ size, unpackedSize, files }]: Packed[] = JSON.parse(execFileSync('npm', ['pack', TARBALL, '--dry-run', '--json'], { cwd: ROOT, encoding: 'utf8' }));
  const packed = new Set(files.map(({ path }) => path));
  const expected = new Set([
    'package.json', 'README.md', 'LICENSE',
    '.jsii', // every other language is made from it
    ...existsSync(join(ROOT, '.jsii.tabl.json')) ? ['.jsii.tabl.json'] : [], // the examples of the documentation in every language
    ...filesIn('assets/node').filter(file => file !== 'assets/node/.shellcheckrc'),
    bin[name], ...besideMain(bin[name]),
    'assets/canary/probe.js', 'assets/canary/THIRD-PARTY-LICENSES.txt',
    ...filesIn('src').flatMap(file => ['.js', '.d.ts'].map(suffix => file.replace(/^src/, 'lib').replace(/\.ts$/, suffix))),
  ]);
  const wrong = [
    ...[...expected].filter(file => !packed.has(file)).map(file => `${file} is missing: compile, and see .npmignore`),
    ...[...packed].filter(file => !expected.has(file)).map(file => `${file} is too much: remove lib/ and compile, or exclude it in .projenrc.ts`),
    ...[...expected].filter(file => file.endsWith('.js') && hasMap(join(ROOT, file))).map(file => `${file} carries a source map: see tsconfig in .projenrc.ts`),
    ...size > LIMIT_BYTES ? [`${kB(size)} is more than ${kB(LIMIT_BYTES)}: make it smaller, or raise the limit in ${relative(ROOT, __filename)} and say why`] : [],
  ];
  console.log(`${relative(ROOT, TARBALL)}: ${kB(size)} packed (limit ${kB(LIMIT_BYTES)}), ${kB(unpackedSize)} unpacked, ${files.length} files`);
  const partOf = (path: string) => Object.entries(PARTS).find(([, pattern]) => pattern.test(path))![0];
  for (const part of Object.keys(PARTS)) {
    const own = files.filter(({ path }) => partOf(path) === part);
    console.log(`  ${part}: ${kB(own.reduce((sum, file) => sum + file.size, 0))} in ${own.length} files`);
  }
  if (wrong.length > 0) {
    console.error(wrong.join('\n'));
    process.exit(1);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(ROOT, join(entry.parentPath, entry.name)));
}

function hasMap(file: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').includes('//# sourceMappingURL=');
}

function kB(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

main();
