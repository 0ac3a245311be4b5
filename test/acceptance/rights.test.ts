import { mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PARAMETERS_BEGIN } from './apps/place';
import { GROUPS } from './groups';
import { plannedStacks } from './planned-stacks';
import { actionOf, callerPolicy, executionPolicies, lengthOf, policyFiles, typesOf } from './rights';
import { OF_TYPE } from './rights-of-types';
import { RECORDED } from './stub/recorded';
import { emptyApp, Stub } from './stub/stub';
import { MAX_POLICY } from '../../src/brokers/node/node-role';

const committed = (name: string) => JSON.parse(readFileSync(join(__dirname, 'policies', `${name}.json`), 'utf8'));
const stacks = plannedStacks(mkdtempSync(join(tmpdir(), 'acceptance-rights-')));
const files = policyFiles(GROUPS, stacks);
const trust = 'trust'; // written by hand

test.each([
  [['ec2', 'describe-vpcs'], 'ec2:DescribeVpcs'],
  [['lambda', 'invoke'], 'lambda:InvokeFunction'],
  [['resourcegroupstaggingapi', 'get-resources'], 'tag:GetResources'],
])('%j is %s', (call, action) => {
  expect(actionOf(call)).toBe(action);
});

test('the policies are what npx projen acceptance:rights makes, and the page names each', () => {
  expect(readdirSync(join(__dirname, 'policies')).sort()).toEqual([...Object.keys(files), trust].map(name => `${name}.json`).sort());
  expect(Object.fromEntries(Object.keys(files).map(name => [name, committed(name)]))).toEqual(files);
  const page = readFileSync(join(__dirname, '../../docs/acceptance.md'), 'utf8');
  expect([...new Set(page.match(/(?<=file:.*)cloudformation-\d+(?=\.json)/g))].sort()).toEqual(Object.keys(files).filter(name => name !== 'caller'));
});

test('CloudFormation has rights for the types of these stacks, with their variants, and for no other', () => {
  expect(typesOf(stacks)).toEqual(Object.keys(OF_TYPE).sort());
  expect(typesOf(stacks)).toContain('Lambda::Permission'); // of a variant alone
  expect(() => executionPolicies([{ Queue: { Type: 'AWS::SQS::Queue' } }])).toThrow('rights-of-types.ts does not say what CloudFormation does for AWS::SQS::Queue');
});

test.each(Object.entries(files))('%s has no pattern for an action, and fits', (_, policy) => {
  const actions = policy.Statement.flatMap(({ Action }) => Action);
  expect(actions.filter(action => !/^[a-z\d-]+:[A-Z][A-Za-z\d]+$/.test(action))).toEqual([]);
  expect(new Set(actions).size).toBe(actions.length);
  expect(lengthOf(policy)).toBeLessThanOrEqual(MAX_POLICY);
});

test('no statement is lost where a policy ends', () => {
  const one = executionPolicies([{ Zone: { Type: 'AWS::Route53::HostedZone' } }]);
  expect(one).toHaveLength(1);
  expect(one[0].Statement.map(({ Action }) => Action[0])).toEqual(['ec2:DescribeVpcs', 'route53:AssociateVPCWithHostedZone', 'ssm:GetParameters']);
  const words = new Set(Object.values(OF_TYPE).flatMap(row => Object.entries(row).flatMap(([service, text]) => text.split(/\s+/).map(word => `${service}:${word}`))));
  expect(executionPolicies(stacks).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)).sort()).toEqual([...words].sort());
});

/** Such a resource has its name from its stack, unless this property gives it another one. */
const NAMED_BY: { readonly [type: string]: string } = {
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SNS::Topic': 'TopicName',
};

test('what rights know by its name has such a name', () => {
  const resources = stacks.flatMap(all => Object.values(all));
  expect(resources.filter(({ Type, Properties }) => NAMED_BY[Type] && Properties?.[NAMED_BY[Type]])).toEqual([]);
  const parameters = resources.filter(({ Type }) => Type === 'AWS::SSM::Parameter').map(({ Properties }) => Properties.Name);
  expect(parameters.length).toBeGreaterThan(5);
  expect(parameters.filter(name => !name.startsWith(PARAMETERS_BEGIN))).toEqual([]);
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
