import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { GROUPS } from './groups';
import { plannedStacks } from './planned-stacks';
import { actionOf, callerPolicy, executionPolicy, servicesOf, unusedServices } from './rights';
import { RECORDED } from './stub/recorded';
import { emptyApp, Stub } from './stub/stub';

const committed = (name: string) => JSON.parse(readFileSync(join(__dirname, 'policies', `${name}.json`), 'utf8'));
const stacks = plannedStacks(mkdtempSync(join(tmpdir(), 'acceptance-rights-')));

test.each([
  [['ec2', 'describe-vpcs'], 'ec2:DescribeVpcs'],
  [['lambda', 'invoke'], 'lambda:InvokeFunction'],
  [['resourcegroupstaggingapi', 'get-resources'], 'tag:GetResources'],
])('%j is %s', (call, action) => {
  expect(actionOf(call)).toBe(action);
});

test('the policies are what npx projen acceptance:rights makes', () => {
  expect(committed('caller')).toEqual(callerPolicy(GROUPS));
  expect(committed('cloudformation')).toEqual(executionPolicy(stacks));
});

test('CloudFormation has rights for the services of these stacks and for no other', () => {
  expect(servicesOf(stacks).length).toBeGreaterThan(8);
  expect(unusedServices(stacks)).toEqual([]);
});

test('whoever runs it may do what a whole run calls', async () => {
  const group = GROUPS.find(({ name }) => name === 'network')!;
  const arns = ['ec2:r:1:volume/v', 'acm:r:1:certificate/c', 'secretsmanager:r:1:secret:s', 'logs:r:1:log-group:g'].map(arn => ({ ResourceARN: `arn:aws:${arn}` }));
  const stub = new Stub({ ...RECORDED.network, 'aws resourcegroupstaggingapi get-resources': [{ ResourceTagMappingList: arns }] });
  await stub.run(['--profile', 'A', '--yes', '--only', 'H1,H3,H28'], [{ ...group, app: emptyApp(group) }]);
  const called = new Set(stub.calls.filter(call => /^aws [a-z]/.test(call)).map(call => actionOf(call.split(' ').slice(1, 3))));
  const allowed = callerPolicy(GROUPS).Statement[0].Action;
  expect([...called].filter(action => !allowed.includes(action))).toEqual([]);
  expect(called.size).toBeGreaterThan(10);
});
