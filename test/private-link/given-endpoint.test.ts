import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { contractJson, ENDPOINT, INGRESS, KAFKA_ENV, listenerJson, PAY_ENV, RECORD, SERVICE_NAME, stackOf, vpcOf, ZONE } from './fixtures';
import { EndpointDnsEntry, KafkaPrivateLinkConsumer, KafkaPrivateLinkConsumerProps, KafkaServiceContract } from '../../src';

const GROUP = 'AWS::EC2::SecurityGroup';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';
const ID = 'vpce-0e1f2a3b4c5d6e7f8';
const NAME = `${ID}-ab12cd34.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com`;
const ENTRY: EndpointDnsEntry = { dnsName: NAME, hostedZoneId: 'Z38GZ743OKFT7T' };
const BY_ZONE = [listenerJson({ host: 'k-{zoneId}.kafka.pay.example.com' })];

const contractOf = (changes: { [key: string]: unknown } = {}) =>
  KafkaServiceContract.fromJson(contractJson({ brokerZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'], ...changes }));

const imported = (stack: Stack, securityGroups?: ec2.ISecurityGroup[], vpcEndpointId = ID) =>
  ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, `Endpoint${stack.node.children.length}`, { vpcEndpointId, port: 20000, securityGroups });

const group = (stack: Stack, id = 'sg-0123456789abcdef0', options?: ec2.SecurityGroupImportOptions) =>
  ec2.SecurityGroup.fromSecurityGroupId(stack, `${id}${stack.node.children.length}`, id, options);

type Props = (stack: Stack, vpc: ec2.Vpc) => Partial<KafkaPrivateLinkConsumerProps>;

function setup(props: Props, { env = PAY_ENV, context }: { env?: object; context?: { [key: string]: unknown } } = {}) {
  const app = new App({ context });
  const stack = stackOf(app, 'Pay', env);
  const vpc = vpcOf(stack);
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: contractOf(), ...props(stack, vpc) });
  return { app, stack, vpc, consumer };
}

const withEndpoint = (changes: Partial<KafkaPrivateLinkConsumerProps> = {}, groups?: (stack: Stack) => ec2.ISecurityGroup[]): Props =>
  stack => ({ endpoint: imported(stack, groups?.(stack)), endpointDnsEntry: ENTRY, ...changes });

const found = (stack: Stack, type: string) => Object.values<any>(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties);
const targets = (stack: Stack) => Object.fromEntries(found(stack, RECORD).map(({ Name, AliasTarget }) => [Name, AliasTarget]));
const warnings = (stack: Stack, rule: string) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(rule));

const missing = (app: App, provider: string) => app.synth().manifest.missing?.filter(each => each.provider === provider);

/** An endpoint as a network team makes it. */
function madeEndpoint(stack: Stack, vpc: ec2.IVpc, props: Partial<ec2.InterfaceVpcEndpointProps> = {}) {
  return new ec2.InterfaceVpcEndpoint(stack, 'Theirs', { vpc, service: new ec2.InterfaceVpcEndpointService(SERVICE_NAME, 20000), open: false, privateDnsEnabled: false, ...props });
}

