/**
 * Makes one file of `cli/probe/`, which the command loads for `doctor`, and the canary beside it: assets/canary/probe.js, or the directory that is given. It has
 * parts of other packages, so their licences go along.
 */
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { build, Plugin } from 'esbuild';

const ROOT = join(__dirname, '..');
const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const outdir = process.argv[2] ?? join(ROOT, 'assets/canary');

/** What the library may do without: a faster checksum in native code, a form of messages that nobody sends, and colours. */
const OPTIONAL = ['@node-rs/crc32', 'protobufjs', 'supports-color'];

/** The library asks for a newer Node than the package, for this function alone. */
const SHIM = 'Promise.withResolvers ??= function () { let resolve, reject; const promise = new this((a, b) => { resolve = a; reject = b; }); return { promise, resolve, reject }; };';

/** Whatever of the library nobody imports is left out: it does nothing by being loaded. The checksum is inside the file, not beside it. */
const lean: Plugin = {
  name: 'lean',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /kafka$|^\.{1,2}\// }, async ({ path, pluginData, kind, ...from }) => {
      if (pluginData === lean || kind === 'entry-point') { return undefined; }
      const found = await resolve(path, { ...from, kind, pluginData: lean });
      return found.path.includes('/@platformatic/kafka/dist/') ? { ...found, sideEffects: false } : found;
    });
  },
};

async function main(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { probe: 'cli/probe/index.ts' },
    outdir,
    bundle: true,
    platform: 'node',
    target: `node${/\d+\.\d+/.exec(engines.node)![0]}`,
    format: 'cjs',
    minify: true,
    banner: { js: SHIM },
    charset: 'utf8',
    legalComments: 'none', // they are in the file of licences
    external: OPTIONAL,
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
    plugins: [lean],
    metafile: true,
    logOverride: { 'empty-import-meta': 'silent' }, // the library looks for the native checksum there, and does without
  });
  const packages = new Set(Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([input]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []));
  writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), [...packages].sort().map(licenceOf).join(`\n${'-'.repeat(80)}\n`));
}

/** A package that has no licence in it, or none that may be handed on like this, ends the build. */
function licenceOf(directory: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, directory, 'package.json'), 'utf8'));
  if (!['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause'].includes(license)) { throw new Error(`${name} has the licence ${license}`); }
  const texts = readdirSync(join(ROOT, directory)).filter(file => /^(licen[cs]e|notice)/i.test(file)).sort();
  if (texts.length === 0) { throw new Error(`${name} comes without the text of its licence (${license})`); }
  return `${name} ${version} (${license})\n\n${texts.map(file => readFileSync(join(ROOT, directory, file), 'utf8').trim()).join('\n\n')}\n`;
}

main().catch(error => {
  console.error((error as Error).message);
  process.exit(1);
});
