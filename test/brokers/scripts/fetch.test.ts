import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { NodeHost } from './node-host';

const work = mkdtempSync(join(tmpdir(), 'scripts-'));
const archive = join(work, 'scripts.tar');
const hosts: NodeHost[] = [];
let sha256: string;

beforeAll(() => {
  mkdirSync(join(work, 'usr/local/lib/kafka-node'), { recursive: true });
  writeFileSync(join(work, 'usr/local/lib/kafka-node/gate'), '#!/bin/bash\n# as it is\n', { mode: 0o755 });
  execFileSync('tar', ['-cf', archive, '-C', work, 'usr']);
  sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
});
afterAll(() => {
  hosts.forEach(host => host.remove());
  rmSync(work, { recursive: true });
});

/** A node after its user data, for which S3 answers as `answer` says. */
function node(answer: string, env: { [key: string]: string } = {}): NodeHost {
  const host = new NodeHost({ SCRIPTS_SHA256: sha256, ...env });
  hosts.push(host);
  host.write('var/lib/kafka-node/first-boot', `${START}\n`);
  host.stub('aws', `case "$*" in *'s3 cp'*) ${answer} ;; esac`);
  return host;
}

const START = 1_800_000_000;
const THERE = () => `cp ${archive} "\${@: -1}"`;
const GATE = 'usr/local/lib/kafka-node/gate';
const started = (host: NodeHost) => host.callsOf('systemctl enable');
const signals = (host: NodeHost) => host.callsOf('signal-resource');

test('the scripts come from the object that user data names, and are started once', async () => {
  const host = node(THERE());
  const { code, log } = await host.run('fetch');
  expect([code, log]).toEqual([0, 'kafka-node fetch: the scripts are there\n']);
  expect(host.callsOf('s3 cp')).toEqual([expect.stringContaining(' s3://assets/scripts.tar ')]);
  expect(host.read(GATE)).toBe('#!/bin/bash\n# as it is\n');
  expect(started(host)).toEqual(['systemctl enable --now --no-block kafka-node-drain.service kafka-node-tend.timer kafka-node-boot.service']);
  // At a later boot systemd starts them by itself.
  expect((await host.run('fetch')).code).toBe(0);
  expect([host.callsOf('s3 cp'), started(host)].map(({ length }) => length)).toEqual([1, 1]);
});

test('who was killed before the scripts were started begins anew', async () => {
  const host = node(THERE());
  host.stub('systemctl', 'if [ "$1 $(nth systemctl)" = "enable 2" ]; then exit 1; fi');
  expect((await host.run('fetch')).code).toBe(1);
  expect((await host.run('fetch')).code).toBe(0);
  expect(host.callsOf('s3 cp')).toHaveLength(2);
});

test.each([
  ['a bucket that is down', 'An error occurred (503) when calling the HeadObject operation (reached max retries: 2): Service Unavailable'],
  ['a right that is missing, or an object that is not there, of which S3 says the same', 'An error occurred (403) when calling the HeadObject operation: Forbidden'],
  ['nobody who answers', 'Connect timeout on endpoint URL: "https://assets.s3.eu-west-1.amazonaws.com/scripts.tar"'],
])('%s is waited for, with what AWS says of it in the log', async (_, message) => {
  const host = node(`if [ "$(nth cp)" -lt 4 ]; then echo '${message}' >&2; exit 1; fi; ${THERE()}`);
  const { code, log } = await host.run('fetch');
  expect(code).toBe(0);
  // Once, and not at each of the three times.
  expect(log).toBe(`kafka-node fetch: waiting: s3://assets/scripts.tar could not be fetched: ${message}\nkafka-node fetch: the scripts are there\n`);
  expect(host.slept).toBe(15);
  expect(signals(host)).toEqual([]);
});

test('what is waited for is said again each minute', async () => {
  const host = node(`if [ "$(nth cp)" -lt 16 ]; then echo Forbidden >&2; exit 1; fi; ${THERE()}`);
  expect((await host.run('fetch')).log.split('\n').filter(line => line.includes('waiting'))).toHaveLength(2);
});

test('an object with another sha256 is refused, nothing of it is unpacked, and CloudFormation is told', async () => {
  const host = node(THERE(), { SCRIPTS_SHA256: '0'.repeat(64) });
  const { code, log } = await host.run('fetch');
  expect([code, log]).toEqual([78, expect.stringContaining(`REFUSED: s3://assets/scripts.tar has another sha256: ${sha256}`)]);
  expect(host.read(GATE)).toBe(readFileSync(join(__dirname, '../../../assets/node/gate'), 'utf8'));
  expect(started(host)).toEqual([]);
  expect(signals(host)).toEqual(['aws cloudformation signal-resource --stack-name Kafka --logical-resource-id Node0Group --unique-id i-new --status FAILURE']);
  // Once for an instance.
  await host.run('fetch');
  expect(signals(host)).toHaveLength(1);
});

test('who waits longer than the deadline tells CloudFormation once, and goes on waiting', async () => {
  const host = node(`if [ "$(nth cp)" -lt 12 ]; then exit 1; fi; ${THERE()}`, { DEADLINE: '30' });
  const { code, log } = await host.run('fetch');
  expect([code, log]).toEqual([0, expect.stringContaining('could not be fetched: no answer')]);
  expect(signals(host)).toHaveLength(1);
  expect(host.read('var/lib/kafka-node/signalled')).toBe('FAILURE\n');
});

test('a signal that nobody waits for is not sent again, and one that does not arrive is', async () => {
  const failing = (message: string) => `if [ "$(nth cp)" -lt 9 ]; then exit 1; fi; ${THERE()} ;; *signal*) echo '${message}' >&2; exit 1`;
  const nobody = node(failing('An error occurred (ValidationError) when calling the SignalResource operation'), { DEADLINE: '30' });
  expect((await nobody.run('fetch')).code).toBe(0);
  expect(signals(nobody)).toHaveLength(1);
  const lost = node(failing('Could not connect to the endpoint URL'), { DEADLINE: '30' });
  expect((await lost.run('fetch')).log).toContain('cannot signal FAILURE: Could not connect');
  expect(signals(lost)).toHaveLength(2);
});

test('the time of the first boot, from which boot counts its deadline, stays what user data wrote', async () => {
  const host = node(THERE(), { DEADLINE: '30' });
  host.write('var/lib/kafka-node/first-boot', `${START - 1000}\n`);
  expect((await host.run('fetch')).code).toBe(0);
  expect(host.read('var/lib/kafka-node/first-boot')).toBe(`${START - 1000}\n`);
  expect(signals(host)).toEqual([]);
});
