import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { programOf } from '../../../cli/program';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/command.md'), 'utf8');

const out = mkdtempSync(join(tmpdir(), 'two-accounts-'));

beforeAll(() => {
  const app = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'examples/typescript/two-accounts/app.ts')], {
    encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: out },
  });
  expect({ status: app.status, stderr: app.stderr }).toEqual({ status: 0, stderr: '' });
});

test('the text and the picture of the page are what the command makes of the example', async () => {
  const [picture, page] = ['plan.svg', 'plan.html'].map(file => join(out, file));
  const { status, out: printed, errors } = await programOf(['plan', out, '--svg', picture, '--html', page]);
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  const [, shown] = /```text\n([^]*?)\n```/.exec(PAGE)!;
  for (const part of shown.split('\n\n')) { expect(`\n\n${printed}\n\n`).toContain(`\n\n${part}\n\n`); }
  expect(readFileSync(picture, 'utf8')).toBe(readFileSync(join(ROOT, 'docs/pictures/plan.svg'), 'utf8'));
  expect(readFileSync(page, 'utf8')).toContain('<p>Every path is open.</p>');
});

test('JSON is the plan, Markdown begins with the picture', async () => {
  const json = JSON.parse((await programOf(['plan', out, '--json'])).out);
  expect(json).toMatchObject({ version: '1', stacks: [{ name: 'Kafka' }, { name: 'Payments' }] });
  expect((await programOf(['plan', out, '--markdown'])).out).toMatch(/^## Plan of `Kafka`, `Payments`\n\n```mermaid\nflowchart LR\n/);
});

test('the page has every option of the command', async () => {
  const { out: help } = await programOf(['plan', '--help']);
  const options = [...help.matchAll(/^ {2}(--\w+)/gm)].map(([, option]) => option);
  expect(options.length).toBeGreaterThan(4);
  expect(options.filter(option => !PAGE.includes(`\`${option}`))).toEqual([]);
});

test.each([
  [['--json', '--markdown'], 'plan: one of --json and --markdown, not both'],
  [['--svg', '/nowhere/plan.svg'], '/nowhere/plan.svg cannot be written: ENOENT'],
  [['--contract', join(ROOT, 'package.json')], 'package.json is not a contract'],
  [['--contract', 'nowhere.json'], 'nowhere.json'],
  [['nowhere'], 'there is no nowhere/manifest.json'],
  [[out], 'two stacks are named Kafka'],
])('plan %j is one line and exit code 2', async (args, message) => {
  const { status, out: printed, errors } = await programOf(['plan', out, ...args]);
  expect({ status, printed }).toEqual({ status: 2, printed: '' });
  expect(errors.split('\n')).toHaveLength(1);
  expect(errors).toContain(message);
});
