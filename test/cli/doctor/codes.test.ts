import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { CAUSES } from '../../../cli/assembly/findings';
import { CODES } from '../../../cli/probe/codes';
import { MUTATIONS } from '../../e2e/cloud/mistakes';
import { CASES } from '../../e2e/errors/doctor';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
const ORDER = Object.keys(CODES);
const [, OF_DOCTOR] = /\n## From doctor\n([^]*?)\n## /.exec(PAGE)!;

function textOf(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && file !== 'codes.test.ts' && !file.endsWith('probe/codes.ts'))
    .map(file => readFileSync(join(ROOT, folder, file), 'utf8')).join('\n');
}

test('docs/troubleshooting.md has a row for each code, in its order, with what it means and what mends it', () => {
  const rows = [...OF_DOCTOR.matchAll(/^\| `(Doctor\.\w+)` \| (.*) \| (.*) \|$/gm)].map(([, code, means, fix]) => [code, means, fix]);
  expect(rows).toEqual(Object.entries(CODES).map(([code, { means, fix }]) => [code, means, fix]));
});

test('every code is used, and a test or a claim of the local cluster has seen it', () => {
  const [sources, tests] = [textOf('cli'), textOf('test')];
  expect(Object.keys(CODES).filter(code => !sources.includes(`'${code}'`))).toEqual([]);
  expect(Object.keys(CODES).filter(code => !new RegExp(`${code.replace('.', '\\.')}\\b`).test(tests))).toEqual([]);
});

test('each row of what a client says names a code that there is, or none', () => {
  const [, ofClient] = /\n## From a client\n([^]*?)\n### /.exec(PAGE)!;
  const rows = [...ofClient.matchAll(/^\| (?!it says|---)(.*) \|$/gm)].map(([, row]) => row.split(' | '));
  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) {
    expect(row).toHaveLength(4);
    expect(row[3]).toMatch(/^(–|`Doctor\.\w+`(, `Doctor\.\w+`)*)$/);
  }
  const named = [...ofClient.matchAll(/`(Doctor\.\w+)`/g)].map(([, code]) => code);
  expect(named.filter(code => !(code in CODES))).toEqual([]);
});

describe('a mistake in a template', () => {
  test('has a code of doctor wherever clients meet it, which a run of real Kafka or of its networks has seen', () => {
    const met = MUTATIONS.filter(({ met: when }) => when === undefined);
    expect(met.length).toBeGreaterThan(20);
    expect(met.filter(({ doctor }) => doctor === undefined).map(({ name }) => name)).toEqual([]);
    const seenByErrors = met.filter(({ seenBy }) => seenBy === 'e2e:errors');
    expect(seenByErrors.filter(({ doctor }) => !CASES.some(({ code }) => code === doctor)).map(({ name }) => name)).toEqual([]);
  });

  test('docs/troubleshooting.md says what check and doctor call it', () => {
    const [, section] = /\n### What check calls it\n([^]*?)\n##/.exec(PAGE)!;
    const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.*) \| (.*) \|$/gm)].map(([, ...row]) => row);
    const cell = (codes: string[]) => ORDER.filter(code => codes.includes(code)).map(code => `\`${code}\``).join(', ') || '–';
    expect(rows).toEqual(Object.keys(CAUSES).flatMap(cause => {
      const made = MUTATIONS.filter(each => each.cause === cause);
      const cells = [made.flatMap(({ doctor }) => doctor ?? []), made.flatMap(({ provider }) => provider ?? [])].map(cell);
      return cells.every(text => text === '–') ? [] : [[cause, ...cells]];
    }));
  });
});
