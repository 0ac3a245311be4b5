/**
 * Says how large the npm package is, and fails unless it holds the compiled sources, the scripts of a node and what npm and jsii need: each file once
 * thought of, and no other. A file of `lib` whose source is gone would be packed for ever, since the compiler removes nothing.
 */
import { execFileSync } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';

const ROOT = join(__dirname, '..');
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const TARBALL = join(ROOT, 'dist/js', `${name}@${version}.jsii.tgz`);

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: { readonly path: string }[];
}

function main(): void {
  if (!existsSync(TARBALL)) { throw new Error(`${relative(ROOT, TARBALL)} does not exist: run npx projen package:js`); }
  const [{ size, unpackedSize, files }]: Packed[] = JSON.parse(execFileSync('npm', ['pack', TARBALL, '--dry-run', '--json'], { cwd: ROOT, encoding: 'utf8' }));
  const packed = new Set(files.map(({ path }) => path));
  const expected = new Set([
    'package.json', 'README.md', 'LICENSE',
    '.jsii', // every other language is made from it
    ...existsSync(join(ROOT, '.jsii.tabl.json')) ? ['.jsii.tabl.json'] : [], // the examples of the documentation in every language
    ...filesIn('assets/node').filter(file => file !== 'assets/node/.shellcheckrc'),
    ...filesIn('src').flatMap(file => ['.js', '.d.ts'].map(suffix => file.replace(/^src/, 'lib').replace(/\.ts$/, suffix))),
  ]);
  const wrong = [
    ...[...expected].filter(file => !packed.has(file)).map(file => `${file} is missing: compile, and see .npmignore`),
    ...[...packed].filter(file => !expected.has(file)).map(file => `${file} is too much: remove lib/ and compile, or exclude it in .projenrc.ts`),
  ];
  console.log(`${relative(ROOT, TARBALL)}: ${kB(size)} packed, ${kB(unpackedSize)} unpacked, ${files.length} files`);
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

function kB(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

main();