describe('a given endpoint', () => {
  test('that is imported: names lead to it, and neither endpoint nor group is made', () => {
    const { stack, consumer } = setup(withEndpoint());
    expect(targets(stack)).toEqual({ 'kafka.pay.example.com.': { DNSName: NAME, HostedZoneId: 'Z38GZ743OKFT7T' } });
    for (const type of [ENDPOINT, GROUP]) { Template.fromStack(stack).resourceCountIs(type, 0); }
    expect(consumer.endpoint.vpcEndpointId).toBe(ID);
    expect(consumer.hostedZones.map(({ zoneName }) => zoneName)).toEqual(['kafka.pay.example.com']);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('needs no service name', () => {
    const contract = contractOf({ serviceName: undefined });
    expect(() => setup(withEndpoint({ contract }))).not.toThrow();
    expect(() => setup(() => ({ contract }))).toThrow('KafkaPrivateLinkConsumer.serviceName');
  });

  test('by hosts of brokers: the wildcard leads there too', () => {
    const { stack } = setup(withEndpoint({ contract: contractOf({ listeners: [listenerJson({ host: 'b{brokerId}.kafka.pay.example.com' })] }) }));
    expect(Object.entries<any>(targets(stack)).map(([name, { DNSName }]) => [name, DNSName])).toEqual(expect.arrayContaining([['kafka.pay.example.com.', NAME], ['*.kafka.pay.example.com.', NAME]]));
  });

  const subnets = (stack: Stack, zones: string[]) => ({
    subnets: zones.map((availabilityZone, i) => ec2.Subnet.fromSubnetAttributes(stack, `S${i}`, { subnetId: `subnet-${i}`, availabilityZone })),
  });

  test('by hosts of zones: names follow from the regional one, in the zones that it has', () => {
    const { stack } = setup(scope => ({
      endpoint: imported(scope),
      endpointDnsEntry: ENTRY,
      contract: contractOf({ listeners: BY_ZONE }),
      subnets: subnets(scope, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']),
      availabilityZoneIds: { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'euw1-az1', 'eu-west-1c': 'euw1-az3' },
    }));
    const [first, rest] = NAME.split('.vpce-svc');
    expect(targets(stack)['k-euw1-az2.kafka.pay.example.com.'].DNSName).toBe(`${first}-eu-west-1a.vpce-svc${rest}`);
    expect(Object.keys(targets(stack)).sort()).toEqual(['k-euw1-az1.kafka.pay.example.com.', 'k-euw1-az2.kafka.pay.example.com.', 'k-euw1-az3.kafka.pay.example.com.', 'kafka.pay.example.com.']);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('by hosts of zones, of which a zone has brokers and the endpoint no subnet', () => {
    const { stack } = setup(scope => ({
      endpoint: imported(scope), endpointDnsEntry: ENTRY, contract: contractOf({ listeners: BY_ZONE }), subnets: subnets(scope, ['eu-west-1a']), availabilityZoneIds: { 'eu-west-1a': 'euw1-az2' },
    }));
    Annotations.fromStack(stack).hasError('*', Match.stringLikeRegexp('KafkaPrivateLinkConsumer.zoneMissing: .*euw1-az1, euw1-az3'));
  });

  test('by hosts of zones that nobody told: reported, since those of the VPC may not be those of the endpoint', () => {
    const { stack } = setup(withEndpoint({ contract: contractOf({ listeners: BY_ZONE }) }));
    Annotations.fromStack(stack).hasError('*', Match.stringLikeRegexp('KafkaPrivateLinkConsumer.endpointZones: .*VpcEndpoints\\[0\\].SubnetIds'));
  });

  test('with a name that comes at deployment, also by zone', () => {
    const { stack } = setup(scope => {
      const [dnsName, hostedZoneId] = ['Name', 'Zone'].map(id => new CfnParameter(scope, id).valueAsString);
      return {
        endpoint: imported(scope, undefined, new CfnParameter(scope, 'Id').valueAsString),
        endpointDnsEntry: { dnsName, hostedZoneId },
        contract: contractOf({ listeners: BY_ZONE }),
        subnets: subnets(scope, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']),
        availabilityZoneIds: { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'euw1-az1', 'eu-west-1c': 'euw1-az3' },
      };
    });
    expect(targets(stack)['kafka.pay.example.com.']).toEqual({ DNSName: { Ref: 'Name' }, HostedZoneId: { Ref: 'Zone' } });
    expect(JSON.stringify(targets(stack)['k-euw1-az2.kafka.pay.example.com.'].DNSName)).toContain('-eu-west-1a.vpce-svc-');
  });

  test('with the values of stack exports', () => {
    const { stack } = setup(scope => ({ endpoint: imported(scope, undefined, Fn.importValue('Id')), endpointDnsEntry: { dnsName: Fn.importValue('Name'), hostedZoneId: Fn.importValue('Zone') } }));
    expect(targets(stack)['kafka.pay.example.com.']).toEqual({ DNSName: { 'Fn::ImportValue': 'Name' }, HostedZoneId: { 'Fn::ImportValue': 'Zone' } });
  });

  test('with values of parameters that are to be looked up: nothing is refused before they are', () => {
    const { app } = setup(scope => {
      const [vpcEndpointId, dnsName, hostedZoneId, serviceName] = ['id', 'name', 'zone', 'service'].map(name => ssm.StringParameter.valueFromLookup(scope, `/network/kafka/${name}`));
      return { endpoint: imported(scope, undefined, vpcEndpointId), endpointDnsEntry: { dnsName, hostedZoneId }, serviceName };
    });
    expect(missing(app, 'ssm')).toHaveLength(4);
  });
});

describe('a given endpoint that the app makes', () => {
  const at = (stack: Stack) => targets(stack)['kafka.pay.example.com.'].DNSName;

  test('tells its name and has its groups', () => {
    const { stack, consumer } = setup((scope, vpc) => ({ endpoint: madeEndpoint(scope, vpc) }));
    consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    Template.fromStack(stack).resourceCountIs(ENDPOINT, 1);
    expect(JSON.stringify(at(stack))).toMatch(/"Fn::GetAtt":\["Theirs[0-9A-F]+","DnsEntries"\]/);
    expect(found(stack, GROUP).map(({ SecurityGroupIngress }) => SecurityGroupIngress)).toEqual([[expect.objectContaining({ FromPort: 20000, ToPort: 20999, CidrIp: '10.0.0.0/8' })]]);
    expect(warnings(stack, 'endpointNotOpened')).toEqual([]);
  });

  test('tells its zones', () => {
    const { stack } = setup((scope, vpc) => ({ endpoint: madeEndpoint(scope, vpc, { subnets: { subnets: vpc.isolatedSubnets.slice(0, 2) } }), contract: contractOf({ listeners: BY_ZONE, zoneIds: ['euw1-az1'], brokerZoneIds: ['euw1-az1', 'euw1-az1', 'euw1-az1'] }) }));
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
    expect(found(stack, RECORD)).toHaveLength(1 + 2);
  });

  test('in another stack', () => {
    const app = new App();
    const [net, pay] = ['Net', 'Pay'].map(id => stackOf(app, id, PAY_ENV));
    const vpc = vpcOf(net);
    new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc, contract: contractOf({ listeners: BY_ZONE }), endpoint: madeEndpoint(net, vpc) }).allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    app.synth();
    expect([net.dependencies, pay.dependencies]).toEqual([[], [net]]);
    expect(JSON.stringify(targets(pay)['kafka.pay.example.com.'])).toContain('Fn::ImportValue');
    expect(found(pay, INGRESS)).toHaveLength(1);
  });

  test('by an L1 construct whose id is imported', () => {
    const { stack } = setup((scope, vpc) => {
      const made = new ec2.CfnVPCEndpoint(scope, 'L1', { vpcEndpointType: 'Interface', vpcId: vpc.vpcId, serviceName: SERVICE_NAME, subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId) });
      return { endpoint: imported(scope, undefined, made.ref) };
    });
    expect(JSON.stringify(at(stack))).toContain('"Fn::GetAtt":["L1","DnsEntries"]');
  });

  test('is that of another consumer, in a VPC that is joined to its own', () => {
    const { app, stack, consumer: hub } = setup(() => ({}));
    const vpc = vpcOf(stack, 'Spoke');
    const spoke = new KafkaPrivateLinkConsumer(stack, 'InSpoke', { vpc, contract: contractOf(), endpoint: hub.endpoint });
    spoke.allowFrom(ec2.Peer.ipv4('10.9.0.0/16'));
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(stack).resourceCountIs(ENDPOINT, 1);
    Template.fromStack(stack).resourceCountIs(GROUP, 1);
    Template.fromStack(stack).resourceCountIs(ZONE, 2);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test.each<[string, Partial<ec2.CfnVPCEndpointProps>, RegExp]>([
    ['another service', { serviceName: `${SERVICE_NAME}1` }, /endpointService: 'endpoint' leads to "vpce-svc-0123456789abcdef01", and the contract is of "vpce-svc-0123456789abcdef0"/],
    ['a service of AWS', { serviceName: 'com.amazonaws.eu-west-1.s3' }, /endpointService: 'endpoint' leads to "com\.amazonaws\.eu-west-1\.s3"/],
  ])('fails for %s', (_, changes, message) => {
    const make = (contract: KafkaServiceContract) => setup((scope, vpc) => ({
      contract, endpoint: imported(scope, undefined, new ec2.CfnVPCEndpoint(scope, 'L1', { vpcEndpointType: 'Interface', vpcId: vpc.vpcId, serviceName: SERVICE_NAME, ...changes }).ref),
    }));
    expect(() => make(contractOf())).toThrow(message);
  });

  test('fails for a service of AWS also without a name in the contract', () => {
    const contract = contractOf({ serviceName: undefined });
    expect(() => setup((scope, vpc) => ({ contract, endpoint: madeEndpoint(scope, vpc, { service: ec2.InterfaceVpcEndpointAwsService.SSM }) })))
      .toThrow('KafkaPrivateLinkConsumer.endpointService');
  });

  test('fails beside a name that is given too', () => {
    expect(() => setup((scope, vpc) => ({ endpoint: madeEndpoint(scope, vpc), endpointDnsEntry: ENTRY })))
      .toThrow("KafkaPrivateLinkConsumer.endpointDns: Pay/Theirs/Resource is made in this app, and its names are taken from it; leave 'endpointDnsEntry' out");
  });

  test('fails in a stack of another account', () => {
    const app = new App();
    const [net, pay] = [stackOf(app, 'Net', KAFKA_ENV), stackOf(app, 'Pay', PAY_ENV)];
    expect(() => new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc: vpcOf(pay), contract: contractOf(), endpoint: madeEndpoint(net, vpcOf(net)) }))
      .toThrow(/KafkaPrivateLinkConsumer\.otherEnvironment: 'endpoint', the endpoint's security group: made in stack "Net"/);
  });

  test('fails in a stack that needs this one', () => {
    const app = new App();
    const [net, pay] = ['Net', 'Pay'].map(id => stackOf(app, id, PAY_ENV));
    net.addDependency(pay);
    expect(() => new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc: vpcOf(pay), contract: contractOf(), endpoint: madeEndpoint(net, vpcOf(net)) }))
      .toThrow(/KafkaPrivateLinkConsumer\.stackCycle: 'endpoint', the endpoint's security group: in stack "Net", which needs "Pay"/);
  });
});

describe('the name of a given endpoint', () => {
  test('that is not told: the message says what to run, and what to copy', () => {
    expect(() => setup(stack => ({ endpoint: imported(stack) }))).toThrow(
      `KafkaPrivateLinkConsumer.endpointDns: an imported endpoint does not tell its name, to which records lead; run aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${ID} `
      + '--query "VpcEndpoints[0].DnsEntries[0]", which prints a DnsName and a HostedZoneId, and give these as \'endpointDnsEntry\': { dnsName, hostedZoneId }');
  });

  test('fails without an endpoint', () => {
    expect(() => setup(() => ({ endpointDnsEntry: ENTRY }))).toThrow("KafkaPrivateLinkConsumer.endpointDns: 'endpointDnsEntry' is the name of an endpoint that is given, and there is no 'endpoint'");
  });

  const other = 'vpce-0aaaaaaaaaaaaaaaa';
  test.each<[string, Partial<EndpointDnsEntry>, RegExp]>([
    ['a name with its zone before it', { dnsName: `Z38GZ743OKFT7T:${NAME}` }, /has a hosted zone's id before it; give "vpce-0e1f2a3b4c5d6e7f8-ab12cd34\.vpce-svc/],
    ['the name in one zone', { dnsName: NAME.replace('ab12cd34', 'ab12cd34-eu-west-1b') }, /leads to eu-west-1b only; give the first of the endpoint's DNS entries/],
    ['the name of a service', { dnsName: SERVICE_NAME }, /is an endpoint service; give the name of the endpoint/],
    ['an id', { dnsName: ID }, /is the id of an endpoint/],
    ["a host of the brokers'", { dnsName: 'kafka.pay.example.com' }, /is not the name of an endpoint to an endpoint service/],
    ["the name of an endpoint to one of AWS's services", { dnsName: `${ID}-ab12cd34.ssm.eu-west-1.vpce.amazonaws.com` }, /is not the name of an endpoint to an endpoint service/],
    ['the name of another endpoint', { dnsName: NAME.replace(ID, other) }, /is of vpce-0aaaaaaaaaaaaaaaa, and 'endpoint' is "vpce-0e1f2a3b4c5d6e7f8"/],
    ['an empty name', { dnsName: '' }, /is not the name of an endpoint/],
    ['a hosted zone that is none', { hostedZoneId: 'eu-west-1' }, /'hostedZoneId' of 'endpointDnsEntry' is "eu-west-1", and an id of a hosted zone is like/],
    ['a hosted zone with its path', { hostedZoneId: '/hostedzone/Z38GZ743OKFT7T' }, /an id of a hosted zone is like/],
  ])('fails for %s', (_, changes, message) => {
    const make = () => setup(withEndpoint({ endpointDnsEntry: { ...ENTRY, ...changes } }));
    expect(make).toThrow('KafkaPrivateLinkConsumer.endpointDns');
    expect(make).toThrow(message);
  });

  test("fails for one's own hosted zone", () => {
    expect(() => setup(stack => ({
      endpoint: imported(stack),
      endpointDnsEntry: { ...ENTRY, hostedZoneId: 'Z1OWN' },
      hostedZone: route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Own', { hostedZoneId: 'Z1OWN', zoneName: 'pay.example.com' }),
    }))).toThrow(/endpointDns: 'hostedZoneId' of 'endpointDnsEntry' is that of your own 'hostedZone', "Z1OWN"/);
  });

  test('fails for the endpoint of another service than the contract, also where that is given beside it', () => {
    expect(() => setup(withEndpoint({ serviceName: `${SERVICE_NAME}1` }))).toThrow(/endpointService: 'endpoint' leads to "vpce-svc-0123456789abcdef0", and the contract is of "vpce-svc-0123456789abcdef01"/);
  });

  test('several mistakes are told at once', () => {
    expect(() => setup(stack => ({ endpoint: imported(stack), endpointDnsEntry: { dnsName: 'x', hostedZoneId: 'y' }, securityGroups: [] }))).toThrow(/3 problems/);
  });
});

describe('given groups', () => {
  const rules = (stack: Stack) => found(stack, INGRESS)
    .map(({ GroupId, FromPort, ToPort, CidrIp, SourceSecurityGroupId }) => [GroupId, FromPort, ToPort, CidrIp ?? SourceSecurityGroupId]);

  test('are those of the endpoint that is made, each with a rule for each client, and no other is made', () => {
    const { stack, consumer } = setup(scope => ({ securityGroups: [group(scope, 'sg-01'), group(scope, 'sg-02')] }));
    consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    consumer.allowFrom(group(stack, 'sg-0c', { allowAllOutbound: false }));
    expect(found(stack, ENDPOINT)[0].SecurityGroupIds).toEqual(['sg-01', 'sg-02']);
    Template.fromStack(stack).resourceCountIs(GROUP, 0);
    expect(rules(stack).sort()).toEqual([
      ['sg-01', 20000, 20999, '10.0.0.0/8'], ['sg-01', 20000, 20999, 'sg-0c'], ['sg-02', 20000, 20999, '10.0.0.0/8'], ['sg-02', 20000, 20999, 'sg-0c'],
    ]);
    expect(found(stack, EGRESS).map(({ GroupId, DestinationSecurityGroupId }) => [GroupId, DestinationSecurityGroupId])).toEqual([['sg-0c', 'sg-01'], ['sg-0c', 'sg-02']]);
    expect(warnings(stack, 'endpointNotOpened')).toEqual([]);
  });

  test('of an imported endpoint get the rules, by its import or beside it', () => {
    const beside = (scope: Stack) => ({ ...withEndpoint()(scope, undefined as any), securityGroups: [group(scope)] });
    for (const props of [withEndpoint({}, scope => [group(scope)]), beside]) {
      const { stack, consumer } = setup(props);
      consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
      expect(rules(stack)).toEqual([['sg-0123456789abcdef0', 20000, 20999, '10.0.0.0/8']]);
      expect(consumer.connections.securityGroups.map(({ securityGroupId }) => securityGroupId)).toEqual(['sg-0123456789abcdef0']);
      expect(warnings(stack, 'endpointNotOpened')).toEqual([]);
    }
  });

  test('that may not be changed: no rule, a warning with the ports, and a client that may send nowhere gets its way out', () => {
    const { stack, consumer } = setup(scope => ({ securityGroups: [group(scope, 'sg-01', { mutable: false })] }));
    consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    consumer.allowFrom(group(stack, 'sg-0c', { allowAllOutbound: false }));
    expect(rules(stack)).toEqual([]);
    expect(found(stack, EGRESS).map(({ GroupId, DestinationSecurityGroupId }) => [GroupId, DestinationSecurityGroupId])).toEqual([['sg-0c', 'sg-01']]);
    expect(warnings(stack, "sg-01 of the endpoint is imported with 'mutable: false'.*on ports 20000-20999 yourself.*KafkaPrivateLinkConsumer.endpointNotOpened")).toHaveLength(1);
  });

  test('of which one may be changed: that gets the rules', () => {
    const { stack, consumer } = setup(scope => ({ securityGroups: [group(scope, 'sg-01', { mutable: false }), group(scope, 'sg-02')] }));
    consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    expect(rules(stack)).toEqual([['sg-02', 20000, 20999, '10.0.0.0/8']]);
    expect(warnings(stack, 'endpointNotOpened')).toEqual([]);
  });

  test('that nobody knows: a warning', () => {
    const { stack, consumer } = setup(withEndpoint());
    consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    expect(rules(stack)).toEqual([]);
    expect(warnings(stack, "no security group is known of 'endpoint'.*KafkaPrivateLinkConsumer.endpointNotOpened")).toHaveLength(1);
  });

  test('of another stack have their rules here', () => {
    const app = new App();
    const [net, pay] = ['Net', 'Pay'].map(id => stackOf(app, id, PAY_ENV));
    const vpc = vpcOf(net);
    const own = new ec2.SecurityGroup(net, 'Own', { vpc, allowAllOutbound: false });
    new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc, contract: contractOf(), securityGroups: [own] }).allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
    app.synth();
    expect([found(net, GROUP).length, found(pay, INGRESS).length, net.dependencies.length]).toEqual([1, 1, 0]);
  });

  test.each<[string, Props, RegExp]>([
    ['none', () => ({ securityGroups: [] }), /'securityGroups' is empty, and AWS would take the default group/],
    ['one twice', scope => ({ securityGroups: [group(scope), group(scope)] }), /has sg-0123456789abcdef0 more than once/],
    ['17', scope => ({ securityGroups: Array.from({ length: 17 }, (_, i) => group(scope, `sg-0${i}`)) }), /has 17, and an endpoint has 16 at most/],
    ['some beside those of the endpoint', scope => ({ ...withEndpoint({}, stack => [group(stack, 'sg-01')])(scope, undefined as any), securityGroups: [group(scope, 'sg-02')] }), /'endpoint' has its own groups, sg-01/],
  ])('fails for %s', (_, props, message) => {
    expect(() => setup(props)).toThrow('KafkaPrivateLinkConsumer.securityGroups');
    expect(() => setup(props)).toThrow(message);
  });

  test.each([[30, 0], [31, 1]])('of %p clients with two ranges each is warned %p times, since each group has its rules', (count, expected) => {
    const listeners = [listenerJson(), listenerJson({ name: 'FAR', firstPort: 30000, bootstrapPort: 30999 })];
    const { stack, consumer } = setup(scope => ({ contract: contractOf({ listeners }), securityGroups: [group(scope, 'sg-01'), group(scope, 'sg-02')] }));
    Array.from({ length: count }, (_, i) => consumer.allowFrom(ec2.Peer.ipv4(`10.${i}.0.0/16`)));
    expect(warnings(stack, 'each security group of the endpoint gets 62 rules.*tooManyInboundRules')).toHaveLength(expected);
  });
});

describe('further VPCs of the zone', () => {
  const further = (stack: Stack, id: string, vpcId: string, region?: string) =>
    ec2.Vpc.fromVpcAttributes(stack, id, { vpcId, availabilityZones: ['eu-west-1a'], isolatedSubnetIds: ['subnet-0'], region });

  test('ask it too, each in its region', () => {
    const { stack, vpc } = setup(scope => ({ zoneVpcs: [further(scope, 'One', 'vpc-1'), further(scope, 'Two', 'vpc-2', 'eu-central-1')] }));
    expect(found(stack, ZONE)[0].VPCs).toEqual([
      { VPCId: stack.resolve(vpc.vpcId), VPCRegion: 'eu-west-1' }, { VPCId: 'vpc-1', VPCRegion: 'eu-west-1' }, { VPCId: 'vpc-2', VPCRegion: 'eu-central-1' },
    ]);
  });

  test('of a stack without a region', () => {
    const { stack } = setup(scope => ({ zoneVpcs: [further(scope, 'One', 'vpc-1')] }), { env: {} });
    expect(found(stack, ZONE)[0].VPCs[1]).toEqual({ VPCId: 'vpc-1', VPCRegion: { Ref: 'AWS::Region' } });
  });

  test.each<[string, (stack: Stack, vpc: ec2.Vpc) => ec2.IVpc[], RegExp]>([
    ['the VPC itself', (_, vpc) => [vpc], /Pay\/Vpc is there more than once in 'vpc' and 'zoneVpcs'/],
    ['one twice', stack => [further(stack, 'One', 'vpc-1'), further(stack, 'Two', 'vpc-1')], /"vpc-1" is there more than once/],
  ])('are refused for %s', (_, zoneVpcs, message) => {
    const { stack } = setup((scope, vpc) => ({ zoneVpcs: zoneVpcs(scope, vpc) }));
    Annotations.fromStack(stack).hasError('*', Match.stringLikeRegexp(`KafkaPrivateLinkConsumer.zoneVpcs: ${message.source}`));
  });

  test('are refused beside a given zone', () => {
    expect(() => setup(stack => ({
      zoneVpcs: [further(stack, 'One', 'vpc-1')], hostedZone: route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Own', { hostedZoneId: 'Z1OWN', zoneName: 'pay.example.com' }),
    }))).toThrow("KafkaPrivateLinkConsumer.zoneVpcs: 'zoneVpcs' is for zones that are made here, and 'hostedZone' is given");
  });

  test('are refused of another account, with the way', () => {
    const { stack } = setup(scope => ({ zoneVpcs: [ec2.Vpc.fromLookup(scope, 'Theirs', { vpcId: 'vpc-9', ownerAccountId: '999999999999' })] }), {
      context: { 'vpc-provider:account=222222222222:filter.owner-id=999999999999:filter.vpc-id=vpc-9:region=eu-west-1:returnAsymmetricSubnets=true': { vpcId: 'vpc-9', ownerAccountId: '999999999999', availabilityZones: [], subnetGroups: [] } },
    });
    Annotations.fromStack(stack).hasError('*', Match.stringLikeRegexp('zoneVpcs: .*"vpc-9" of account 999999999999.*create-vpc-association-authorization'));
  });

  test('to be looked up: nothing is refused before they are', () => {
    const { app, stack } = setup(scope => ({ zoneVpcs: ['One', 'Two'].map(id => ec2.Vpc.fromLookup(scope, id, { vpcName: id })) }));
    expect(missing(app, 'vpc-provider')).toHaveLength(2);
    Annotations.fromStack(stack).hasNoError('*', Match.stringLikeRegexp('zoneVpcs'));
  });

  test.each(['enableDnsSupport', 'enableDnsHostnames'])('must have %s', setting => {
    expect(() => setup(scope => ({ zoneVpcs: [new ec2.Vpc(scope, 'Deaf', { [setting]: false, natGateways: 0 })] }))).toThrow('KafkaPrivateLinkConsumer.vpcDns: Pay/Deaf does not resolve');
  });

  test('have one consumer of a host too', () => {
    const { stack } = setup(scope => ({ zoneVpcs: [further(scope, 'One', 'vpc-1')] }));
    new KafkaPrivateLinkConsumer(stack, 'Second', { vpc: further(stack, 'Same', 'vpc-1'), contract: contractOf() });
    Annotations.fromStack(stack).hasError('/Pay/Second', Match.stringLikeRegexp('KafkaPrivateLinkConsumer.hostTaken: Pay/Kafka already serves the host "kafka.pay.example.com"'));
  });

  test('have one zone of a name too', () => {
    const { app, stack } = setup(scope => ({ zoneVpcs: [further(scope, 'One', 'vpc-1')] }));
    new route53.PrivateHostedZone(stack, 'Twin', { vpc: further(stack, 'Same', 'vpc-1'), zoneName: 'kafka.pay.example.com' });
    expect(() => app.synth()).toThrow('KafkaPrivateLinkConsumer.zoneTaken');
  });
});

test('in a VPC that another account shares, with an endpoint and a zone that are there: nothing is made in it', () => {
  const context = { 'vpc-provider:account=222222222222:filter.owner-id=999999999999:filter.vpc-id=vpc-9:region=eu-west-1:returnAsymmetricSubnets=true': { vpcId: 'vpc-9', ownerAccountId: '999999999999', availabilityZones: [], subnetGroups: [] } };
  const shared = (props: Props) => setup((stack, vpc) => ({ ...props(stack, vpc), vpc: ec2.Vpc.fromLookup(stack, 'Theirs', { vpcId: 'vpc-9', ownerAccountId: '999999999999' }) }), { context }).stack;
  const hostedZone = (stack: Stack) => route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Own', { hostedZoneId: 'Z1OWN', zoneName: 'pay.example.com' });
  expect(Annotations.fromStack(shared(stack => ({ ...withEndpoint()(stack, undefined as any), hostedZone: hostedZone(stack) }))).findError('*', Match.anyValue())).toEqual([]);
  Annotations.fromStack(shared(withEndpoint())).hasError('*', Match.stringLikeRegexp("sharedVpc: .*can't make a private hosted zone in it"));
});

test.each([['none', {}], ['all', CURRENTLY_RECOMMENDED_FLAGS]])('with %s of the feature flags, what is given makes the same resources', (_, context) => {
  const { stack, consumer } = setup(withEndpoint({}, scope => [group(scope)]), { context });
  consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'));
  const types = Object.entries<any>(Template.fromStack(stack).toJSON().Resources).filter(([id]) => /^Kafka/.test(id)).map(([, { Type }]) => Type);
  expect(types.sort()).toEqual([INGRESS, ZONE, RECORD]);
});
