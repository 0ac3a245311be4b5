import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { TestCa } from '../../../cli/run/kafka/test-ca';

const root = mkdtempSync(join(tmpdir(), 'ca-'));
afterAll(() => rmSync(root, { recursive: true }));

test('clients that are strict, as those in Python 3.13 and newer, take a chain of the local cluster', async () => {
  const ca = await TestCa.create(root);
  const leaf = join(root, 'leaf.pem');
  writeFileSync(leaf, await ca.issue(['kafka.pay.example.com', '*.kafka.pay.example.com', '10.0.0.1']));
  expect(execFileSync('openssl', ['verify', '-x509_strict', '-verify_hostname', 'b1.kafka.pay.example.com', '-CAfile', ca.file, leaf], { encoding: 'utf8' })).toBe(`${leaf}: OK\n`);
});
