import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Size, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { clientListener, DIGEST, ENV, idOf, nodeResources, settingsOf, setup, SetupProps } from './fixtures';
import { BrokerCertificate, KafkaDistribution, KafkaPlugin, ListenerSecurity } from '../../src';

const PATH = '/run/kafka/client.pem';

function everything(env: { account: string; region: string } | undefined = ENV, context?: Record<string, unknown>) {
  const stack = new Stack(new App({ context }), 'Kafka', { env });
  const props: SetupProps = {
    stack,
    kafka: KafkaDistribution.fromBucket(s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts'), 'kafka.tgz', '4.2.0', DIGEST),
    encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
    clientListeners: [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(PATH)) })],
    secretFiles: { [PATH]: secrets.Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:client-AbCdEf') },
    notificationTopic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:topic'),
  };
  return { ...setup(props), stack };
}

interface Statement { actions: string[]; resources: string[]; condition?: any }

/** The statements of a policy, with what is known only after deployment written as `<…>`. */
function statementsOf(template: Template, nodeId: number, policy: string): Statement[] {
  const show = (value: any): string => typeof value === 'string' ? value
    : value.Ref ? `<${value.Ref}>` : value['Fn::GetAtt'] ? `<${value['Fn::GetAtt'].join('.')}>` : value['Fn::Join'][1].map(show).join('');
  return nodeResources(template, nodeId)[policy].Properties.PolicyDocument.Statement.map(({ Action, Resource, Condition }: any) =>
    ({ actions: [Action].flat(), resources: [Resource].flat().map(show), condition: Condition }));
}

describe('a node may', () => {
  const template = everything().template();
  const all = statementsOf(template, 1, 'Rights');
  const resourcesOf = (action: string) => all.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources);
  const arn = 'arn:<AWS::Partition>:ec2:eu-west-1:111111111111';
  const signals = 'arn:<AWS::Partition>:cloudformation:eu-west-1:111111111111:stack/Kafka/*';

  test('take its own disks and its own address, to instances with its own tag', () => {
    const instances = `${arn}:instance/*`;
    for (const action of ['ec2:AttachVolume', 'ec2:DetachVolume']) {
      expect(resourcesOf(action)).toEqual([`${arn}:volume/<${idOf(template, 1, 'Disk0G0')}>`, instances]);
    }
    for (const action of ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface']) {
      expect(resourcesOf(action)).toEqual([`${arn}:network-interface/<${idOf(template, 1, 'Interface')}.Id>`, instances]);
    }
    const { brokers } = everything();
    const tag = `${brokers.clusterId}/1`;
    expect(all.find(({ resources }) => resources.includes(instances))!.condition).toEqual({ StringEquals: { 'aws:ResourceTag/kafka:node': tag } });
    const { TagSpecifications } = nodeResources(template, 1).LaunchTemplate.Properties.LaunchTemplateData;
    const nodeTag = ({ ResourceType, Tags }: any) => [ResourceType, Tags.find(({ Key }: any) => Key === 'kafka:node')?.Value];
    expect(TagSpecifications.map(nodeTag)).toEqual([['instance', tag], ['volume', undefined]]);
    expect(all.flatMap(({ actions }) => actions)).not.toEqual(expect.arrayContaining([expect.stringMatching(/Tags?$/)]));
  });

  test('fetch two objects and its secrets, use the key for disks only, and signal its own stack', () => {
    expect(resourcesOf('s3:GetObject')).toEqual([settingsOf(template, 1).SCRIPTS.replace('s3://', 'arn:<AWS::Partition>:s3:::'), 'arn:<AWS::Partition>:s3:::artifacts/kafka.tgz']);
    expect(resourcesOf('secretsmanager:GetSecretValue')).toEqual(['arn:aws:secretsmanager:eu-west-1:111111111111:secret:client-AbCdEf']);
    expect(resourcesOf('cloudformation:SignalResource')).toEqual(['<AWS::StackId>', signals]);
    expect(resourcesOf('logs:PutLogEvents')).toEqual([expect.stringMatching(/^<BrokersLogs[0-9A-F]{8}\.Arn>$/)]);
    const key = all.find(({ actions }) => actions.includes('kms:CreateGrant'))!;
    expect(key).toMatchObject({ resources: [expect.stringMatching(/^<Key[0-9A-F]{8}\.Arn>$/)], condition: { Bool: { 'kms:GrantIsForAWSResource': true }, StringEquals: { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } } });
  });

  test('do nothing to everything but what knows no resources', () => {
    const onAll = all.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
    expect(onAll.sort()).toEqual([
      'autoscaling:DescribeAutoScalingInstances', 'cloudwatch:PutMetricData', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeVolumes', 'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
    ]);
    expect(all.find(({ actions }) => actions.includes('cloudwatch:PutMetricData'))!.condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'KafkaNodes' } });
    const wildOf = (of: Template) => [...new Set(statementsOf(of, 1, 'Rights').flatMap(({ actions, resources }) => [...actions, ...resources]).filter(text => text.includes('*')))].sort();
    const anyKey = 'arn:<AWS::Partition>:kms:eu-west-1:*:key/*';
    expect(wildOf(template)).toEqual(['*', signals, `${arn}:instance/*`, anyKey]);
    // Where no key is given the account's default one may be a customer's.
    expect(wildOf(setup().template())).toEqual(['*', signals, `${arn}:instance/*`, anyKey, 'arn:<AWS::Partition>:kms:eu-west-1:111111111111:key/*']);
  });

  test('put off and finish its own termination, by a policy that its group does not wait for', () => {
    expect(statementsOf(template, 1, 'DrainRights')).toEqual([{
      actions: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      resources: [`<${idOf(template, 1, 'Group')}.AutoScalingGroupARN>`],
      condition: undefined,
    }]);
    expect(nodeResources(template, 1).Group.DependsOn).not.toContain(idOf(template, 1, 'DrainRights'));
  });

  test('use adopted disks, and not those that it would have otherwise', () => {
    const adopting = setup({ adoptVolumes: { 1000: ['vol-0123456789abcdef1'], 1: ['vol-0123456789abcdef0'] } }).template();
    const [{ resources }] = statementsOf(adopting, 1, 'Rights').filter(({ actions }) => actions.includes('ec2:AttachVolume'));
    expect(resources).toEqual([`${arn}:volume/vol-0123456789abcdef0`]);
  });

  test('be allowed more by the user', () => {
    const { brokers, stack, template: make } = setup();
    s3.Bucket.fromBucketName(stack, 'Tiered', 'tiered').grantRead(brokers.role(0));
    expect(statementsOf(make(), 0, 'RoleDefaultPolicy').flatMap(({ actions }) => actions)).toContain('s3:GetObject*');
  });
});

