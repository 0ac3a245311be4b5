/**
 * What AWS answers if every hypothesis holds, in the shapes of its API, by group and in the order in which a whole run asks. The shapes are those of the
 * API reference; no account has given these answers.
 */
import type { Answers } from './stub';

const ROLE = 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1';
const stack = (StackStatus: string) => ({ Stacks: [{ StackName: 'x', StackStatus, RoleARN: ROLE }] });
const SUFFIX = 'vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com';
const NAMES = ['vpce-0a1-b2c', ...['a', 'b', 'c'].map(zone => `vpce-0a1-b2c-eu-west-1${zone}`)].map(name => ({ DnsName: `${name}.${SUFFIX}`, HostedZoneId: 'Z38GZ743OKFT7T' }));
const endpoint = (State: string) => ({ VpcEndpoints: [{ State, DnsEntries: NAMES, ServiceName: `com.amazonaws.vpce.eu-west-1.${SUFFIX.split('.')[0]}` }] });
const service = (...zones: string[]) => ({ ServiceDetails: [{ AvailabilityZones: zones }] });
const ASKED = { ask: ['I am 0', 'I am 1'] };
/** Before anything: the prerequisites ask for the bootstrap and for all stacks. */
const BEFORE = [stack('CREATE_COMPLETE'), { Stacks: [] }];

/** Events of AWS, newest first: here they are written in the order of time. */
const events = (...list: [string, string, string, number?][]) => ({
  StackEvents: list.map(([LogicalResourceId, ResourceType, ResourceStatus, minute = 0]) => ({
    LogicalResourceId, ResourceType, ResourceStatus, Timestamp: new Date(Date.UTC(2027, 0, 1, 0, minute)).toISOString(),
  })).reverse(),
});
const ASG = 'AWS::AutoScaling::AutoScalingGroup';
const STACK = 'AWS::CloudFormation::Stack';
const begin: [string, string, string] = ['S', STACK, 'UPDATE_IN_PROGRESS'];
const rollback: [string, string, string] = ['S', STACK, 'UPDATE_ROLLBACK_IN_PROGRESS'];

export const EVENTS = {
  roll: events(begin, ['A', ASG, 'UPDATE_IN_PROGRESS', 1], ['A', ASG, 'UPDATE_COMPLETE', 8], ['B', ASG, 'UPDATE_IN_PROGRESS', 8], ['B', ASG, 'UPDATE_COMPLETE', 15]),
  inTurn: events(begin, ['A', ASG, 'UPDATE_IN_PROGRESS', 1], ['A', ASG, 'UPDATE_COMPLETE', 8], ['B', ASG, 'UPDATE_IN_PROGRESS', 8], ['B', ASG, 'UPDATE_COMPLETE', 15], ['S', STACK, 'UPDATE_COMPLETE', 16]),
  sideBySide: events(begin, ['A', ASG, 'UPDATE_IN_PROGRESS'], ['B', ASG, 'UPDATE_IN_PROGRESS'], ['A', ASG, 'UPDATE_COMPLETE'], ['B', ASG, 'UPDATE_COMPLETE'], ['S', STACK, 'UPDATE_COMPLETE']),
  diskWent: events(begin, ['A', ASG, 'UPDATE_IN_PROGRESS'], ['A', ASG, 'UPDATE_COMPLETE'], ['Disk', 'AWS::EC2::Volume', 'DELETE_SKIPPED'], ['S', STACK, 'UPDATE_COMPLETE']),
  untouched: events(begin, ['S', STACK, 'UPDATE_COMPLETE', 1]),
  rolledBack: events(begin, ['A', ASG, 'UPDATE_IN_PROGRESS'], ['A', ASG, 'UPDATE_FAILED'], rollback, ['A', ASG, 'UPDATE_IN_PROGRESS'], ['A', ASG, 'UPDATE_COMPLETE']),
  refused: events(begin, ['Zone', 'AWS::Route53::HostedZone', 'CREATE_FAILED'], rollback, ['Zone', 'AWS::Route53::HostedZone', 'DELETE_COMPLETE']),
  fewer: events(begin, ['Hook', 'AWS::AutoScaling::LifecycleHook', 'DELETE_COMPLETE', 1], ['A', ASG, 'DELETE_IN_PROGRESS', 2], ['A', ASG, 'DELETE_COMPLETE', 4]),
  twoFailed: events(begin, ['A', ASG, 'UPDATE_FAILED'], ['B', ASG, 'UPDATE_FAILED'], rollback),
  atOnce: events(begin, ['A', ASG, 'UPDATE_FAILED'], rollback, ['A', ASG, 'UPDATE_IN_PROGRESS'], ['B', ASG, 'UPDATE_IN_PROGRESS']),
  slow: events(begin, ['A', ASG, 'UPDATE_IN_PROGRESS', 1], ['A', ASG, 'UPDATE_COMPLETE', 20]),
  groupFirst: events(begin, ['A', ASG, 'DELETE_IN_PROGRESS', 1], ['A', ASG, 'DELETE_COMPLETE', 3], ['Hook', 'AWS::AutoScaling::LifecycleHook', 'DELETE_COMPLETE', 4]),
  lost: events(begin, ['Broker', 'AWS::EC2::NetworkInterface', 'DELETE_COMPLETE'], rollback),
  accepted: events(begin, ['Zone', 'AWS::Route53::HostedZone', 'CREATE_COMPLETE'], ['S', STACK, 'UPDATE_COMPLETE']),
};

