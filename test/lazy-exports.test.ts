import { execFileSync } from 'child_process';
import { join } from 'path';
import * as source from '../src';

const ROOT = join(__dirname, '..');

/** In a process of its own: what jest has loaded already is no proof. */
function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }).trim();
}

test('the compiled index exports what the source does', () => {
  const names = JSON.parse(node('-p', 'JSON.stringify(Object.keys(require("cdk-kafka-privatelink")))'));
  expect(names.sort()).toEqual(Object.keys(source).sort());
});

test('an ECMAScript module can import every name', () => {
  const names = Object.keys(source);
  const answer = node('--input-type=module', '-e', `import { ${names} } from 'cdk-kafka-privatelink'; console.log([${names}].filter(value => value !== undefined).length)`);
  expect(Number(answer)).toBe(names.length);
});

test('a consumer does not load the brokers', () => {
  const loaded = node('-p', 'require("cdk-kafka-privatelink").KafkaPrivateLinkConsumer; Object.keys(require.cache).join("\\n")').split('\n');
  expect(loaded.filter(file => file.includes('/lib/private-link/'))).not.toEqual([]);
  expect(loaded.filter(file => file.includes('/lib/brokers/') || file.includes('/aws-autoscaling/'))).toEqual([]);
});
