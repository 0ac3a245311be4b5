import { execFileSync, spawnSync } from 'child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const SCRIPT = join(__dirname, '../../../examples/certificates/test-ca.sh');
const root = mkdtempSync(join(tmpdir(), 'test-ca-'));
afterAll(() => rmSync(root, { recursive: true }));

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
const run = (...args: string[]) => spawnSync('bash', [SCRIPT, ...args], { encoding: 'utf8', env: { ...process.env, PATH: `${root}:${process.env.PATH}` } });

test('one authority signs every certificate, with all its names', () => {
  expect(run(root, 'kafka.pay.example.com', '*.kafka.pay.example.com').status).toBe(0);
  const ca = readFileSync(join(root, 'ca.pem'), 'utf8');
  expect(run(root, 'payments').stdout).not.toContain('new authority');
  expect(readFileSync(join(root, 'ca.pem'), 'utf8')).toBe(ca);
  expect(openssl('verify', '-x509_strict', '-CAfile', 'ca.pem', 'kafka.pay.example.com.pem', 'payments.pem')).toBe('kafka.pay.example.com.pem: OK\npayments.pem: OK\n');
  expect(openssl('x509', '-in', 'kafka.pay.example.com.pem', '-noout', '-ext', 'subjectAltName')).toContain('DNS:kafka.pay.example.com, DNS:*.kafka.pay.example.com');
});

test('a file is key, certificate and authority, as BrokerCertificate wants it, and for its owner only', () => {
  const file = join(root, 'kafka.pay.example.com.pem');
  expect(readFileSync(file, 'utf8').match(/^-----BEGIN .*$/gm)).toEqual(['-----BEGIN PRIVATE KEY-----', '-----BEGIN CERTIFICATE-----', '-----BEGIN CERTIFICATE-----']);
  expect(statSync(file).mode.toString(8)).toMatch(/600$/);
});

test('a secret is made where there is none, and its text is in no list of processes', () => {
  const aws = join(root, 'aws');
  writeFileSync(aws, `#!/bin/sh\necho "$@" >> '${root}/calls'\n[ "$2" != put-secret-value ]\n`);
  chmodSync(aws, 0o755);
  expect(run(root, '--secret', 'kafka/client', 'kafka.pay.example.com').stdout).toContain('the secret kafka/client has it');
  expect(readFileSync(join(root, 'calls'), 'utf8')).toBe([
    'secretsmanager put-secret-value --secret-id kafka/client', 'secretsmanager create-secret --name kafka/client',
  ].map(call => `${call} --secret-string file://kafka.pay.example.com.pem\n`).join(''));
});

test('it explains itself', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: test-ca.sh DIRECTORY') });
  expect(run().status).toBe(1);
});
