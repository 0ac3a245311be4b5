/**
 * Keeps what jsii-diff compares the API with: the assembly of the last release, without texts, which are no part of a contract, so that its changes can be read.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const RELEASED = join(ROOT, 'test/released-api');

/** What jsii itself needs, and what decides whether a change is allowed. */
const DROPPED = ['locationInModule', 'symbolId', 'readme', 'metadata', 'description', 'keywords', 'dependencyClosure'];
const KEPT_DOCS = ['stability', 'deprecated'];

const assembly = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8'), (key, value) => {
  if (DROPPED.includes(key)) { return undefined; }
  return key === 'docs' ? Object.fromEntries(Object.entries(value).filter(([name]) => KEPT_DOCS.includes(name))) : value;
});
const { name, version, types } = assembly;
const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
mkdirSync(RELEASED, { recursive: true });
writeFileSync(join(RELEASED, '.jsii'), `${JSON.stringify({ ...assembly, fingerprint: '-' }, undefined, 1)}\n`);
writeFileSync(join(RELEASED, 'package.json'), `${JSON.stringify({ name, version, jsii: { outdir: '.' }, peerDependencies }, undefined, 2)}\n`);
console.log(`${Object.keys(types).length} types of ${name} are what the API is compared with from now on`);
