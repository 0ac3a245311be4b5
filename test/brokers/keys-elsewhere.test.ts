import { App, NestedStack, Stack, StackProps } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { clientListener, DIGEST, ENV, nodeResources, setup, SetupProps } from './fixtures';
import { BrokerCertificate, ClientCa, KafkaDistribution, KafkaPlugin, ListenerSecurity, NodeSecurity } from '../../src';
import { References } from '../references';

const listener = (security: ListenerSecurity) => ({ clientListeners: [clientListener({ security })] });
const bucketWith = (scope: Stack, encryptionKey: kms.IKey, bucketName?: string) => ({
  kafka: KafkaDistribution.fromBucket(new s3.Bucket(scope, 'Bucket', { encryptionKey, bucketName }), 'kafka.tgz', '4.2.0', DIGEST),
});

/** What of a stack is under a key, by what is given. */
const UNDER_KEY: { [what: string]: (scope: Stack, key: kms.IKey) => SetupProps } = {
  'a secret': (scope, key) => ({ secretFiles: { '/run/kafka/x.pem': new secrets.Secret(scope, 'Secret', { encryptionKey: key }) } }),
  'certificates of a listener': (scope, key) => listener(ListenerSecurity.mutualTls(
    BrokerCertificate.fromSecret(new secrets.Secret(scope, 'Certificate', { encryptionKey: key })),
    ClientCa.fromSecret(new secrets.Secret(scope, 'Ca', { encryptionKey: key })))),
  'certificates of nodes': (scope, key) => ({
    nodeSecurity: NodeSecurity.mutualTls(
      BrokerCertificate.fromSecret(new secrets.Secret(scope, 'Certificate', { encryptionKey: key })),
      ClientCa.fromSecret(new secrets.Secret(scope, 'Ca', { encryptionKey: key }))),
  }),
  'an administrator': (scope, key) => ({
    ...listener(ListenerSecurity.saslScram(BrokerCertificate.fromPemFile('/run/kafka/x.pem'))),
    administrator: new secrets.Secret(scope, 'Administrator', { encryptionKey: key }),
  }),
  'an archive': bucketWith,
  'a plugin': (scope, encryptionKey) => ({ plugins: [KafkaPlugin.fromBucket(new s3.Bucket(scope, 'Bucket', { encryptionKey }), 'a.jar', DIGEST)] }),
  'disks': (_, encryptionKey) => ({ encryptionKey }),
  'root volumes': (_, rootEncryptionKey) => ({ rootEncryptionKey }),
};
const KEYS: { [what: string]: (scope: Stack) => kms.IKey } = {
  'a key': scope => new kms.Key(scope, 'Key'),
  'an alias': scope => new kms.Key(scope, 'Key').addAlias('mine'),
};
const CASES = Object.keys(UNDER_KEY).flatMap(what => Object.keys(KEYS).map(key => [what, key] as const));

/** A cluster, and what it uses in a stack of its own. */
function apart(make: (scope: Stack) => SetupProps, envOfOther: StackProps['env'] = ENV, env: StackProps['env'] = ENV) {
  const app = new App();
  const shared = new Stack(app, 'Shared', { env: envOfOther });
  const stack = new Stack(app, 'Kafka', { env });
  return { app, shared, ...setup({ stack, ...make(shared) }) };
}

const actionsOn = (node: Record<string, any>, action: string) =>
  node.Rights.Properties.PolicyDocument.Statement.filter(({ Action }: any) => [Action].flat().includes(action));

describe.each(CASES)('%s under %s of another stack', (what, key) => {
  const make = (scope: Stack) => UNDER_KEY[what](scope, KEYS[key](scope));

  test('is used, and that stack needs nothing of the nodes', () => {
    const { app, shared } = apart(make);
    expect(new References(app).cycles()).toEqual([]);
    expect(shared.dependencies).toHaveLength(0);
  });

  test('is used from a nested stack', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent', { env: ENV });
    setup({ stack: new NestedStack(parent, 'Kafka'), ...make(parent) });
    expect(new References(app).cycles()).toEqual([]);
  });
});

