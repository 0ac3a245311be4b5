/**
 * Makes one file of `cli/`: what `bin` in package.json names, or the file that is given. npm and pip put it on a user's path. It needs Node and nothing else.
 * Beside it go the programs and files that `run` needs.
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'fs';
import { dirname, join, parse } from 'path';
import { buildSync } from 'esbuild';
import { PROGRAMS, RESOURCES } from './command-files';

const ROOT = join(__dirname, '..');
const { bin, name, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const outfile = process.argv[2] ?? join(ROOT, bin[name]);
const outdir = dirname(outfile);

const { metafile } = buildSync({
  absWorkingDir: ROOT,
  entryPoints: [{ in: 'cli/main.ts', out: parse(outfile).name }, ...PROGRAMS.map(file => ({ in: `cli/run/${file}.ts`, out: file }))],
  outdir,
  bundle: true,
  external: ['kafkajs'], // `run` fetches it for its client
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
for (const file of RESOURCES) {
  mkdirSync(dirname(join(outdir, file)), { recursive: true });
  copyFileSync(join(ROOT, 'cli/run', file), join(outdir, file));
}
