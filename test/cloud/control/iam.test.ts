import { isAllowed, stackResource, Statement } from '../../e2e/cloud/control/iam';

const statements: Statement[] = [
  { Effect: 'Allow', Action: ['ec2:AttachVolume', 'ec2:DetachVolume'], Resource: 'arn:aws:ec2:eu-west-1:1:volume/vol-1' },
  { Effect: 'Allow', Action: 'ec2:AttachVolume', Resource: 'arn:aws:ec2:eu-west-1:1:instance/*', Condition: { StringEquals: { 'aws:ResourceTag/kafka:node': 'K/1' } } },
  { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' },
];

test.each<[string, string, { [key: string]: string }, boolean]>([
  ['ec2:AttachVolume', 'arn:aws:ec2:eu-west-1:1:volume/vol-1', {}, true],
  ['ec2:AttachVolume', 'arn:aws:ec2:eu-west-1:1:volume/vol-2', {}, false],
  ['ec2:attachvolume', 'arn:aws:ec2:eu-west-1:1:volume/vol-1', {}, true],
  ['ec2:AttachVolume', 'arn:aws:ec2:eu-west-1:1:instance/i-7', { 'aws:ResourceTag/kafka:node': 'K/1' }, true],
  ['ec2:AttachVolume', 'arn:aws:ec2:eu-west-1:1:instance/i-7', { 'aws:ResourceTag/kafka:node': 'K/2' }, false],
  ['ec2:AttachVolume', 'arn:aws:ec2:eu-west-1:1:instance/i-7', {}, false],
  ['ec2:DescribeVolumes', '*', {}, true],
  ['ec2:DeleteVolume', 'arn:aws:ec2:eu-west-1:1:volume/vol-1', {}, false],
])('%s on %s with %j: %s', (action, resource, context, expected) => {
  expect(isAllowed(statements, action, resource, context)).toBe(expected);
});

test('what is denied is denied, whatever allows it', () => {
  expect(isAllowed([...statements, { Effect: 'Deny', Action: '*', Resource: '*' }], 'ec2:DescribeVolumes', '*')).toBe(false);
});

test('a condition that is not known is an error', () => {
  const unknown: Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringLike: { a: 'b' } } }];
  expect(() => isAllowed(unknown, 'ec2:DescribeVolumes', '*')).toThrow('the condition operator StringLike is not known to the local cluster');
});

describe('a call about a stack is authorized as what was said:', () => {
  const id = 'arn:aws:cloudformation:eu-west-1:1:stack/Kafka/12345678-1234-1234-1234-123456789012';
  const byId: Statement[] = [{ Effect: 'Allow', Action: 'cloudformation:SignalResource', Resource: id }];
  const byName: Statement[] = [{ ...byId[0], Resource: 'arn:aws:cloudformation:eu-west-1:1:stack/Kafka/*' }];

  test.each<[string, string, Statement[], boolean]>([
    ['its id', id, byId, true],
    ['its id', id, byName, true],
    ['its name', 'Kafka', byId, false],
    ['its name', 'Kafka', byName, true],
    ['the name of another', 'Kafka2', byName, false],
  ])('%s, %s, by %j: %s', (_, called, allowed, expected) => {
    expect(isAllowed(allowed, 'cloudformation:SignalResource', stackResource(called, { account: '1', region: 'eu-west-1' }))).toBe(expected);
  });
});
