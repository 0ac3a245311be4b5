import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { Run } from '../../build-tools/ci/run';
import type { Step } from '../../build-tools/ci/steps';

let root: string;
let printed: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'repository-'));
  writeFileSync(join(root, 'kept'), 'as committed\n');
  printed = [];
  execFileSync('sh', ['-c', 'git init -q && git add . && git -c user.name=a -c user.email=a@example.com commit -q -m first'], { cwd: root });
});

/** What was killed takes the kernel a moment; what nobody has waited for yet has no program any more. */
async function isGone(pidFile: string): Promise<void> {
  const program = `/proc/${readFileSync(pidFile, 'utf8').trim()}/exe`;
  for (const end = Date.now() + 60_000; existsSync(program) && Date.now() < end; await delay(50)) { /* again */ }
  expect(existsSync(program)).toBe(false);
}

const step = (command: string, other: Partial<Step> = {}): Step => ({ name: command.slice(0, 12), group: 'all', turn: 'first', counts: '-', command, ...other });

async function run(...steps: Step[]): Promise<{ passed: boolean; said: string; run: Run }> {
  const all = new Run(root, line => printed.push(line));
  return { passed: await all.all(steps), said: printed.join('\n'), run: all };
}

test('what passes is counted and timed, with a temporary directory that goes away', async () => {
  const { passed, run: { outcomes } } = await run(step('echo "Tests: 3 passed, 3 total"', { name: 'a', counts: 'tests' }), step('sleep 1', { name: 'b' }));
  expect(outcomes).toEqual([{ name: 'a', seconds: expect.any(Number), passed: 3, failed: false }, { name: 'b', seconds: expect.any(Number), passed: undefined, failed: false }]);
  expect(outcomes[1].seconds).toBeGreaterThanOrEqual(1);
  expect(passed).toBe(true);
  expect(readdirSync(tmpdir()).filter(entry => entry.startsWith('ci-'))).toEqual([]);
});

test.each([
  ['a command that fails', 'echo first; false; echo never', '-', /ended with 1$/m],
  ['a failure within a pipe', 'false | cat', '-', /ended with 1$/m],
  ['a command that is killed', 'kill -9 $$', '-', /ended with SIGKILL$/m],
  ['a step that counts nothing', 'echo "0 things"', 'claims', /no claims were counted$/m],
  ['what is left in the temporary directory', 'mkdir "$TMPDIR/cdk.out1"', '-', /left cdk\.out1 in the temporary directory$/m],
  ['a changed file', 'echo more >> kept', '-', /files of the repository are changed/],
  ['a new file', 'touch new', '-', /^\?\? new$/m],
])('%s is a failure, and nothing follows', async (_, command, counts, said) => {
  const all = await run(step(command, { counts }), step('touch "$TMPDIR/../followed"'));
  expect(all.passed).toBe(false);
  expect(all.said).toMatch(said);
  expect(all.run.outcomes.map(({ failed }) => failed)).toEqual([true]);
});

test('a cache that steps share may stay', async () => {
  expect((await run(step('mkdir "$TMPDIR/tsx-0" "$TMPDIR/node-compile-cache"'))).passed).toBe(true);
});

test('two steps run side by side, each with a temporary directory of its own, after the first ones, and whoever is free takes the next; what is alone comes last', async () => {
  const log = join(root, '.git/log');
  const beside = (name: string, command: string) => step(command, { name, turn: 'beside' });
  const { passed } = await run(
    step(`echo alone >> ${log}`, { turn: 'alone' }),
    beside('long', `until grep -q third ${log}; do sleep 0.1; done; echo "long $TMPDIR" >> ${log}`),
    beside('second', `echo "second $TMPDIR" >> ${log}`),
    beside('third', `echo "third $TMPDIR" >> ${log}`),
    step(`sleep 0.5; echo first >> ${log}`),
  );
  expect(passed).toBe(true);
  const lines = readFileSync(log, 'utf8').trim().split('\n').map(line => line.split(' '));
  expect(lines.map(([word]) => word)).toEqual(['first', 'second', 'third', 'long', 'alone']);
  expect([lines[1][1] === lines[2][1], lines[1][1] === lines[3][1]]).toEqual([true, false]);
  expect(printed).toContainEqual(expect.stringMatching(/^== third: echo/m));
});

test('a failure ends what runs beside it, with everything that this started', async () => {
  const pid = join(root, '.git/pid');
  const { passed, run: { outcomes } } = await run(
    step(`sh -c 'echo $$ > ${pid}; sleep 300' & wait`, { name: 'beside', turn: 'beside' }),
    step(`until [ -s ${pid} ]; do sleep 0.1; done; false`, { name: 'fails', turn: 'beside' }),
    step('true', { name: 'next', turn: 'beside' }),
    step('true', { name: 'alone', turn: 'alone' }),
  );
  expect(passed).toBe(false);
  expect(outcomes.map(({ name }) => name)).toEqual(['fails']);
  await isGone(pid);
});

test('what a step leaves running is ended with it', async () => {
  const pid = join(root, '.git/pid');
  await run(step(`sleep 300 >/dev/null & echo $! > ${pid}`));
  await isGone(pid);
});
