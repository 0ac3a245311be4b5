/**
 * Makes one file of `cli/`: what `bin` in package.json names, or the file that is given. npm and pip put it on a user's path. It needs Node and nothing else.
 */
import { chmodSync, readFileSync } from 'fs';
import { join } from 'path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');
const { bin, name, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const outfile = process.argv[2] ?? join(ROOT, bin[name]);

const { metafile } = buildSync({
  absWorkingDir: ROOT,
  entryPoints: ['cli/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: `node${/\d+\.\d+/.exec(engines.node)![0]}`,
  format: 'cjs',
  banner: { js: '#!/usr/bin/env node' },
  charset: 'utf8',
  metafile: true,
});
const foreign = Object.keys(metafile.inputs).filter(input => !input.startsWith('cli/'));
if (foreign.length > 0) {
  throw new Error(`${outfile} has what is not of cli/, and its licence would have to go along: ${foreign.join(', ')}`);
}
chmodSync(outfile, 0o755); // as npm packs it
