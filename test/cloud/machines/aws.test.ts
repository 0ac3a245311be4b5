import { ChildProcess, spawn, spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';

const PROGRAM = join(__dirname, '../../e2e/cloud/machines/aws.py');

/** Stands for the AWS command line: says what it was called with, and does what its first argument says. */
const STAND_IN = `
import json, os, sys, time
print('loaded', file=sys.stderr, flush=True)
def create_clidriver():
    pass
def main():
    what = sys.argv[1]
    if what == 'wait':
        open(sys.argv[2], 'w').write(str(os.getpid()))
        time.sleep(600)
    if what == 'fail':
        raise ValueError('no such thing')
    if what == 'exit':
        sys.exit(int(sys.argv[2]))
    print(json.dumps([sys.argv[1:], os.environ.get('OWN'), os.getcwd(), sys.stdin.read()]))
    print('said', file=sys.stderr)
    return 254
`;

let directory: string;
let server: ChildProcess;
let said = '';

/** The program, at a socket of the test's own. */
const argv = (...args: string[]) =>
  ['-B', '-c', `import sys, aws\naws.SOCKET = ${JSON.stringify(join(directory, 'aws.sock'))}\nsys.exit(aws.serve() if sys.argv[1:] == [aws.SERVE] else aws.call())`, ...args];
const python = (env: NodeJS.ProcessEnv = {}) => ({ cwd: directory, encoding: 'utf8' as const, env: { ...process.env, PYTHONPATH: directory, ...env } });
const aws = (args: string[], input = '', env = {}) => spawnSync('python3', argv(...args), { ...python(env), input });

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'aws-')));
  copyFileSync(PROGRAM, join(directory, 'aws.py'));
  mkdirSync(join(directory, 'awscli'));
  writeFileSync(join(directory, 'awscli/__init__.py'), '');
  writeFileSync(join(directory, 'awscli/clidriver.py'), STAND_IN);
  server = spawn('python3', argv('serve'), python());
  server.stderr!.on('data', data => { said += data; });
});
afterAll(() => {
  server.kill();
  rmSync(directory, { recursive: true });
});

test('a call has its own arguments, environment, directory and input, and ends with its own code', () => {
  const { status, stdout, stderr } = aws(['s3', 'cp', "a 'b'\n", '-'], 'in\nput', { OWN: 'value' });
  expect(JSON.parse(stdout)).toEqual([['s3', 'cp', "a 'b'\n", '-'], 'value', directory, 'in\nput']);
  expect([status, stderr]).toEqual([254, 'said\n']);
});

test('nothing of a call is left for the next one', () => {
  expect(JSON.parse(aws(['logs']).stdout)).toEqual([['logs'], null, directory, '']);
});

test('an argument may be as long as the system allows', () => {
  expect(JSON.parse(aws(['logs', 'x'.repeat(130_000)]).stdout)[0][1]).toHaveLength(130_000);
});

test('it ends as the call does', () => {
  expect(aws(['exit', '0']).status).toBe(0);
  expect(aws(['exit', '255']).status).toBe(255);
  expect(aws(['fail'])).toMatchObject({ status: 1, stderr: expect.stringContaining('ValueError: no such thing') });
});

test('a call ends with whoever asked for it', async () => {
  const file = join(directory, 'pid');
  const client = spawn('timeout', ['600', 'python3', ...argv('wait', file)], python());
  const pid = () => existsSync(file) ? readFileSync(file, 'utf8') : '';
  while (pid() === '') { await delay(20); }
  client.kill();
  while (existsSync(`/proc/${pid()}`)) { await delay(20); }
});

test('however many calls there are, the command line is loaded once', async () => {
  aws(['logs']);
  while (said === '') { await delay(20); }
  expect(said.match(/loaded/g)).toHaveLength(1);
});