describe('keys of EBS', () => {
  /** But for the scripts', which is held to the bucket that they are in. */
  const isOfKeys = ({ actions, condition }: ReturnType<typeof statementsOf>[number]) =>
    actions.some(action => action.startsWith('kms:')) && !JSON.stringify(condition ?? {}).includes('kms:EncryptionContext:aws:s3:arn');
  const roots = (template: Template) => Object.values(template.findResources('AWS::EC2::LaunchTemplate')).map(({ Properties }) => Properties.LaunchTemplateData.BlockDeviceMappings[0].Ebs.KmsKeyId);
  const stackOf = () => new Stack(new App(), 'Kafka', { env: ENV });

  test("root volumes have AWS's own key, whatever the account's default is", () => {
    expect([...new Set(roots(setup().template()))]).toEqual(['alias/aws/ebs']);
  });

  test('data volumes of any default key can be attached: nodes may make grants on it, by EC2 and for volumes only', () => {
    const grant = statementsOf(setup().template(), 1000, 'Rights').find(({ actions }) => actions.includes('kms:CreateGrant'))!;
    expect(grant).toEqual({
      actions: ['kms:CreateGrant'],
      resources: ['arn:<AWS::Partition>:kms:eu-west-1:111111111111:key/*'],
      condition: { Bool: { 'kms:GrantIsForAWSResource': true }, StringEquals: { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } },
    });
  });

  describe('an alias', () => {
    const alias = (stack: Stack) => kms.Alias.fromAliasName(stack, 'Alias', 'alias/mine');
    const keysOf = (stack: Stack, props: SetupProps, nodeId = 1) => statementsOf(setup({ stack, ...props }).template(), nodeId, 'Rights')
      .filter(isOfKeys);
    const any = ['arn:<AWS::Partition>:kms:eu-west-1:111111111111:key/*'];
    const byAlias = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/mine' } };
    const via = (service: string) => ({ StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } });

    test('of disks that is imported names no key, so a condition does', () => {
      const stack = stackOf();
      expect(keysOf(stack, { encryptionKey: alias(stack) })).toEqual([
        { actions: ['kms:CreateGrant'], resources: any, condition: { ...byAlias, Bool: { 'kms:GrantIsForAWSResource': true }, ...via('ec2') } },
      ]);
    });

    test('of a secret and of a bucket too', () => {
      const stack = stackOf();
      const secret = secrets.Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:client-AbCdEf', encryptionKey: alias(stack) });
      const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'artifacts', encryptionKey: kms.Alias.fromAliasName(stack, 'Other', 'alias/mine') });
      const found = keysOf(stack, {
        kafka: KafkaDistribution.fromBucket(bucket, 'kafka.tgz', '4.2.0', DIGEST),
        clientListeners: [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(PATH)) })],
        secretFiles: { [PATH]: secret },
      });
      expect(found).toContainEqual({ actions: ['kms:Decrypt'], resources: any, condition: { ...byAlias, ...via('secretsmanager') } });
      expect(found).toContainEqual({ actions: ['kms:Decrypt'], resources: any, condition: byAlias });
    });

    test('of the app leads to its key', () => {
      const stack = stackOf();
      const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'artifacts', encryptionKey: new kms.Key(stack, 'Fetched').addAlias('fetched') });
      const found = keysOf(stack, { encryptionKey: new kms.Key(stack, 'Disks').addAlias('disks'), kafka: KafkaDistribution.fromBucket(bucket, 'kafka.tgz', '4.2.0', DIGEST) });
      expect(found.map(({ actions, resources }) => [...actions, ...resources])).toEqual([
        ['kms:CreateGrant', expect.stringMatching(/^<Disks[0-9A-F]{8}\.Arn>$/)],
        ['kms:Decrypt', expect.stringMatching(/^<Fetched[0-9A-F]{8}\.Arn>$/)],
      ]);
    });
  });

  test.each([['this account', ENV.account], ['another account', '222222222222']])('a key of %s is for disks only, and no other key is', (_, account) => {
    const stack = stackOf();
    const keyArn = `arn:aws:kms:eu-west-1:${account}:key/12345678-1234-1234-1234-123456789012`;
    const statements = statementsOf(setup({ stack, encryptionKey: kms.Key.fromKeyArn(stack, 'Disks', keyArn) }).template(), 1, 'Rights');
    expect(statements.filter(isOfKeys)).toEqual([{
      actions: ['kms:CreateGrant'],
      resources: [keyArn],
      condition: { Bool: { 'kms:GrantIsForAWSResource': true }, StringEquals: { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } },
    }]);
  });

  test('a key of this app for root volumes lets EC2 Auto Scaling use it', () => {
    const stack = stackOf();
    const template = setup({ stack, rootEncryptionKey: new kms.Key(stack, 'Root') }).template();
    expect(roots(template)).toEqual(Array(6).fill({ 'Fn::GetAtt': [expect.stringMatching(/^Root[0-9A-F]{8}$/), 'Arn'] }));
    const launcher = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling']] } };
    const [{ Properties }] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(Properties.KeyPolicy.Statement.slice(1)).toEqual([
      { Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'], Effect: 'Allow', Principal: launcher, Resource: '*' },
      { Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': true } }, Effect: 'Allow', Principal: launcher, Resource: '*' },
    ]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('rootKeyPolicy'));
  });

  test('a key of others for root volumes is taken with a warning', () => {
    const stack = stackOf();
    setup({ stack, rootEncryptionKey: kms.Key.fromKeyArn(stack, 'Root', 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012') });
    Annotations.fromStack(stack).hasWarning('/Kafka/Brokers', Match.stringLikeRegexp("'rootEncryptionKey' is not made in this app.*MultiAzKafkaBrokers.rootKeyPolicy"));
  });
});

test('a controller reads no secrets', () => {
  const actions = statementsOf(everything().template(), 1000, 'Rights').flatMap(statement => statement.actions);
  expect(actions.filter(action => action.startsWith('secretsmanager'))).toEqual([]);
});

test.each<[string, typeof ENV | undefined, Record<string, unknown>]>([
  ['of a known account', ENV, {}],
  ['of any account', undefined, {}],
  ['with literal partitions', ENV, { '@aws-cdk/core:enablePartitionLiterals': true }],
])('cdk-nag finds nothing unexplained in a stack %s', (_, env, context) => {
  const { stack } = everything(env, context);
  const { violations } = new AwsSolutionsChecks(stack).validateScope(stack);
  expect(violations.map(violation => violation.ruleName)).toEqual([]);
});

describe('while a deployment goes on, a node that has not had its turn', () => {
  type Change = (stack: Stack) => SetupProps;
  const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
  const archive = (key: string): Change => stack => ({ kafka: KafkaDistribution.fromBucket(bucket(stack), key, '4.2.0', DIGEST) });
  const plugin = (key: string): Change => stack => ({ plugins: [KafkaPlugin.fromBucket(bucket(stack), key, DIGEST)] });
  const certificate = (name: string): Change => stack => ({
    clientListeners: [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromSecret(new secrets.Secret(stack, name))) })],
  });
  const policiesOf = (change: Change) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const resources: Record<string, any> = setup({ stack, ...change(stack) }).template().toJSON().Resources;
    return Object.fromEntries(Object.entries(resources).filter(([, { Type }]) => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type)));
  };

  test.each<[string, Change, Change]>([
    ['another archive', archive('kafka-4.2.0.tgz'), archive('kafka-4.3.0.tgz')],
    ['another plugin', plugin('a.jar'), plugin('b.jar')],
    ['another secret', certificate('Old'), certificate('New')],
    ['one file more', certificate('C'), stack => ({ ...certificate('C')(stack), secretFiles: { '/run/x': new secrets.Secret(stack, 'X') } })],
    ['new disks', () => ({}), () => ({ dataGenerations: { 1: 1, 1000: 1 } })],
    ['disks of its own in the place of adopted ones', () => ({ adoptVolumes: { 1: ['vol-0123456789abcdef0'], 1000: ['vol-0123456789abcdef1'] } }), () => ({ dataGenerations: { 1: 1, 1000: 1 } })],
    ['a volume more', () => ({}), () => ({ volumes: [{ size: Size.gibibytes(10) }, { size: Size.gibibytes(10) }] })],
  ])('keeps what it may, although the new template has %s', (_, before, after) => {
    const [old, fresh] = [before, after].map(policiesOf);
    const changed = Object.keys(old).filter(id => id in fresh && JSON.stringify(old[id]) !== JSON.stringify(fresh[id]));
    expect(changed).toEqual([]);
    expect(Object.keys(fresh).filter(id => !(id in old)).length).toBeGreaterThan(0);
  });

  test('has policies of the same ids when nothing of what it may has changed', () => {
    expect(Object.keys(policiesOf(() => ({ restartToken: 'a' })))).toEqual(Object.keys(policiesOf(() => ({ restartToken: 'b', brokerCount: 3 }))));
  });
});

