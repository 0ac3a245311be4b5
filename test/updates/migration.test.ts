/** The table of docs/migration.md against what `cdk diff` shows of the apps that `e2e:migration` deploys. */
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { cdkDiff } from './cdk-diff';
import type { Asked } from '../apps/migration';
import { contractJson, listenerJson } from '../private-link/fixtures';

const ROOT = join(__dirname, '../..');
const out = mkdtempSync(join(tmpdir(), 'migration-'));

const IDS = { vpcId: 'vpc-0123', subnetIds: ['subnet-0', 'subnet-1', 'subnet-2'], securityGroupId: 'sg-0123' };
const ASKED: Asked = {
  out,
  kafka: { ...IDS, addresses: { 1001: '10.0.0.11', 1002: '10.0.1.11', 1003: '10.0.2.11' }, kafkaVersion: '4.4.0' },
  payments: {
    ...IDS,
    trusted: '/etc/ca.pem',
    contract: contractJson({ version: '2.0', brokerIds: [1001, 1002, 1003], listeners: [listenerJson({ host: 'kafka.pay.example.com', firstBrokerId: 1001 })] }),
  },
};

beforeAll(() => {
  writeFileSync(join(out, 'asked.json'), JSON.stringify(ASKED));
  execFileSync(process.execPath, ['--import', 'tsx', 'test/apps/migration.ts', join(out, 'asked.json')], { cwd: ROOT });
  writeFileSync(join(out, 'nothing.json'), '{"Resources":{}}');
});

afterAll(() => rmSync(out, { recursive: true }));

const template = (step: string, stack = 'Kafka') => join(out, step, `${stack}.template.json`);

/** By the number of the step: what is deployed over what. */
const STEPS: { [step: string]: { assembly: string; stack: string; over: string } } = {
  1: { assembly: 'listener', stack: 'Kafka', over: join(out, 'nothing.json') },
  2: { assembly: 'load-balancer', stack: 'Kafka', over: template('listener') },
  3: { assembly: 'service', stack: 'Kafka', over: template('load-balancer') },
  4: { assembly: 'consumer', stack: 'Payments', over: join(out, 'nothing.json') },
  6: { assembly: 'removal', stack: 'Kafka', over: template('service') },
};

/** The second cell of a step's row: `+` and how many of what, or nothing. */
function said(step: string): { [type: string]: number } {
  const row = readFileSync(join(ROOT, 'docs/migration.md'), 'utf8').split('\n').find(line => line.startsWith(`| ${step}. `))!;
  const [, , cell] = row.split(' | ').join('|').split('|');
  return Object.fromEntries([...cell.matchAll(/(\d+) `(\w+)`/g)].map(([, count, type]) => [`create ${type}`, Number(count)]));
}

test.each(Object.keys(STEPS))('step %s shows what its row says, and nothing but additions', step => {
  const { assembly, stack, over } = STEPS[step];
  const shown: { [fateAndType: string]: number } = {};
  for (const { type, fate } of cdkDiff(join(out, assembly), stack, over)) {
    const key = `${fate} ${type.split('::').at(-1)}`;
    shown[key] = (shown[key] ?? 0) + 1;
  }
  expect(shown).toEqual(said(step));
});
