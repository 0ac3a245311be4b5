import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { HELP, merge } from '../build-tools/merge';

const directory = mkdtempSync(join(tmpdir(), 'merge-'));
const at = (name: string) => join(directory, name);
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: unknown) => {
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return at(name);
};
const host = file('server.properties', 'zookeeper.connect=zk:2181\n');
const CLIENT = { name: 'CLIENT', host: 'kafka.pay.example.com', firstBrokerId: 1001, bindPort: 9193, security: { kind: 'plaintext' } };
const run = (listeners: unknown, ...more: string[]) => merge([host, '--kafka-version', '3.9.1', '--broker-id', '1002', '--listeners', file('listeners.json', listeners), ...more]);

test('the file of a host is merged, and what is different is said', () => {
  const { file: text, said } = run([CLIENT]);
  expect(text).toContain('\nadvertised.listeners=PLAINTEXT://:9092,CLIENT://kafka.pay.example.com:20001\n');
  expect(said).toMatch(/^What is different:\n {2}listeners\n {4}was not there\n {4}is {2}PLAINTEXT:\/\/:9092,CLIENT:\/\/:9193\n[^]*What is left to do by hand:\n {2}- /);
});

test('the file is written for its owner alone, since it may have secrets', () => {
  expect(run([CLIENT], '--out', at('merged')).file).toBe('');
  expect(readFileSync(at('merged'), 'utf8')).toContain('CLIENT://:9193');
  expect(statSync(at('merged')).mode.toString(8)).toMatch(/600$/);
  expect(merge([at('merged'), '--kafka-version', '3.9.1', '--broker-id', '1002', '--listeners', at('listeners.json')]).said).toMatch(/^Nothing is different/);
});

const certificate = '/etc/kafka/tls/client.pem';
test.each<[string, object, string]>([
  ['tls', { certificate }, 'CLIENT:SSL'],
  ['mutualTls', { certificate, clientCa: '/etc/kafka/tls/ca.pem' }, 'ssl.client.auth=required'],
  ['saslScram', { certificate, mechanism: 'SCRAM-SHA-256' }, 'sasl.enabled.mechanisms=SCRAM-SHA-256'],
  ['saslOauthBearer', { certificate, issuer: 'https://i', audience: 'a', jwksUrl: 'https://i/k' }, 'sasl.oauthbearer.expected.issuer=https://i'],
  ['described', { protocol: 'SASL_PLAINTEXT', saslMechanisms: ['GSSAPI'] }, 'CLIENT:SASL_PLAINTEXT'],
])('a listener may be %s', (kind, security, line) => {
  expect(run([{ ...CLIENT, security: { kind, ...security } }]).file).toContain(line);
});

test('hosts are named as their pattern says', () => {
  expect(run([{ ...CLIENT, host: 'b{brokerId}.pay.example.com' }]).file).toContain('CLIENT://b1002.pay.example.com:20001');
  expect(run([{ ...CLIENT, host: '{zoneId}.pay.example.com' }], '--zone-id', 'euw1-az1').file).toContain('CLIENT://euw1-az1.pay.example.com:20001');
});

test.each<[unknown, RegExp]>([
  [CLIENT, /must be a list of listeners/],
  [[{ ...CLIENT, bindport: 1 }], /listener CLIENT has bindport, and may have name, host/],
  [[{ ...CLIENT, security: { kind: 'ssl' } }], /must be one of plaintext, tls.*got "ssl"/],
  [[{ ...CLIENT, security: { kind: 'tls', certificate, clientCa: '/x' } }], /the security of listener CLIENT has clientCa/],
])('refuses %j', (listeners, message) => {
  expect(() => run(listeners)).toThrow(message);
});

test('says how it is used where something is missing', () => {
  expect(() => merge([host])).toThrow(HELP);
});
