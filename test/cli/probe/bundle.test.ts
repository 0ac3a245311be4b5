import { execFileSync } from 'child_process';
import { readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { makeBundle } from './bundled';

const made = [makeBundle(), makeBundle()];
afterAll(() => made.forEach(({ directory }) => rmSync(directory, { recursive: true })));

const [text, again] = made.map(({ directory }) => readFileSync(join(directory, 'probe.js'), 'utf8'));
const licences = readFileSync(join(made[0].directory, 'THIRD-PARTY-LICENSES.txt'), 'utf8');

test('the same sources give the same file', () => {
  expect(again).toBe(text);
});

test('it is one file that asks for nothing but Node, and for what the library may do without', () => {
  const script = `
    const { builtinModules, Module } = require('module');
    const asked = new Set();
    const load = Module._load;
    Module._load = function (name, ...rest) { asked.add(name); return load.call(this, name, ...rest); };
    const { probe } = require(${JSON.stringify(join(made[0].directory, 'probe.js'))});
    console.log(JSON.stringify({ probe: typeof probe, foreign: [...asked].filter(name => !builtinModules.includes(name.replace(/^node:/, '')) && !name.startsWith('/')) }));`;
  const { probe, foreign } = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: made[0].directory, encoding: 'utf8' }));
  expect(probe).toBe('function');
  expect(['protobufjs', 'supports-color', '@node-rs/crc32']).toEqual(expect.arrayContaining(foreign));
});

test('the licence of each package that is in it goes along', () => {
  const packages = [...licences.matchAll(/^(@?[\w./-]+) \d[\w.-]* \((.*)\)$/gm)].map(([, name]) => name);
  expect(packages).toEqual(expect.arrayContaining(['@platformatic/kafka', '@platformatic/dynamic-buffer', '@platformatic/wasm-utils', 'ajv', 'fastq']));
  expect(licences).toContain('Apache License');
  expect(licences).toContain('Permission is hereby granted');
});
