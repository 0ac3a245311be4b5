import { App, CfnParameter, Fn, Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { KafkaPrivateLinkConsumer, KafkaPrivateLinkConsumerProps, KafkaPrivateLinkService, KafkaServiceContract } from '../src';
import * as nodes from './brokers/fixtures';
import { contractJson, GivenListeners, listenerJson } from './private-link/fixtures';

/** Names that constructs of the user's have, whatever the order in which they are made. */
const { ENV } = nodes;
const NAME = 'kafka.pay.example.com';

const stackIn = (scope: Construct, id: string, env: Partial<typeof ENV> = ENV) => new Stack(scope, id, { env });
const vpcIn = (stack: Stack, id = 'Vpc') => new ec2.Vpc(stack, id, {
  availabilityZones: nodes.ZONES, restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
});
const importedVpc = (stack: Stack, vpcId = 'vpc-1') => ec2.Vpc.fromVpcAttributes(stack, `Imported${vpcId}`, {
  vpcId, availabilityZones: nodes.ZONES, privateSubnetIds: ['a', 'b', 'c'], privateSubnetRouteTableIds: ['a', 'b', 'c'],
});
const consumer = (stack: Stack, vpc: ec2.IVpc, props: Partial<KafkaPrivateLinkConsumerProps> = {}) => new KafkaPrivateLinkConsumer(stack, 'Consumer', {
  vpc, contract: KafkaServiceContract.fromJson(contractJson({ listeners: [listenerJson({ host: NAME })] })), ...props,
});
const cluster = (stack: Stack, vpc: ec2.IVpc) => nodes.setup({ stack, vpc, zoneName: NAME });
const l2 = (scope: Construct, vpc: ec2.IVpc, zoneName = NAME) => new route53.PrivateHostedZone(scope, 'Mine', { vpc, zoneName });
const l1 = (scope: Construct, vpc: ec2.IVpc, name = NAME) => new route53.CfnHostedZone(scope, 'Mine', { name, vpcs: [{ vpcId: vpc.vpcId, vpcRegion: 'eu-west-1' }] });

/** What a synth says. */
function errorOf(make: (app: App) => unknown): string | undefined {
  const app = new App();
  make(app);
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each<[string, (stack: Stack, vpc: ec2.IVpc) => unknown, string]>([
  ['nodes', cluster, 'MultiAzKafkaBrokers.zoneNameTwice'],
  ['a consumer', consumer, 'KafkaPrivateLinkConsumer.zoneTaken'],
])('a zone of the name that %s would have', (_, make, rule) => {
  /** The zone is made in a stack, and the construct in another, or in the same. */
  const beside = (zone: (stack: Stack, vpc: ec2.IVpc) => unknown, vpcOf: (stack: Stack) => ec2.IVpc = vpcIn) => errorOf(app => {
    const stack = stackIn(app, 'Kafka');
    const vpc = vpcOf(stack);
    make(stack, vpc);
    zone(stack, vpc);
  });

  test.each<[string, (stack: Stack, vpc: ec2.IVpc) => unknown]>([
    ['by its construct', l2],
    ['by its resource', l1],
    ['with a dot at the end and capitals', (stack, vpc) => l1(stack, vpc, 'Kafka.pay.example.com.')],
    ['of several VPCs', (stack, vpc) => l2(stack, vpcIn(stack, 'Other')).addVpc(vpc)],
    ['in a stack of its own', ({ node }, vpc) => l2(stackIn(node.root as App, 'Names'), vpc)],
  ])('is refused: %s', (__, zone) => {
    const expected = new RegExp(`${rule.replace('.', '\\.')}: \\w+/Mine\\S* is a (hosted )?zone "kafka\\.pay\\.example\\.com" in this VPC too`);
    expect(beside(zone)).toMatch(expected);
    expect(beside(zone, importedVpc)).toMatch(expected);
  });

  test('is refused where the VPC is of a stack of its own, and in another stage', () => {
    expect(errorOf(app => { const vpc = vpcIn(stackIn(app, 'Net')); make(stackIn(app, 'Kafka'), vpc); l2(stackIn(app, 'Names'), vpc); })).toMatch(rule);
    expect(errorOf(app => {
      const [one, two] = ['A', 'B'].map(id => stackIn(new Stage(app, id), 'S'));
      make(one, importedVpc(one));
      l2(two, importedVpc(two));
    })).toMatch(rule);
  });

  test.each<[string, (stack: Stack, vpc: ec2.IVpc) => unknown]>([
    ['of another VPC', stack => l2(stack, vpcIn(stack, 'Other'))],
    ['of another name', (stack, vpc) => l2(stack, vpc, 'pay.example.com')],
    ['of a name that is not known', (stack, vpc) => l2(stack, vpc, new CfnParameter(stack, 'Name').valueAsString)],
    ['that is public', stack => new route53.PublicHostedZone(stack, 'Mine', { zoneName: NAME })],
  ])('is taken: %s', (__, zone) => expect(beside(zone)).toBeUndefined());

  test('keeps no VPC from being looked up', () => {
    const lookedUp = (stack: Stack) => ec2.Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-1' });
    expect(beside((stack, vpc) => l2(stack, vpc), lookedUp)).toBeUndefined();
  });
});

describe('a parameter of the name that a contract would have', () => {
  const service = (stack: Stack, contractParameterName = '/kafka/contract') =>
    new KafkaPrivateLinkService(stack, 'Service', { listeners: new GivenListeners(stack, 'Listeners'), allowedPrincipals: [], contractParameterName });
  const beside = (parameter: (stack: Stack, app: App) => unknown, env?: Partial<typeof ENV>) => errorOf(app => {
    const stack = stackIn(app, 'Kafka', env);
    service(stack);
    parameter(stack, app);
  });
  const make = (scope: Construct, parameterName = '/kafka/contract') => new ssm.StringParameter(scope, 'Mine', { parameterName, simpleName: false, stringValue: 'x' });

  test.each<[string, (stack: Stack, app: App) => unknown]>([
    ['by its construct', stack => make(stack)],
    ['by its resource', stack => new ssm.CfnParameter(stack, 'Mine', { name: '/kafka/contract', type: 'String', value: 'x' })],
    ["of the service's name", stack => make(stack, '/kafka/contract/service-name')],
    ['in another stack', (_, app) => make(stackIn(app, 'Other'))],
  ])('is refused: %s', (_, parameter) => {
    expect(beside(parameter)).toMatch(/KafkaPrivateLinkService\.parameterTaken: \w+\/Mine\S* is a parameter "\/kafka\/contract(\/service-name)?" in this account and region too.*'contractParameterName'/);
  });

  test('is refused in stacks without an environment', () => expect(beside(stack => make(stack), {})).toMatch(/parameterTaken/));

  test.each<[string, (stack: Stack, app: App) => unknown]>([
    ['of another name', stack => make(stack, '/kafka/other')],
    ['of a name that is not known', stack => make(stack, new CfnParameter(stack, 'Name').valueAsString)],
    ['of another account', (_, app) => make(stackIn(app, 'Other', { ...ENV, account: '222222222222' }))],
    ['of another region', (_, app) => make(stackIn(app, 'Other', { ...ENV, region: 'eu-central-1' }))],
  ])('is taken: %s', (_, parameter) => expect(beside(parameter)).toBeUndefined());
});

describe("a consumer's hosted zone", () => {
  type ZoneOf = (stack: Stack, vpc: ec2.IVpc) => route53.IPrivateHostedZone;
  type More = (stack: Stack, zone: route53.IPrivateHostedZone, vpc: ec2.IVpc) => unknown;
  const withZone = (zoneOf: ZoneOf, more?: More, vpcOf: (stack: Stack) => ec2.IVpc = vpcIn) =>
    errorOf(app => {
      const stack = stackIn(app, 'App');
      const vpc = vpcOf(stack);
      const hostedZone = zoneOf(stack, vpc);
      consumer(stack, vpc, { hostedZone });
      more?.(stack, hostedZone, vpc);
    });
  const ofOther = (stack: Stack) => l2(stack, vpcIn(stack, 'Other'), 'pay.example.com');

  test('of another VPC is refused, unless it gets this one too', () => {
    expect(withZone(ofOther)).toMatch(/KafkaPrivateLinkConsumer\.hostedZoneVpc: 'hostedZone' is asked in <App\/Other\S* Ref> only.*addVpc\(\)/);
    expect(withZone(stack => l2(stack, importedVpc(stack, 'vpc-2'), 'pay.example.com'), undefined, importedVpc)).toMatch(/hostedZoneVpc: 'hostedZone' is asked in vpc-2 only/);
    expect(withZone(ofOther, (_, zone, vpc) => (zone as route53.PrivateHostedZone).addVpc(vpc))).toBeUndefined();
    expect(withZone((stack, vpc) => l2(stack, vpc, 'pay.example.com'))).toBeUndefined();
  });

  test.each<[string, (stack: Stack) => route53.IPrivateHostedZone]>([
    ['imported', stack => route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Mine', { hostedZoneId: 'Z1', zoneName: 'pay.example.com' })],
    ['of a VPC that may be this one', stack => l2(stack, importedVpc(stack), 'pay.example.com')],
    ['of a VPC that is known later', stack => l2(stack, importedVpc(stack, Fn.importValue('vpc')), 'pay.example.com')],
  ])('is taken: %s', (_, zoneOf) => expect(withZone(zoneOf)).toBeUndefined());

  const own = (stack: Stack, vpc: ec2.IVpc) => l2(stack, vpc, 'pay.example.com');
  const record = (type: 'A' | 'CNAME' | 'TXT', name = `${NAME}.`) => (stack: Stack, zone: route53.IPrivateHostedZone) =>
    new route53.CfnRecordSet(stack, 'Record', { hostedZoneId: zone.hostedZoneId, name, type, ttl: '60', resourceRecords: ['10.0.0.1'] });

  test('with a record of the same name is refused', () => {
    const expected = /KafkaPrivateLinkConsumer\.recordTaken: App\/Record is a record of "kafka\.pay\.example\.com" in 'hostedZone' too/;
    expect(withZone(own, record('A'))).toMatch(expected);
    expect(withZone(own, record('CNAME', NAME))).toMatch(expected);
    expect(withZone(own, (stack, zone) => new route53.ARecord(stack, 'Record', { zone, recordName: 'kafka', target: route53.RecordTarget.fromIpAddresses('10.0.0.1') })))
      .toMatch(/recordTaken: App\/Record\/Resource/);
  });

  test('with a group of records, one of which has the same name, is refused', () => {
    const group = (zoneOfGroup: boolean, ...types: string[]) => withZone(own, (stack, { hostedZoneId }) => new route53.CfnRecordSetGroup(stack, 'Group', {
      hostedZoneId: zoneOfGroup ? hostedZoneId : undefined,
      recordSets: types.map(type => ({ name: NAME, type, hostedZoneId: zoneOfGroup ? undefined : hostedZoneId, ttl: '60', resourceRecords: ['10.0.0.1'] })),
    }));
    const expected = /KafkaPrivateLinkConsumer\.recordTaken: App\/Group is a record of "kafka\.pay\.example\.com" in 'hostedZone' too/;
    expect(group(true, 'TXT', 'A')).toMatch(expected);
    expect(group(false, 'CNAME')).toMatch(expected);
    expect(group(true, 'TXT')).toBeUndefined();
  });

  test('with another record is taken', () => {
    expect(withZone(own, record('TXT'))).toBeUndefined();
    expect(withZone(own, record('A', 'other.pay.example.com'))).toBeUndefined();
    expect(withZone(own, stack => record('A')(stack, l2(new Construct(stack, 'More'), vpcIn(stack, 'Third'), 'pay.example.com')))).toBeUndefined();
  });
});
