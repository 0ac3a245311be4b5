import { execFileSync, spawn } from 'child_process';
import { createReadStream, mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { EXIT } from './options';
import { Ran, spawned, ToolFailed, Tools } from './run/tools';

/** A folder with pipes: whoever opens one waits until another does. */
function pipes(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'acceptance-tools-'));
  execFileSync('mkfifo', names.map(name => join(folder, name)));
  return folder;
}

/** Until a program writes into the pipe. */
const said = (pipe: string) => new Promise<string>(done => createReadStream(pipe).once('data', data => done(String(data).trim())));

test('what a program says, and how it ends', async () => {
  expect(await spawned(['bash', '-c', 'echo out; echo error >&2; exit 3'])).toEqual({ status: 3, out: 'out\n', errors: 'error\n' });
  await expect(spawned(['no-such-program'])).rejects.toThrow('ENOENT');
});

test('a signal ends a program with all that it has begun', async () => {
  const folder = pipes('begun', 'never');
  const stop = new AbortController();
  // Both hold the output open, so the run ends with the last of them.
  const run = spawned(['bash', '-c', 'bash -c \'echo $$ >"$1/begun"; read <"$1/never"\' bash "$1" & wait', 'bash', folder], stop.signal);
  const grandchild = Number(await said(join(folder, 'begun')));
  expect(() => process.kill(grandchild, 0)).not.toThrow();
  stop.abort();
  expect((await run).status).not.toBe(0);
});

test('one that was not wanted any more when it began is ended', async () => {
  const folder = pipes('never');
  expect((await spawned(['bash', '-c', 'read <"$1/never"', 'bash', folder], AbortSignal.abort())).status).not.toBe(0);
});

test('Ctrl-C reaches the run alone, which ends the program, deletes and ends with 130', async () => {
  const folder = pipes('begun', 'never');
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'stub/interrupted.ts'), folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) { stream.on('data', data => { text += data; }); }
  const ended = new Promise(done => child.on('close', done));
  expect(await Promise.race([said(join(folder, 'begun')), ended.then(() => text)])).toBe('begun');
  child.kill('SIGINT');
  expect({ status: await ended, text }).toEqual({ status: EXIT.interrupted, text: expect.stringMatching(/interrupted: deletes what it made[^]*\ncdk destroy Kafka\n$/) });
});

describe('the AWS CLI', () => {
  const tools = (ran: Partial<Ran>) => {
    const commands: (readonly string[])[] = [];
    const run = async (command: readonly string[]) => { commands.push(command); return { status: 0, out: '', errors: '', ...ran }; };
    return { commands, aws: new Tools(mkdtempSync(join(tmpdir(), 'acceptance-tools-')), run) };
  };

  test('is asked in a region by a profile, and binary arguments are files', async () => {
    const { commands, aws } = tools({ out: '{"ask":[]}{"StatusCode":200}' });
    expect(await aws.aws('A', 'eu-west-1', ['lambda', 'invoke', '--payload', 'blob:{"ask":["x"]}'])).toEqual({ ask: [] });
    const [[,,,, file, ...rest]] = commands;
    expect(readFileSync(file.replace(/^fileb:\/\//, ''), 'utf8')).toBe('{"ask":["x"]}');
    expect(rest).toEqual(['--profile', 'A', '--region', 'eu-west-1', '--output', 'json']);
  });

  test('says what it said last if it fails', async () => {
    const { aws } = tools({ status: 254, errors: 'one\ntwo\nthree\nfour\n' });
    const failed = await aws.aws('A', 'eu-west-1', ['sts', 'get-caller-identity']).catch(error => error);
    expect(failed).toBeInstanceOf(ToolFailed);
    expect(failed.message).toBe('aws sts get-caller-identity ended with 254: two three four');
  });
});