describe.each(Object.keys(UNDER_KEY))('%s under a key of another account, region or environment', what => {
  test.each<[string, StackProps['env'], StackProps['env']]>([
    ['another account', { ...ENV, account: '222222222222' }, ENV],
    ['another region', { ...ENV, region: 'eu-central-1' }, ENV],
    ['an environment that is not given', {}, ENV],
  ])('%s: refused, with the way out', (_, env, own) => {
    const make = (scope: Stack) => what === 'an archive' ? bucketWith(scope, new kms.Key(scope, 'Key'), 'artifacts') : UNDER_KEY[what](scope, new kms.Key(scope, 'Key'));
    expect(() => apart(make, env, own)).toThrow(/MultiAzKafkaBrokers\.otherEnvironment: .*made in stack "Shared".*import what is elsewhere by its whole ARN/);
  });
});

test('what nodes may do with a secret is the same wherever it is', () => {
  const secret = (scope: Stack) => ({ secretFiles: { '/run/kafka/x.pem': new secrets.Secret(scope, 'Secret', { encryptionKey: new kms.Key(scope, 'Key') }) } });
  const own = new Stack(new App(), 'Kafka', { env: ENV });
  const [here, there] = [setup({ stack: own, ...secret(own) }), apart(secret)].map(({ template }) => nodeResources(template(), 0));
  const isOfScripts = ({ Condition = {} }: any) => JSON.stringify(Condition).includes('kms:EncryptionContext:aws:s3:arn');
  const ofSecrets = (node: Record<string, any>) => ['secretsmanager:GetSecretValue', 'kms:Decrypt'].flatMap(action => actionsOn(node, action)).filter(one => !isOfScripts(one));
  const shape = (node: Record<string, any>) => ofSecrets(node).map(({ Action, Condition, Resource }: any) =>
    ({ Action, Condition, isOneThing: Object.keys(Resource)[0] !== undefined && Resource !== '*' }));
  expect(shape(there)).toEqual(shape(here));
  expect(shape(there)).toEqual([
    { Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], Condition: undefined, isOneThing: true },
    { Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } }, isOneThing: true },
  ]);
});

test('a secret by its partial ARN, under a key of another stack, is named with what Secrets Manager appends', () => {
  const { template } = apart(shared => ({
    secretFiles: {
      '/run/kafka/x.pem': secrets.Secret.fromSecretAttributes(shared, 'Secret', {
        secretPartialArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:x', encryptionKey: new kms.Key(shared, 'Key'),
      }),
    },
  }));
  expect(actionsOn(nodeResources(template(), 0), 'secretsmanager:GetSecretValue')[0].Resource).toBe('arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-??????');
});

describe('an alias', () => {
  const alias = (scope: Stack) => new kms.Key(scope, 'Key').addAlias('mine');

  test('is there before the disks and the instances that name it', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const key = alias(stack);
    const node = nodeResources(setup({ stack, encryptionKey: key, rootEncryptionKey: key }).template(), 0);
    const id = stack.getLogicalId(key.node.defaultChild as kms.CfnAlias);
    expect(node.Disk0G0.DependsOn).toContain(id);
    expect(node.Group.DependsOn).toContain(id);
  });

  test('of another stack makes that one the first', () => {
    for (const prop of ['encryptionKey', 'rootEncryptionKey']) {
      const { app, stack, shared } = apart(scope => ({ [prop]: alias(scope) }));
      app.synth(); // dependencies of resources become those of stacks
      expect(stack.dependencies.map(({ node }) => node.path)).toEqual([shared.node.path]);
    }
  });

  test.each([['alias/aws/ebs', false], ['alias/mine', true]])('%s of root volumes by its name: a warning is %s', (name, warns) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    setup({ stack, rootEncryptionKey: kms.Alias.fromAliasName(stack, 'Alias', name) });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('rootKeyPolicy'))).toHaveLength(warns ? 1 : 0);
  });
});
