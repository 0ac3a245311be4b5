/**
 * Makes the compiled `lib/index.js` load a file when something of it is used, as `aws-cdk-lib` does: an app that has a consumer only does not pay for
 * the brokers, nor for the modules that these import.
 */
import { readFileSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';

const LIB = join(__dirname, '..', 'lib');
const INDEX = join(LIB, 'index.js');
const load = createRequire(INDEX);

const files = [...readFileSync(INDEX, 'utf8').matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)].map(([, file]) => file);
if (files.length === 0) { throw new Error(`${INDEX} has no line such as '__exportStar(require("./file"), exports);': compile first`); }
const names = files.flatMap(file => Object.keys(load(file)).map(name => ({ name, file })));

writeFileSync(INDEX, [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  // By these lines ECMAScript modules know the names. Written out, a definition of a property would hide them again.
  ...names.map(({ name }) => `exports.${name} = void 0;`),
  'const lazy = (name, get) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get });',
  ...names.map(({ name, file }) => `lazy("${name}", () => require("${file}").${name});`),
  '',
].join('\n'));
