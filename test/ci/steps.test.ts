import { execFileSync, spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { chosen, counted, parse, summary } from '../../build-tools/ci/steps';

const ROOT = join(__dirname, '../..');
const ciRun = (...args: string[]) => execFileSync('bash', [join(ROOT, '.ci/run'), ...args], { encoding: 'utf8' }).trim();
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const STEPS = ciRun('--list').split('\n').map(line => line.split('\t')).map(([name, group, why]) => ({ name, group, why }));
const GROUPS = ciRun('--groups').split('\n');

test('the table in CONTRIBUTING.md has every step, with its group, what it takes and why it is there', () => {
  const rows = [...read('CONTRIBUTING.md').matchAll(/^\| `(.+?)` \| (.+?) \| (\d+) s \| (.+) \|$/gm)].map(([, name, group, , why]) => ({ name, group, why }));
  expect(rows).toEqual(STEPS);
});

test('the workflow runs every group, and so every step', () => {
  const workflow = read('.github/workflows/everything.yml');
  const [, list] = /^ +group:\n((?: +- .+\n)+)/m.exec(workflow)!;
  expect(list.trim().split('\n').map(line => line.trim().replace('- ', ''))).toEqual(GROUPS);
  expect(workflow).toMatch(/\.ci\/run \$\{\{ matrix\.group \}\}$/m);
  expect(new Set(STEPS.map(({ group }) => group))).toEqual(new Set(GROUPS));
});

test("the README's command for tests is called as it stands there", () => {
  expect(read('.ci/run')).toMatch(/^step test .*\bnpx projen test'/m);
});

test('what is in no list is refused before anything is installed', () => {
  const { status, stderr } = spawnSync('bash', [join(ROOT, '.ci/run'), 'e2e:node'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, expect.stringContaining('no step e2e:node:')]);
});

test.each([...GROUPS, ...STEPS.map(({ name }) => name)])('%s may be asked for, and begins with the registries', asked => {
  const programs = mkdtempSync(join(tmpdir(), 'programs-'));
  writeFileSync(join(programs, 'npm'), '#!/bin/sh\necho no npm here; exit 7\n', { mode: 0o755 });
  const { status, stdout } = spawnSync('bash', [join(ROOT, '.ci/run'), asked], { encoding: 'utf8', env: { ...process.env, PATH: `${programs}:${process.env.PATH}` } });
  expect([status, stdout]).toEqual([1, expect.stringContaining('no npm here\nThe registry of npm did not answer')]);
});

const TABLE = 'a\tfirst\tfirst\ttests\techo a\twhy a\nb\tsecond\tbeside\tclaims\techo b\twhy b\nc\tfirst\talone\t-\techo c\twhy c\n';

test('steps are chosen by their names and by their groups, in the order of all', () => {
  const steps = parse(TABLE);
  expect(steps[1]).toEqual({ name: 'b', group: 'second', turn: 'beside', counts: 'claims', command: 'echo b' });
  expect([[], ['first'], ['c', 'b']].map(asked => chosen(steps, asked).map(({ name }) => name))).toEqual([['a', 'b', 'c'], ['a', 'c'], ['b', 'c']]);
});

test('a turn that there is not is refused by name', () => {
  expect(() => parse('a\tfirst\tlater\ttests\techo a\twhy a')).toThrow('the step a has the turn later, and there are first, beside, alone');
});

test.each([
  ['tests', '\x1b[1mTests:       \x1b[22m\x1b[1m\x1b[32m1566 passed\x1b[39m, 1566 total', 1566],
  ['tests', 'Tests:       2 failed, 1 skipped, 10 passed, 13 total', 10],
  ['tests', 'newest: Tests:       7 passed, 7 total (90s)', 7],
  ['claims', 'ok      one\n2 claims hold\nmore\n3 claims hold', 5],
  ['claims', '1 of 3 claims do not hold:', undefined],
  ['tests', 'No tests found', undefined],
])('%s are counted in %j', (what, output, expected) => expect(counted(what, output)).toBe(expected));

test('the summary says what each step took, how busy the machine was, what passed and how many failed', () => {
  const outcomes = [{ name: 'install', seconds: 5, failed: false }, { name: 'a', seconds: 7, passed: 3, failed: false }, { name: 'b', seconds: 1, passed: 2, failed: true }];
  expect(summary(outcomes, 13, 0.756).split('\n').slice(2)).toEqual(['| install | 5 |  |', '| a | 7 | 3 |', '| b | 1 | FAILED |', '| total | 13 | |', '', 'The processors were busy for 76 % of the time.', '', '5 passed, 1 failed']);
});