describe('roles that others make beforehand', () => {
  const roles = [1000, 1001, 1002, 0, 1, 2].map(nodeId => `Kafka/Brokers/Node${nodeId}/Role`);

  test('are told all that nodes need, and nothing of it is in the template', () => {
    const app = new App();
    iam.Role.customizeRoles(app, { usePrecreatedRoles: Object.fromEntries(roles.map((path, i) => [path, `node-${i}`])) });
    setup({ stack: new Stack(app, 'Kafka', { env: ENV }) });
    const assembly = app.synth();
    const { Resources } = assembly.getStackByName('Kafka').template;
    expect(Object.values<any>(Resources).map(({ Type }) => Type).filter(type => type.startsWith('AWS::IAM::') && type !== 'AWS::IAM::InstanceProfile')).toEqual([]);
    const { roles: told } = JSON.parse(readFileSync(join(assembly.directory, 'iam-policy-report.json'), 'utf8'));
    for (const path of roles) {
      const { managedPolicyStatements } = told.find(({ roleConstructPath }: any) => roleConstructPath === path);
      const actions = managedPolicyStatements.flatMap(({ Action }: any) => Action);
      expect(actions).toEqual(expect.arrayContaining(['ec2:AttachVolume', 'cloudformation:SignalResource', 'autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat']));
    }
  });
});
