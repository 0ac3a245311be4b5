/**
 * How jest reads TypeScript: by esbuild, which is here for tsx anyway and takes a fraction of the compiler's time. It checks no types; `npx projen test` does,
 * with `tsc -p tsconfig.dev.json`. No `jest.mock` is moved above the imports, and the tests have none.
 */
const { createHash } = require('crypto');
const { readFileSync } = require('fs');
const esbuild = require('esbuild');

const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', sourcesContent: false };
const OWN = [readFileSync(__filename, 'utf8'), esbuild.version].join();

module.exports = {
  getCacheKey: (source, file) => createHash('sha256').update([OWN, file, source].join('\0')).digest('hex'),
  process: (source, file) => ({ code: esbuild.transformSync(source, { ...OPTIONS, sourcefile: file }).code }),
};
