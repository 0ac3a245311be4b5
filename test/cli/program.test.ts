import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { COMMANDS } from '../../cli/commands';
import { programOf } from '../../cli/program';

const names = Object.keys(COMMANDS);

test.each([['--help'], ['-h']])('%s lists every command and the exit codes', async arg => {
  const { status, out, errors } = await programOf([arg]);
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  for (const name of names) { expect(out).toContain(`  ${name} `); }
  expect(out).toMatch(/Exit codes: 0 .*1 .*2 .*3 /);
});

test.each(names.flatMap(name => [[name, '--help'], [name, '--help', 'cdk.out'], [name, 'nowhere', '-h']]))('%s %s says what the command takes', async (...args) => {
  const { status, out } = await programOf(args);
  expect(status).toBe(0);
  expect(out).toMatch(new RegExp(`^Usage: cdk-kafka-privatelink ${args[0]} `));
});

test.each(names.map(name => [name]))('%s: its help fits a terminal of 100 columns', async name => {
  const { out } = await programOf([name, '--help']);
  expect(out.split('\n').filter(line => line.length > 100)).toEqual([]);
});

test.each([
  ['no command', [], 'a command is missing: '],
  ['a command that is none', ['chek'], 'there is no command "chek": '],
  ['the name of what every object has', ['constructor'], 'there is no command "constructor": '],
  ['an option that no command has', [names[0], '--no-such-option'], `${names[0]}: Unknown option '--no-such-option'`],
])('%s is a mistake of the user: one line, no stack trace', async (_, args, message) => {
  const { status, out, errors } = await programOf(args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(errors.startsWith(`cdk-kafka-privatelink: ${message}`)).toBe(true);
  expect(errors).not.toContain('\n');
});

test('a fault of the program says so, with its stack trace, and is no finding', async () => {
  const broken = { summary: '', help: '', run: () => { throw new TypeError('nothing of the user'); } };
  const { status, errors } = await programOf(['broken'], { broken });
  expect(status).toBe(3);
  expect(errors).toMatch(/fault of cdk-kafka-privatelink[^]*\n {4}at /);
});

test('the program is one file that needs nothing beside it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'command-'));
  try {
    const file = join(directory, 'main.js');
    const bundle = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, '../../build-tools/bundle-command.ts'), file], { encoding: 'utf8', cwd: join(__dirname, '../..') });
    expect(bundle.stderr).toBe('');
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, '--help'], { encoding: 'utf8', cwd: directory });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: cdk-kafka-privatelink');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