const contract = JSON.stringify({ serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0' });
const outputs = (group: string) => ({
  [`acceptance-${group}-kafka`]: { Contract: contract, ServiceId: 'vpce-svc-0', JointId: 'vpce-svc-1', LastServer: 'i-3', KeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/k' },
  [`acceptance-${group}-consumer`]: { EndpointId: 'vpce-0', JointEndpointId: 'vpce-1', Client: 'client', ZoneId: 'Z0', Canary: 'canary' },
});
const node = (LogicalResourceId: string, ResourceType: string, PhysicalResourceId: string) =>
  ({ LogicalResourceId, ResourceType, PhysicalResourceId });
const RESOURCES = { StackResourceSummaries: [node('BrokersNode1Group', ASG, 'asg-1'), node('BrokersNode1Disk0', 'AWS::EC2::Volume', 'vol-1'), node('BrokersNode1Interface', 'AWS::EC2::NetworkInterface', 'eni-1')] };
const parameter = (Value: string) => ({ Parameter: { Value } });
const reached = { 'aws ec2 describe-vpc-endpoints': [endpoint('pending'), endpoint('available')] };

/** What an invocation of the canary answers, by what it says of each path. */
const canary = (codes: { readonly [path: string]: string | undefined }) => ({
  StatusCode: 200,
  LogResult: Buffer.from(['START RequestId: 0 Version: $LATEST',
    ...Object.entries(codes).map(([BrokerId, code]) => JSON.stringify({ _aws: {}, Canary: 'c', Listener: 'CLIENT', BrokerId, PathOk: code ? 0 : 1, code })),
    'REPORT RequestId: 0\tDuration: 30 ms', ''].join('\n')).toString('base64'),
});
const SILENT = 'Doctor.silent';
export const CANARY = {
  open: canary({ bootstrap: SILENT, 0: SILENT, 1: undefined }),
  closed: canary({ bootstrap: SILENT, 0: SILENT, 1: 'Doctor.targetUnhealthy' }),
  missing: canary({ bootstrap: SILENT, 0: SILENT }),
};

/** Of what an earlier release has made, `cdk diff` tells only what changes in place. */
const EARLIER: Answers = {
  'npm pack cdk-kafka-privatelink@1.0.0': [[{ filename: 'cdk-kafka-privatelink-1.0.0.tgz' }]],
  'cdk diff Kafka': ['[~] AWS::EC2::VPCEndpointService Service ServiceDBC79909\n └─ [~] DependsOn\n'],
  'cdk diff Consumer': ['There were no differences\n'],
};

export const RECORDED: { readonly [group: string]: Answers } = {
  'network': {
    'outputs': [outputs('network')],
    'aws cloudformation describe-stacks': [...BEFORE, stack('CREATE_COMPLETE'), stack('CREATE_COMPLETE'), stack('CREATE_COMPLETE'), stack('UPDATE_ROLLBACK_COMPLETE')],
    'aws ssm get-parameter': [parameter(contract)],
    'aws ec2 describe-vpc-endpoints': [endpoint('pendingAcceptance'), endpoint('pendingAcceptance'), endpoint('pending'), endpoint('available')],
    'aws lambda invoke': [
      { ask: ['ECONNREFUSED', 'SILENCE'] }, ASKED, { hold: ['I am 0', 'ECONNRESET'] }, { hold: ['I am 0'] }, CANARY.open, { hold: ['I am 0'] }, ASKED,
    ],
    'aws ec2 describe-vpc-endpoint-services': [service('a', 'b'), service('a', 'b'), service('a', 'b', 'c')],
    'aws ec2 delete-vpc-endpoint-service-configurations': [{ Unsuccessful: [{ Error: { Code: 'ExistingVpcEndpointConnections', Message: 'Service has existing active VPC Endpoint connections!' } }] }],
    'aws ec2 describe-vpc-endpoint-service-permissions': [{ AllowedPrincipals: [] }],
  },
  'zonal': {
    'outputs': [outputs('zonal')],
    'aws ec2 describe-vpc-endpoints': [endpoint('available')],
    'aws lambda invoke': [
      { ask: ['ECONNREFUSED', 'SILENCE', 'SILENCE'] }, { ask: ['I am 0', 'SILENCE', 'ECONNRESET'] },
      { ask: [0, 1, 2].flatMap(zone => Array.from({ length: 20 }, () => `I am ${zone}`)) }, { resolve: [['1', '2', '3']] }, { resolve: [['1', '2']] },
    ],
  },
  'tls': {
    'outputs': [outputs('tls')],
    ...reached,
    'openssl x509': ['sha256 Fingerprint=AB:CD\n'],
    'aws acm import-certificate': [{ CertificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/c' }],
    'aws lambda invoke': [{ shake: ['ECONNREFUSED'] }, { shake: ['AB:CD'] }],
  },
  'hub': { 'outputs': [outputs('hub')], 'aws lambda invoke': [ASKED] },
  'two-regions': { 'outputs': [outputs('two-regions')], ...reached, 'aws lambda invoke': [ASKED] },
  'two-accounts': {
    'outputs': [outputs('two-accounts')],
    ...reached,
    'aws sts get-caller-identity': [{ Account: '111111111111' }, { Account: '222222222222' }],
    'aws ec2 describe-vpc-endpoint-connection-notifications': [{ ConnectionNotificationSet: [{ ConnectionNotificationState: 'Enabled' }] }],
    'aws lambda invoke': [ASKED],
  },
  'update': {
    'outputs': [outputs('update')],
    ...EARLIER,
    ...reached,
    'aws lambda invoke': [ASKED, { hold: ['I am 0'] }, ASKED],
  },
  'update-nodes': {
    'outputs': [outputs('update-nodes')],
    ...EARLIER,
    'aws ssm get-parameter': [parameter('ami-0')],
    'aws cloudformation describe-stack-events': [EVENTS.inTurn],
  },
  'nodes': {
    'outputs': [outputs('nodes')],
    'aws ssm get-parameter': [parameter('ami-0')],
    'aws cloudwatch describe-alarms': [{ MetricAlarms: [{ StateValue: 'INSUFFICIENT_DATA' }] }, { MetricAlarms: [{ StateValue: 'OK' }] }],
    'aws cloudformation describe-stack-events': [EVENTS.roll, EVENTS.untouched, EVENTS.rolledBack, EVENTS.untouched, EVENTS.refused, EVENTS.fewer],
    'aws cloudformation list-stack-resources': [RESOURCES],
    'aws autoscaling describe-auto-scaling-groups': [{ AutoScalingGroups: [{ Instances: [{ InstanceId: 'i-1' }] }] }],
    'aws autoscaling describe-auto-scaling-instances': [{ AutoScalingInstances: [{ LifecycleState: 'InService' }] }, { AutoScalingInstances: [{ LifecycleState: 'Terminating:Wait' }] }],
    'aws ec2 describe-volumes': [{ Volumes: [{ Attachments: [{ InstanceId: 'i-1' }] }] }, { Volumes: [{ Attachments: [{ InstanceId: 'i-2' }] }] }],
    'aws ec2 describe-network-interfaces': [{ NetworkInterfaces: [{ Attachment: { InstanceId: 'i-2' } }] }],
  },
  'secured': {
    'outputs': [outputs('secured')],
    'aws ssm get-parameter': [parameter('ami-0')],
    'aws secretsmanager create-secret': [{ ARN: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:acceptance/x-AbCdEf' }],
    'aws ec2 describe-volumes': [{ Volumes: [{ State: 'in-use', KmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/k' }] }],
  },
};
