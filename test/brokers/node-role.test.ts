import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { clientListener, DIGEST, ENV, idOf, nodeResources, setup, SetupProps } from './fixtures';
import { BrokerCertificate, KafkaDistribution, ListenerSecurity } from '../../src';

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
  const all = statementsOf(template, 1, 'RoleDefaultPolicy');
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
    const specifications: { ResourceType: string; Tags: { Key: string; Value: string }[] }[] = nodeResources(template, 1).LaunchTemplate.Properties.LaunchTemplateData.TagSpecifications;
    expect(specifications.map(({ ResourceType, Tags }) => [ResourceType, Tags.find(({ Key }) => Key === 'kafka:node')?.Value])).toEqual([['instance', tag], ['volume', undefined]]);
    expect(all.flatMap(({ actions }) => actions)).not.toEqual(expect.arrayContaining([expect.stringMatching(/Tags?$/)]));
  });

  test('fetch one object and its secrets, use the key for disks only, and signal its own stack', () => {
    expect(resourcesOf('s3:GetObject')).toEqual(['arn:<AWS::Partition>:s3:::artifacts/kafka.tgz']);
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
    const wild = all.flatMap(({ actions, resources }) => [...actions, ...resources]).filter(text => text.includes('*'));
    expect([...new Set(wild)].sort()).toEqual(['*', signals, `${arn}:instance/*`]);
  });

  test('put off and finish its own termination, by a policy that its group does not wait for', () => {
    expect(statementsOf(template, 1, 'DrainPolicy')).toEqual([{
      actions: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      resources: [`<${idOf(template, 1, 'Group')}.AutoScalingGroupARN>`],
      condition: undefined,
    }]);
    expect(nodeResources(template, 1).Group.DependsOn).not.toContain(idOf(template, 1, 'DrainPolicy'));
  });

  test('use adopted disks, and not those that it would have otherwise', () => {
    const adopting = setup({ adoptVolumes: { 1000: ['vol-0123456789abcdef1'], 1: ['vol-0123456789abcdef0'] } }).template();
    const [{ resources }] = statementsOf(adopting, 1, 'RoleDefaultPolicy').filter(({ actions }) => actions.includes('ec2:AttachVolume'));
    expect(resources).toEqual([`${arn}:volume/vol-0123456789abcdef0`]);
  });

  test('be allowed more by the user', () => {
    const { brokers, stack, template: make } = setup();
    s3.Bucket.fromBucketName(stack, 'Tiered', 'tiered').grantRead(brokers.role(0));
    expect(statementsOf(make(), 0, 'RoleDefaultPolicy').flatMap(({ actions }) => actions)).toContain('s3:GetObject*');
  });
});

test('a controller reads no secrets', () => {
  const actions = statementsOf(everything().template(), 1000, 'RoleDefaultPolicy').flatMap(statement => statement.actions);
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
