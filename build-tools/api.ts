/**
 * The public API: documents it, keeps that of the last release, and compares with it.
 * jsii's tools take any assembly below the folder they run in, and copies of this package are in build/: so each runs in a folder of its own.
 */
import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { withContents } from './docs/contents';

const ROOT = join(__dirname, '..');
const COMPILED = join(ROOT, '.jsii');
const RELEASED = join(ROOT, 'test/released-api.json');
const REFERENCE = join(ROOT, 'API.md');

/** What is no part of a contract, so that changes of the file can be read. */
const DROPPED = ['locationInModule', 'symbolId', 'readme', 'metadata', 'description', 'keywords', 'dependencyClosure'];
const KEPT_DOCS = ['stability', 'deprecated'];

const VERBS: { [verb: string]: () => void } = {
  document: () => withPackage(COMPILED, folder => {
    const status = run(folder, 'jsii-docgen', '--output', REFERENCE);
    if (status === 0) { writeFileSync(REFERENCE, withContents(readFileSync(REFERENCE, 'utf8'))); }
    return status;
  }),
  compare: () => withPackage(RELEASED, folder => run(ROOT, 'jsii-diff', folder, '--error-on', 'all', '--keys', '--ignore-file', '.compatignore')),
  accept,
};

function accept(): void {
  const assembly = JSON.parse(readFileSync(COMPILED, 'utf8'), (key, value) => {
    if (DROPPED.includes(key)) { return undefined; }
    return key === 'docs' ? Object.fromEntries(Object.entries(value).filter(([name]) => KEPT_DOCS.includes(name))) : value;
  });
  writeFileSync(RELEASED, `${JSON.stringify({ ...assembly, fingerprint: '-' }, undefined, 1)}\n`);
  console.log(`${Object.keys(assembly.types).length} types are what the API is compared with from now on`);
}

/** A folder with nothing but this package, of one of its assemblies, and what it depends on. */
function withPackage(assembly: string, use: (folder: string) => number): void {
  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  writeFileSync(join(folder, '.jsii'), readFileSync(assembly));
  writeFileSync(join(folder, 'package.json'), readFileSync(join(ROOT, 'package.json')));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  process.exitCode = use(folder);
  rmSync(folder, { recursive: true });
}

function run(cwd: string, tool: string, ...args: string[]): number {
  return spawnSync(process.execPath, [join(ROOT, 'node_modules/.bin', tool), ...args], { cwd, stdio: 'inherit' }).status ?? 1;
}

const [verb] = process.argv.slice(2);
if (!(verb in VERBS)) { throw new Error(`give one of ${Object.keys(VERBS).join(', ')}`); }
VERBS[verb]();
