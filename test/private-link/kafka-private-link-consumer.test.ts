import { App, CfnParameter, Fn, Lazy, NestedStack, Stack, StackProps, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import {
  contractJson, ENDPOINT, GivenListeners, INGRESS, KAFKA_ENV, listenerJson, PAY_ENV, PERMISSIONS, RECORD, SERVICE_NAME, stackOf, vpcOf, ZONE,
} from './fixtures';
import { KafkaPrivateLinkConsumer, KafkaPrivateLinkConsumerProps, KafkaPrivateLinkService, KafkaServiceContract } from '../../src';

const GROUP = 'AWS::EC2::SecurityGroup';
const SUBNET = 'AWS::EC2::Subnet';
const LISTENERS = {
  shared: listenerJson(),
  perBroker: listenerJson({ name: 'AUDIT', host: 'b{brokerId}.kafka.audit.example.com', firstPort: 21000, bootstrapPort: 21999 }),
  perZone: listenerJson({ name: 'ZONAL', host: 'k-{zoneId}-x.kafka.zonal.internal', firstPort: 22000, bootstrapPort: 22999 }),
};
const ZONE_IDS = { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'euw1-az1', 'eu-west-1c': 'euw1-az3' };
const contractOf = (listeners: object[] = [LISTENERS.shared], changes: { [key: string]: unknown } = {}) =>
  KafkaServiceContract.fromJson(contractJson({ brokerZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'], listeners, ...changes }));

interface Given {
  readonly env?: StackProps['env'];
  readonly context?: { [key: string]: unknown };
  readonly vpc?: (stack: Stack) => ec2.IVpc;
  readonly props?: Partial<KafkaPrivateLinkConsumerProps> | ((stack: Stack, vpc: ec2.IVpc) => Partial<KafkaPrivateLinkConsumerProps>);
}

function setup({ env = PAY_ENV, context, vpc: makeVpc = vpcOf, props = {} }: Given = {}) {
  const app = new App({ context });
  const stack = stackOf(app, 'Pay', env);
  const vpc = makeVpc(stack);
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: contractOf(), ...(typeof props === 'function' ? props(stack, vpc) : props) });
  return { app, stack, vpc, consumer };
}

function only(stack: Stack, type: string): [string, any] {
  const found = Object.entries(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

/** The text of a template value, as it will be for an endpoint in the three zones of the test VPC. */
function deployed(stack: Stack, value: any): any {
  const resources = Template.fromStack(stack).toJSON().Resources;
  const resolve = (x: any): any => {
    if (typeof x !== 'object') { return x; }
    const [[fn, args]] = Object.entries<any>(x);
    switch (fn) {
      case 'Fn::Join': return args[1].map(resolve).join(args[0]);
      case 'Fn::Select': return resolve(args[1])[args[0]];
      case 'Fn::Split': return resolve(args[1]).split(args[0]);
      case 'Fn::GetAZs': return ['eu-west-1a', 'eu-west-1b'];
      case 'Fn::GetAtt': {
        const zones = ZONE_IDS as { [name: string]: string };
        if (args[1] === 'AvailabilityZoneId') { return zones[resolve(resources[args[0]].Properties.AvailabilityZone)]; }
        expect([resources[args[0]].Type, args[1]]).toEqual([ENDPOINT, 'DnsEntries']);
        return ['', '-eu-west-1c', '-eu-west-1a'].map(zone => `Z7:vpce-0e1-ab12${zone}.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com`);
      }
      default: throw new Error(`not expected in a name: ${fn}`);
    }
  };
  return resolve(value);
}

/** Each record: name → [hosted zone's name, target]. */
function records(stack: Stack): { [name: string]: string[] } {
  const resources = Template.fromStack(stack).toJSON().Resources;
  return Object.fromEntries(Object.values<any>(resources).filter(({ Type }) => Type === RECORD).map(({ Properties }) => {
    const { Name, Type, HostedZoneId, AliasTarget, TTL } = Properties;
    expect([Type, TTL, deployed(stack, AliasTarget.HostedZoneId)]).toEqual(['A', undefined, 'Z7']);
    const zone = HostedZoneId.Ref ? resources[HostedZoneId.Ref].Properties.Name : HostedZoneId;
    return [deployed(stack, Name), [zone, deployed(stack, AliasTarget.DNSName)]];
  }));
}

const REGIONAL = 'vpce-0e1-ab12.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com';
const ZONAL = (zone: string) => `vpce-0e1-ab12-${zone}.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com`;

describe('defaults', () => {
  test('one interface endpoint in every zone, without a private name of its own', () => {
    const { stack, vpc } = setup();
    const [, endpoint] = only(stack, ENDPOINT);
    expect(endpoint.Properties).toEqual({
      VpcEndpointType: 'Interface',
      ServiceName: SERVICE_NAME,
      VpcId: stack.resolve(vpc.vpcId),
      SubnetIds: stack.resolve(vpc.isolatedSubnets.map(({ subnetId }) => subnetId)),
      SecurityGroupIds: [{ 'Fn::GetAtt': [only(stack, GROUP)[0], 'GroupId'] }],
      PrivateDnsEnabled: false,
      Tags: [{ Key: 'Name', Value: 'Pay/Kafka' }],
    });
    expect(only(stack, GROUP)[1].Properties.Tags).toEqual([{ Key: 'Name', Value: 'Pay/Kafka' }]);
    expect(endpoint.Properties.SubnetIds).toHaveLength(3);
  });

  test('nobody may connect, and the endpoint connects to nobody', () => {
    const { stack } = setup();
    expect(only(stack, GROUP)[1].Properties).toMatchObject({ SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32' }] });
    expect(only(stack, GROUP)[1].Properties).not.toHaveProperty('SecurityGroupIngress');
    Template.fromStack(stack).resourceCountIs(INGRESS, 0);
  });

  test('the host is a private zone of the VPC whose apex leads to the endpoint', () => {
    const { stack, vpc, consumer } = setup();
    expect(only(stack, ZONE)[1].Properties).toEqual({ Name: 'kafka.pay.example.com.', VPCs: [{ VPCId: stack.resolve(vpc.vpcId), VPCRegion: 'eu-west-1' }] });
    expect(records(stack)).toEqual({ 'kafka.pay.example.com.': ['kafka.pay.example.com.', REGIONAL] });
    expect(consumer.hostedZones.map(({ zoneName }) => zoneName)).toEqual(['kafka.pay.example.com']);
    expect(consumer.contract.listener('CLIENT').bootstrapServers).toBe('kafka.pay.example.com:20999');
  });

  test('no role, function or custom resource is made', () => {
    const { stack } = setup({ props: { contract: contractOf(Object.values(LISTENERS)) } });
    const types = new Set(Object.values<any>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type));
    const ofTheVpc = ['AWS::EC2::VPC', SUBNET, 'AWS::EC2::RouteTable', 'AWS::EC2::SubnetRouteTableAssociation'];
    expect([...types].filter(type => !ofTheVpc.includes(type)).sort()).toEqual([GROUP, ENDPOINT, ZONE, RECORD]);
  });
});

describe('names', () => {
  test('hosts by broker are one wildcard beside the apex', () => {
    expect(records(setup({ props: { contract: contractOf([LISTENERS.perBroker]) } }).stack)).toEqual({
      'kafka.audit.example.com.': ['kafka.audit.example.com.', REGIONAL],
      '*.kafka.audit.example.com.': ['kafka.audit.example.com.', REGIONAL],
    });
  });

  test('hosts by broker and zone are a wildcard of each zone beside the apex', () => {
    const both = listenerJson({ name: 'BOTH', host: 'b{brokerId}.{zoneId}.kafka.both.internal', firstPort: 23000, bootstrapPort: 23999, firstBrokerId: 0 });
    const contract = contractOf([], { version: '3.0', moreListeners: [both] });
    const found = records(setup({ props: { contract } }).stack);
    expect(found).toEqual({
      'kafka.both.internal.': ['kafka.both.internal.', REGIONAL],
      '*.euw1-az2.kafka.both.internal.': ['kafka.both.internal.', ZONAL('eu-west-1a')],
      '*.euw1-az1.kafka.both.internal.': ['kafka.both.internal.', ZONAL('eu-west-1b')],
      '*.euw1-az3.kafka.both.internal.': ['kafka.both.internal.', ZONAL('eu-west-1c')],
    });
    for (const host of contract.brokerIds.map(id => contract.listener('BOTH').addressOf(id).split(':')[0])) {
      expect(Object.keys(found)).toContain(`${host.replace(/^[^.]+/, '*')}.`);
    }
  });

  test('fails for a contract without a listener', () => {
    expect(() => setup({ props: { contract: contractOf([], { version: '3.0' }) } })).toThrow("KafkaPrivateLinkConsumer.listenerNames: 'listenerNames' must have at least one name");
  });

  const zonal = {
    'kafka.zonal.internal.': ['kafka.zonal.internal.', REGIONAL],
    'k-euw1-az2-x.kafka.zonal.internal.': ['kafka.zonal.internal.', ZONAL('eu-west-1a')],
    'k-euw1-az1-x.kafka.zonal.internal.': ['kafka.zonal.internal.', ZONAL('eu-west-1b')],
    'k-euw1-az3-x.kafka.zonal.internal.': ['kafka.zonal.internal.', ZONAL('eu-west-1c')],
  };

  test('hosts by zone lead to the endpoint in the zone of that id, whatever the order of its entries', () => {
    const { stack } = setup({ props: { contract: contractOf([LISTENERS.perZone]) } });
    expect(records(stack)).toEqual(zonal);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('zone ids are those of the map, where it has them', () => {
    const { stack } = setup({ props: { contract: contractOf([LISTENERS.perZone]), availabilityZoneIds: ZONE_IDS } });
    expect(records(stack)).toEqual(zonal);
    Template.fromStack(stack).hasResourceProperties(RECORD, { Name: 'k-euw1-az2-x.kafka.zonal.internal.' });
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('of a VPC in a stack without a region lead to the zones that it gets', () => {
    const { stack } = setup({ env: {}, vpc: scope => new ec2.Vpc(scope, 'Vpc', { natGateways: 0 }), props: { contract: contractOf([LISTENERS.perZone]) } });
    expect(records(stack)).toEqual({
      'kafka.zonal.internal.': ['kafka.zonal.internal.', REGIONAL],
      'k-euw1-az2-x.kafka.zonal.internal.': ['kafka.zonal.internal.', ZONAL('eu-west-1a')],
      'k-euw1-az1-x.kafka.zonal.internal.': ['kafka.zonal.internal.', ZONAL('eu-west-1b')],
    });
  });

  test('of listeners with one suffix share a zone', () => {
    const listeners = [
      LISTENERS.shared,
      listenerJson({ name: 'B', host: 'b{brokerId}.kafka.pay.example.com', firstPort: 21000, bootstrapPort: 21999 }),
      listenerJson({ name: 'C', host: 'c{brokerId}.kafka.pay.example.com', firstPort: 22000, bootstrapPort: 22999 }),
      listenerJson({ name: 'D', host: 'd-{zoneId}.kafka.pay.example.com', firstPort: 23000, bootstrapPort: 23999 }),
      listenerJson({ name: 'E', host: 'e-{zoneId}.kafka.pay.example.com', firstPort: 24000, bootstrapPort: 24999 }),
    ];
    const { stack, consumer } = setup({ props: { contract: contractOf(listeners) } });
    expect(consumer.hostedZones).toHaveLength(1);
    expect(Object.keys(records(stack)).sort()).toEqual([
      '*.kafka.pay.example.com.', 'd-euw1-az1.kafka.pay.example.com.', 'd-euw1-az2.kafka.pay.example.com.', 'd-euw1-az3.kafka.pay.example.com.',
      'e-euw1-az1.kafka.pay.example.com.', 'e-euw1-az2.kafka.pay.example.com.', 'e-euw1-az3.kafka.pay.example.com.', 'kafka.pay.example.com.',
    ]);
  });

  test.each(['example.com', 'example.com.', 'pay.example.com'])('are complete in the given zone %s', zoneName => {
    const { stack, consumer } = setup({
      props: scope => ({
        contract: contractOf([LISTENERS.shared, listenerJson({ name: 'B', host: 'b{brokerId}.eu.pay.example.com', firstPort: 21000, bootstrapPort: 21999 })]),
        hostedZone: route53.PrivateHostedZone.fromHostedZoneAttributes(scope, 'Given', { hostedZoneId: 'Z1', zoneName }),
      }),
    });
    Template.fromStack(stack).resourceCountIs(ZONE, 0);
    expect(records(stack)).toEqual({ 'kafka.pay.example.com.': ['Z1', REGIONAL], 'eu.pay.example.com.': ['Z1', REGIONAL], '*.eu.pay.example.com.': ['Z1', REGIONAL] });
    expect(consumer.hostedZones.map(({ hostedZoneId }) => hostedZoneId)).toEqual(['Z1']);
  });

  test('of a zone whose name comes at deployment are written without it', () => {
    const { stack } = setup({
      props: scope => ({ hostedZone: route53.HostedZone.fromHostedZoneAttributes(scope, 'Given', { hostedZoneId: 'Z1', zoneName: new CfnParameter(scope, 'Name').valueAsString }) }),
    });
    expect(records(stack)).toEqual({ 'kafka.pay.example.com.': ['Z1', REGIONAL] });
  });
});

describe('access', () => {
  const rules = (stack: Stack) => Object.values<any>(Template.fromStack(stack).findResources(INGRESS))
    .map(({ Properties: { FromPort, ToPort, IpProtocol, Description } }) => [IpProtocol, FromPort, ToPort, Description]).sort();
  const contract = contractOf(Object.values(LISTENERS));
  const group = (scope: Construct, vpc: ec2.IVpc, id: string) => new ec2.SecurityGroup(scope, id, { vpc, allowAllOutbound: false });

  test('a client reaches the whole slot of each listener, by one rule for neighbours, and may leave for it', () => {
    const { stack } = setup({ props: (scope, vpc) => ({ contract, clients: [group(scope, vpc, 'App')] }) });
    expect(rules(stack)).toEqual([['tcp', 20000, 22999, 'Kafka listeners CLIENT, AUDIT, ZONAL']]);
    const [appId] = Object.entries(Template.fromStack(stack).findResources(GROUP)).find(([id]) => id.startsWith('App'))!;
    for (const [type, own, other] of [[INGRESS, 'GroupId', 'SourceSecurityGroupId'], ['AWS::EC2::SecurityGroupEgress', 'DestinationSecurityGroupId', 'GroupId']]) {
      const found = Object.values<any>(Template.fromStack(stack).findResources(type));
      expect(found).toHaveLength(1);
      for (const { Properties } of found) {
        expect(Properties[own]['Fn::GetAtt'][0]).toMatch(/^KafkaSecurityGroup/);
        expect(Properties[other]).toEqual({ 'Fn::GetAtt': [appId, 'GroupId'] });
      }
    }
  });

  test('listeners that are not chosen stay closed and nameless', () => {
    const { stack, consumer } = setup({ props: (scope, vpc) => ({ contract, listenerNames: ['AUDIT'], clients: [group(scope, vpc, 'App')] }) });
    expect(rules(stack)).toEqual([['tcp', 21000, 21999, 'Kafka listener AUDIT']]);
    expect(Object.keys(records(stack)).sort()).toEqual(['*.kafka.audit.example.com.', 'kafka.audit.example.com.']);
    expect(consumer.contract.listeners).toHaveLength(3);
  });

  test('slots that are no neighbours have a rule each, in whatever order they are chosen', () => {
    const { stack } = setup({ props: (scope, vpc) => ({ contract, listenerNames: ['ZONAL', 'CLIENT'], clients: [group(scope, vpc, 'App')] }) });
    expect(rules(stack)).toEqual([['tcp', 20000, 20999, 'Kafka listener CLIENT'], ['tcp', 22000, 22999, 'Kafka listener ZONAL']]);
  });

  test('a listener that is chosen too is a rule of another name, which is made before the old one goes', () => {
    const rulesOf = (names: string[]) => {
      const { stack } = setup({ props: (scope, vpc) => ({ contract, listenerNames: names, clients: [group(scope, vpc, 'App')] }) });
      return Object.keys(Template.fromStack(stack).findResources(INGRESS));
    };
    expect(rulesOf(['CLIENT', 'AUDIT'])).not.toEqual(rulesOf(['CLIENT']));
    expect(rulesOf(['CLIENT', 'ZONAL'])).toEqual(expect.arrayContaining(rulesOf(['CLIENT'])));
  });

  test('a description that would be too long for EC2 counts the listeners', () => {
    const many = Array.from({ length: 20 }, (_, slot) => listenerJson({
      name: `A_LONG_NAME_OF_A_LISTENER_${slot}`, host: `kafka.c${slot}.internal`, firstPort: 20000 + 1000 * slot, bootstrapPort: 20999 + 1000 * slot,
    }));
    const { stack } = setup({ props: (scope, vpc) => ({ contract: contractOf(many), clients: [group(scope, vpc, 'App')] }) });
    expect(rules(stack)).toEqual([['tcp', 20000, 39999, '20 Kafka listeners']]);
  });

  test.each([[30, 0], [31, 1], [40, 1]])('of %p clients with two ranges each is warned %p times', (count, warnings) => {
    const { stack, consumer } = setup({ props: { contract, listenerNames: ['CLIENT', 'ZONAL'] } });
    Array.from({ length: count }, (_, i) => consumer.allowFrom(ec2.Peer.ipv4(`10.${i}.0.0/16`)));
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('the security group of the endpoint gets 62 rules, .* room for 60 .*KafkaPrivateLinkConsumer.tooManyInboundRules'))).toHaveLength(warnings);
  });

  test('each client has a rule for each range, also when it is added later', () => {
    const { stack, vpc, consumer } = setup({ props: (scope, given) => ({ contract, listenerNames: ['CLIENT', 'ZONAL'], clients: [group(scope, given, 'A')] }) });
    consumer.allowFrom(group(stack, vpc, 'B'));
    consumer.allowFrom(group(stack, vpc, 'C'));
    consumer.allowFrom(stack.node.findChild('A') as ec2.SecurityGroup);
    expect(rules(stack)).toHaveLength(3 * 2);
  });

  test('an address range may connect', () => {
    const { stack, consumer } = setup();
    consumer.allowFrom(ec2.Peer.ipv4('10.8.0.0/16'));
    expect(only(stack, GROUP)[1].Properties.SecurityGroupIngress).toEqual([
      { IpProtocol: 'tcp', FromPort: 20000, ToPort: 20999, CidrIp: '10.8.0.0/16', Description: 'Kafka listener CLIENT' },
    ]);
  });

  test('a client of another stack gets its rules here, and its stack needs nothing of this one', () => {
    const { app, stack, consumer } = setup();
    const other = stackOf(app, 'Apps', PAY_ENV);
    consumer.allowFrom(group(other, vpcOf(other), 'App'));
    Template.fromStack(stack).resourceCountIs(INGRESS, 1);
    expect([other.dependencies, stack.dependencies]).toEqual([[], [other]]);
  });

  describe('of a group that is imported', () => {
    const EGRESS = 'AWS::EC2::SecurityGroupEgress';
    const imports = (stack: Stack, names: string[], options?: ec2.SecurityGroupImportOptions) =>
      names.map(name => ec2.SecurityGroup.fromSecurityGroupId(stack, name, 'sg-0123456789abcdef0', options));
    const both = (names: string[], options?: ec2.SecurityGroupImportOptions) => {
      const { stack } = setup({ props: scope => ({ clients: imports(scope, names, options) }) });
      return { ...Template.fromStack(stack).findResources(INGRESS), ...Template.fromStack(stack).findResources(EGRESS) };
    };

    test('twice is given once, by a rule that stays when one import goes', () => {
      expect(Object.values(both(['A', 'B'])).map(({ Properties }) => Properties.SourceSecurityGroupId)).toEqual(['sg-0123456789abcdef0']);
      expect(both(['B'])).toEqual(both(['A', 'B']));
    });

    test('has a way out if it may not send anywhere, once too', () => {
      expect(Object.values(both(['A', 'B'], { allowAllOutbound: false })).map(({ Type }) => Type)).toEqual([INGRESS, EGRESS]);
      expect(both(['B', 'A'], { allowAllOutbound: false })).toEqual(both(['A', 'B'], { allowAllOutbound: false }));
    });

    test('is let in where it is that of something else', () => {
      const { stack, consumer } = setup();
      const [a, b] = imports(stack, ['A', 'B']);
      consumer.allowFrom(new ec2.Connections({ securityGroups: [a] }));
      consumer.allowFrom(b);
      Template.fromStack(stack).resourceCountIs(INGRESS, 1);
    });
  });

  test('the default port is the range of the only listener', () => {
    expect(setup().consumer.connections.defaultPort?.toString()).toBe('20000-20999');
    expect(setup({ props: { contract } }).consumer.connections.defaultPort).toBeUndefined();
  });
});

describe('the service name', () => {
  const nameOf = (stack: Stack) => only(stack, ENDPOINT)[1].Properties.ServiceName;
  const nameless = contractOf(undefined, { serviceName: undefined });

  test('can be given, and wins', () => {
    const serviceName = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0fff';
    const { stack, consumer } = setup({ props: { serviceName } });
    expect([nameOf(stack), consumer.contract.serviceName]).toEqual([serviceName, serviceName]);
  });

  test.each<[string, (stack: Stack) => string, any]>([
    ['a parameter of the stack', stack => new CfnParameter(stack, 'Name').valueAsString, { Ref: 'Name' }],
    ['a part of one', stack => `com.amazonaws.vpce.eu-west-1.${new CfnParameter(stack, 'Name').valueAsString}`, { 'Fn::Join': ['', ['com.amazonaws.vpce.eu-west-1.', { Ref: 'Name' }]] }],
    ['an import of the same account and region', () => Fn.importValue('Name'), { 'Fn::ImportValue': 'Name' }],
    ['an SSM parameter', stack => ssm.StringParameter.valueForStringParameter(stack, '/kafka/contract/service-name'), { Ref: expect.stringContaining('SsmParameterValue') }],
    ['a late literal', () => Lazy.string({ produce: () => SERVICE_NAME }), SERVICE_NAME],
  ])('can be %s', (_, value, rendered) => {
    const { stack } = setup({ props: scope => ({ contract: nameless, serviceName: value(scope) }) });
    expect(nameOf(stack)).toEqual(rendered);
  });

  function twoStacks(kafkaEnv: StackProps['env'], payEnv: StackProps['env'], use: (service: KafkaPrivateLinkService) => Partial<KafkaPrivateLinkConsumerProps>) {
    const app = new App();
    const [kafka, pay] = [stackOf(app, 'Kafka', kafkaEnv), stackOf(app, 'Pay', payEnv)];
    const service = new KafkaPrivateLinkService(kafka, 'Service', { listeners: new GivenListeners(kafka, 'Listeners'), allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
    new KafkaPrivateLinkConsumer(pay, 'Consumer', { vpc: vpcOf(pay), contract: service.contract, ...use(service) });
    return { kafka, pay };
  }

  test.each([['with', KAFKA_ENV], ['without', {}]])('can be a value of another stack of the same account and region, %s these being known', (_, env) => {
    const { kafka, pay } = twoStacks(env, env, () => ({}));
    const template = Template.fromStack(pay);
    expect(JSON.stringify(nameOf(pay))).toContain('Fn::ImportValue');
    expect(JSON.stringify([template.toJSON(), Template.fromStack(kafka).toJSON()])).not.toMatch(/GetStackOutput|Custom::|AWS::Lambda|AWS::IAM::Role/);
  });

  const foreign: [string, StackProps['env'], StackProps['env'], string][] = [
    ['another account', KAFKA_ENV, PAY_ENV, 'account 111111111111, region eu-west-1), and this is account 222222222222, region eu-west-1'],
    ['another region', KAFKA_ENV, { ...KAFKA_ENV, region: 'us-east-1' }, 'account 111111111111, region eu-west-1), and this is account 111111111111, region us-east-1'],
    ['a stack of unknown account', {}, PAY_ENV, 'account unknown, region unknown), and this is account 222222222222, region eu-west-1'],
  ];
  const ways: [string, (service: KafkaPrivateLinkService) => Partial<KafkaPrivateLinkConsumerProps>][] = [
    ['the contract itself', () => ({})],
    ["'serviceName'", service => ({ contract: nameless, serviceName: service.endpointServiceName })],
    ['a joined name', service => ({ contract: nameless, serviceName: Fn.join('.', ['com.amazonaws.vpce.eu-west-1', service.endpointServiceId]) })],
    ['a lazy name', service => ({ contract: nameless, serviceName: Lazy.string({ produce: () => `com.amazonaws.vpce.eu-west-1.${service.endpointServiceId}` }) })],
  ];
  test.each(foreign.flatMap(([env, ...envs]) => ways.map(([way, use]) => [way, env, use, ...envs] as const)))('fails for %s of %s', (_way, _env, use, kafkaEnv, payEnv, environments) => {
    expect(() => twoStacks(kafkaEnv, payEnv, use)).toThrow(`Pay/Consumer: KafkaPrivateLinkConsumer.foreignServiceName: the service name is a value of stack "Kafka" (${environments}; `
      + 'the CDK would add roles or custom resources to carry it over. Deploy that stack, save its contract output and read it by KafkaServiceContract.fromFile()');
  });

  test('fails for a parameter of a stack of another account', () => {
    const app = new App();
    const serviceName = new CfnParameter(stackOf(app, 'Kafka', KAFKA_ENV), 'Name').valueAsString;
    const pay = stackOf(app, 'Pay', PAY_ENV);
    expect(() => new KafkaPrivateLinkConsumer(pay, 'Consumer', { vpc: vpcOf(pay), contract: nameless, serviceName })).toThrow('KafkaPrivateLinkConsumer.foreignServiceName');
  });

  test('of the saved contract ties no stack to that of the service', () => {
    const app = new App();
    const kafka = stackOf(app, 'Kafka', KAFKA_ENV);
    new KafkaPrivateLinkService(kafka, 'Service', { listeners: new GivenListeners(kafka, 'Listeners'), allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
    const pay = stackOf(app, 'Pay', PAY_ENV);
    new KafkaPrivateLinkConsumer(pay, 'Consumer', { vpc: vpcOf(pay), contract: contractOf() });
    expect(JSON.stringify([Template.fromStack(pay).toJSON(), Template.fromStack(kafka).toJSON()])).not.toMatch(/GetStackOutput|Custom::|AWS::Lambda|AWS::IAM::Role|ImportValue/);
    expect([pay.dependencies, kafka.dependencies]).toEqual([[], []]);
  });

  test('fails without one', () => {
    expect(() => setup({ props: { contract: nameless } }))
      .toThrow('Pay/Kafka: KafkaPrivateLinkConsumer.serviceName: the contract has no service name, which exists only after deployment; deploy the Kafka stack and save its contract output');
  });

  test('fails for one of another region than the contract', () => {
    expect(() => setup({ props: { serviceName: SERVICE_NAME.replace('eu-west-1', 'us-east-1') } })).toThrow('KafkaServiceContract.serviceName');
  });
});

describe('a service of the same deployment', () => {
  const serviceIn = (scope: Construct) => new KafkaPrivateLinkService(scope, 'Service', {
    listeners: new GivenListeners(scope, 'Listeners'), allowedPrincipals: [new iam.AccountPrincipal(KAFKA_ENV.account)],
  });

  test.each<[string, (service: KafkaPrivateLinkService) => Partial<KafkaPrivateLinkConsumerProps>]>([
    ['its contract', service => ({ contract: service.contract })],
    ['its name', service => ({ contract: contractOf(), serviceName: service.endpointServiceName })],
    ['a name made of its id', service => ({ contract: contractOf(), serviceName: Fn.join('.', ['com.amazonaws.vpce.eu-west-1', service.endpointServiceId]) })],
  ])('by %s: the endpoint comes after the permissions', (_, props) => {
    const stack = stackOf(new App(), 'All', KAFKA_ENV);
    const consumer = { vpc: vpcOf(stack), contract: contractOf(), ...props(serviceIn(stack)) };
    new KafkaPrivateLinkConsumer(stack, 'Kafka', consumer);
    const [permissions] = Object.keys(Template.fromStack(stack).findResources(PERMISSIONS));
    expect([only(stack, ENDPOINT)[1].DependsOn].flat()).toEqual([permissions]);
  });

  test('with the consumer in a nested stack: that comes after the permissions', () => {
    const stack = stackOf(new App(), 'All', KAFKA_ENV);
    const { contract } = serviceIn(stack);
    const nested = new NestedStack(stack, 'Pay');
    new KafkaPrivateLinkConsumer(nested, 'Kafka', { vpc: vpcOf(nested), contract });
    const template = Template.fromStack(stack);
    const [permissions] = Object.keys(template.findResources(PERMISSIONS));
    expect([Object.values(template.findResources('AWS::CloudFormation::Stack'))[0].DependsOn].flat()).toEqual([permissions]);
  });

  test('that another construct made', () => {
    const stack = stackOf(new App(), 'All', KAFKA_ENV);
    const { loadBalancer } = new GivenListeners(stack, 'Listeners');
    const service = new ec2.VpcEndpointService(stack, 'Service', {
      vpcEndpointServiceLoadBalancers: [loadBalancer], allowedPrincipals: [new iam.ArnPrincipal('arn:aws:iam::111111111111:root')],
    });
    new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc: vpcOf(stack), contract: contractOf(), serviceName: service.vpcEndpointServiceName });
    expect([only(stack, ENDPOINT)[1].DependsOn].flat()).toEqual(Object.keys(Template.fromStack(stack).findResources(PERMISSIONS)));
  });
});

describe('regions', () => {
  const regionOf = (env: StackProps['env'], contract = contractOf()) => only(setup({ env, props: { contract } }).stack, ENDPOINT)[1].Properties.ServiceRegion;

  test('an endpoint of another region names the region of the service', () => {
    expect(regionOf({ account: '222222222222', region: 'us-east-1' })).toBe('eu-west-1');
  });

  test('an endpoint of the same region, or of a stack without one, names none', () => {
    expect([regionOf(PAY_ENV), regionOf({})]).toEqual([undefined, undefined]);
  });

  test('the region of the service follows from its literal name, where the stack of the service has none', () => {
    const app = new App();
    const kafka = stackOf(app, 'Kafka');
    const { contract } = new KafkaPrivateLinkService(kafka, 'Service', { listeners: new GivenListeners(kafka, 'Listeners'), allowedPrincipals: [] });
    expect(regionOf({ account: '222222222222', region: 'us-east-1' }, contract.withServiceName(SERVICE_NAME))).toBe('eu-west-1');
    expect(regionOf(PAY_ENV, contract.withServiceName(SERVICE_NAME))).toBeUndefined();
  });

  test('fails for hosts by zone in another region, naming each listener', () => {
    const env = { account: '222222222222', region: 'us-east-1' };
    const contract = contractOf(Object.values(LISTENERS));
    expect(() => setup({ env, props: { contract } })).toThrow('Pay/Kafka: KafkaPrivateLinkConsumer.zonesOfOtherRegion: '
      + 'listener ZONAL has hosts by zone ("k-{zoneId}-x.kafka.zonal.internal") of eu-west-1, and us-east-1 has other zones; use other listeners (\'listenerNames\'), or ask for one with a shared host');
    expect(() => setup({ env, props: { contract, listenerNames: ['CLIENT', 'AUDIT'] } })).not.toThrow();
  });
});

describe('VPCs', () => {
  const LOOKED_UP = 'vpc-provider:account=222222222222:filter.vpc-id=vpc-1:region=eu-west-1:returnAsymmetricSubnets=true';
  const lookedUp = (zones: string[]) => ({
    [LOOKED_UP]: {
      vpcId: 'vpc-1',
      vpcCidrBlock: '10.0.0.0/16',
      availabilityZones: [],
      subnetGroups: [{ name: 'App', type: 'Isolated', subnets: zones.map(zone => ({ subnetId: `subnet-${zone}`, cidr: '10.0.0.0/24', availabilityZone: zone, routeTableId: 'rtb-1' })) }],
    },
  });
  const lookup = (stack: Stack) => ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-1' });
  const perZone = { contract: contractOf([LISTENERS.perZone]) };

  test('to be looked up: synth succeeds and says what is missing, also for hosts by zone', () => {
    const { app, stack } = setup({ vpc: lookup, props: perZone });
    const assembly = app.synth();
    expect(assembly.manifest.missing?.map(({ key }) => key)).toEqual([LOOKED_UP]);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('looked up: subnets and names are those that were found', () => {
    const { stack } = setup({ vpc: lookup, context: lookedUp(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']), props: { ...perZone, availabilityZoneIds: ZONE_IDS } });
    expect(only(stack, ENDPOINT)[1].Properties.SubnetIds).toEqual(['subnet-eu-west-1a', 'subnet-eu-west-1b', 'subnet-eu-west-1c']);
    expect(records(stack)['k-euw1-az3-x.kafka.zonal.internal.']).toEqual(['kafka.zonal.internal.', ZONAL('eu-west-1c')]);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('fails for hosts by zone in a found zone whose id nobody told', () => {
    const { stack } = setup({ vpc: lookup, context: lookedUp(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']), props: { ...perZone, availabilityZoneIds: { 'eu-west-1b': 'euw1-az1' } } });
    Annotations.fromStack(stack).hasError('/Pay/Kafka', Match.stringLikeRegexp(
      "^KafkaPrivateLinkConsumer\\.zoneIdUnknown: hosts are named by zone, and the ids of these zones are not known: eu-west-1a, eu-west-1c; give them in 'availabilityZoneIds'"));
    expect(Annotations.fromStack(stack).findError('*', Match.anyValue())).toHaveLength(1);
  });

  test('fails for hosts by zone where a zone with brokers has no subnet', () => {
    const { stack } = setup({ vpc: lookup, context: lookedUp(['eu-west-1a', 'eu-west-1b']), props: { ...perZone, availabilityZoneIds: ZONE_IDS } });
    Annotations.fromStack(stack).hasError('/Pay/Kafka', Match.stringLikeRegexp(
      "^KafkaPrivateLinkConsumer\\.zoneMissing: hosts are named by zone, and the endpoint has no subnet in euw1-az3, so the brokers there can't be reached; add one to 'subnets'"));
  });

  const imported = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: Fn.importValue('VpcId'), availabilityZones: Fn.split(',', Fn.importValue('Zones')), privateSubnetIds: Fn.split(',', Fn.importValue('Subnets')),
  });

  test('imported with lists that come at deployment: the endpoint has the list of subnets', () => {
    const { stack } = setup({ vpc: imported });
    expect(only(stack, ENDPOINT)[1].Properties.SubnetIds).toEqual({ 'Fn::Split': [',', { 'Fn::ImportValue': 'Subnets' }] });
  });

  test('fails for hosts by zone in zones that come at deployment', () => {
    const { stack } = setup({ vpc: imported, props: perZone });
    Annotations.fromStack(stack).hasError('/Pay/Kafka', Match.stringLikeRegexp('zoneIdUnknown.*are not known: a zone known only after deployment; give them'));
  });

  const subnetsIn = (...zones: string[]) => (stack: Stack) => ({
    ...perZone,
    availabilityZoneIds: ZONE_IDS,
    subnets: { subnets: zones.map((availabilityZone, i) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${i}`, { subnetId: `subnet-${i}`, availabilityZone, routeTableId: 'rtb-1' })) },
  });

  test('explicit subnets are used as they are given', () => {
    const { stack } = setup({ props: subnetsIn('eu-west-1c', 'eu-west-1a', 'eu-west-1b') });
    expect(only(stack, ENDPOINT)[1].Properties.SubnetIds).toEqual(['subnet-0', 'subnet-1', 'subnet-2']);
    expect(records(stack)['k-euw1-az3-x.kafka.zonal.internal.']).toEqual(['kafka.zonal.internal.', ZONAL('eu-west-1c')]);
  });

  test('fails for explicit subnets in one zone', () => {
    expect(() => setup({ props: subnetsIn('eu-west-1a', 'eu-west-1b', 'eu-west-1a') }))
      .toThrow("Pay/Kafka: KafkaPrivateLinkConsumer.subnets: 'subnets' has more than one in eu-west-1a, and an endpoint takes one in each zone");
  });

  test('fails for explicit subnets in one zone, whatever the hosts', () => {
    expect(() => setup({ props: scope => ({ subnets: subnetsIn('eu-west-1a', 'eu-west-1a')(scope).subnets }) }))
      .toThrow("Pay/Kafka: KafkaPrivateLinkConsumer.subnets: 'subnets' has more than one in eu-west-1a, and an endpoint takes one in each zone");
  });

  test('explicit subnets of which the zone is not known are used as they are given', () => {
    const { stack } = setup({ props: scope => ({ subnets: { subnets: ['subnet-0', 'subnet-1'].map(id => ec2.Subnet.fromSubnetId(scope, id, id)) } }) });
    expect(only(stack, ENDPOINT)[1].Properties.SubnetIds).toEqual(['subnet-0', 'subnet-1']);
  });

  test('of another stack: zone ids cross over', () => {
    const app = new App();
    const [network, pay] = [stackOf(app, 'Network', PAY_ENV), stackOf(app, 'Pay', PAY_ENV)];
    new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc: vpcOf(network), ...perZone });
    Template.fromStack(pay).resourceCountIs(RECORD, 4);
    expect(pay.dependencies).toEqual([network]);
  });

  test('of the parent of a nested stack work', () => {
    const { stack } = setup();
    const nested = new NestedStack(stack, 'Nested');
    new KafkaPrivateLinkConsumer(nested, 'Kafka', { vpc: vpcOf(stack, 'Other'), ...perZone });
    Template.fromStack(nested).resourceCountIs(RECORD, 4);
  });
});

describe('a contract to be looked up', () => {
  test.each([['all listeners', undefined], ['a listener', ['CLIENT']]])('synthesizes with stand-ins for %s and says what is missing', (_, listenerNames) => {
    const { app, stack, vpc, consumer } = setup({
      props: scope => ({
        contract: KafkaServiceContract.fromParameterLookup(scope, '/kafka/contract'),
        listenerNames,
        hostedZone: route53.PrivateHostedZone.fromHostedZoneAttributes(scope, 'Given', { hostedZoneId: 'Z1', zoneName: 'pay.example.com' }),
      }),
    });
    new KafkaPrivateLinkConsumer(stack, 'Second', { vpc, contract: KafkaServiceContract.fromParameterLookup(stack, '/kafka/other'), listenerNames });
    expect(consumer.contract.listener('CLIENT').bootstrapServers).toBe('pending.lookup:20999');
    expect(app.synth().manifest.missing?.map(({ provider }) => provider)).toContain('ssm');
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test.each<[string, (contract: KafkaServiceContract) => Partial<KafkaPrivateLinkConsumerProps>]>([
    ['no name, since none fits yet', contract => ({ listenerNames: contract.listeners.filter(({ protocol }) => protocol === 'SASL_SSL').map(({ name }) => name) })],
    ['the names that stand in', contract => ({ listenerNames: contract.listeners.map(({ name }) => name) })],
    ['the name of a listener twice', contract => ({ listenerNames: [contract.listeners[0].name, contract.listeners[0].name] })],
  ])('synthesizes with %s', (_, props) => {
    const { app, stack } = setup({
      props: scope => {
        const contract = KafkaServiceContract.fromParameterLookup(scope, '/kafka/contract');
        return { contract, ...props(contract) };
      },
    });
    expect(app.synth().manifest.missing?.map(({ provider }) => provider)).toContain('ssm');
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('has a zone that others may refer to', () => {
    const { consumer } = setup({ props: scope => ({ contract: KafkaServiceContract.fromParameterLookup(scope, '/kafka/contract') }) });
    expect(consumer.hostedZones[0].zoneName).toBe('pending.lookup');
  });

  test('is used once it was found', () => {
    const context = { 'ssm:account=222222222222:parameterName=/kafka/contract:region=eu-west-1': contractJson() };
    const { stack } = setup({ context, props: scope => ({ contract: KafkaServiceContract.fromParameterLookup(scope, '/kafka/contract') }) });
    expect(Object.keys(records(stack))).toEqual(['kafka.pay.example.com.']);
  });
});

describe('validation', () => {
  test('fails for a listener that the contract does not have', () => {
    expect(() => setup({ props: { listenerNames: ['AUDIT'] } })).toThrow('contract: KafkaServiceContract.unknownListener: there is no listener "AUDIT", the contract has CLIENT');
  });

  test.each([[[]], [['CLIENT', 'CLIENT']]])('fails for the listener names %j', listenerNames => {
    expect(() => setup({ props: { listenerNames } }))
      .toThrow(`Pay/Kafka: KafkaPrivateLinkConsumer.listenerNames: 'listenerNames' must have at least one name, and each once, got ${JSON.stringify(listenerNames)}; leave it out to use all listeners`);
  });

  test.each(['other.internal', 'ay.internal', 'b.kafka.pay.example.com'])('fails for hosts outside the given zone %s', zoneName => {
    const hostedZone = (scope: Stack) => route53.PrivateHostedZone.fromHostedZoneAttributes(scope, 'Given', { hostedZoneId: 'Z1', zoneName });
    expect(() => setup({ props: scope => ({ contract: contractOf([LISTENERS.shared, LISTENERS.perBroker]), hostedZone: hostedZone(scope) }) }))
      .toThrow(`Pay/Kafka: 2 problems\n  - KafkaPrivateLinkConsumer.hostedZone: the host "kafka.pay.example.com" is not in 'hostedZone' "${zoneName}"; give a zone that has it, or none, and one is made`);
  });

  test.each(['enableDnsSupport', 'enableDnsHostnames'])('fails for a VPC without %s', setting => {
    expect(() => setup({ vpc: scope => new ec2.Vpc(scope, 'Vpc', { natGateways: 0, [setting]: false }) }))
      .toThrow("Pay/Kafka: KafkaPrivateLinkConsumer.vpcDns: Pay/Vpc does not resolve the names of private zones, for which both 'enableDnsSupport' and 'enableDnsHostnames' must be on");
  });

  test('fails for a zone id that is a zone name', () => {
    expect(() => setup({ props: { availabilityZoneIds: { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'eu-west-1b' } } }))
      .toThrow('Pay/Kafka: KafkaPrivateLinkConsumer.availabilityZoneIds: \'availabilityZoneIds\' has "eu-west-1b", which is not an availability zone id');
  });

  test('fails for a zone id of two zones', () => {
    expect(() => setup({ props: { availabilityZoneIds: { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'euw1-az1', 'eu-west-1c': 'euw1-az2' } } }))
      .toThrow('Pay/Kafka: KafkaPrivateLinkConsumer.availabilityZoneIds: \'availabilityZoneIds\' has "euw1-az2" for "eu-west-1a" and "eu-west-1c"; each zone has an id of its own');
  });

  test('zones without a subnet may be told too, and those of other regions', () => {
    expect(() => setup({ props: { availabilityZoneIds: { ...ZONE_IDS, 'eu-west-1d': 'euw1-az9', 'us-east-1a': 'use1-az2' } } })).not.toThrow();
  });

  test('a zone id may come at deployment', () => {
    const { stack } = setup({ props: scope => ({ contract: contractOf([LISTENERS.perZone]), availabilityZoneIds: { 'eu-west-1a': new CfnParameter(scope, 'Id').valueAsString } }) });
    Template.fromStack(stack).hasResourceProperties(RECORD, { Name: { 'Fn::Join': ['', ['k-', { Ref: 'Id' }, '-x.kafka.zonal.internal.']] } });
  });
});

describe('one host leads to one endpoint', () => {
  const message = Match.stringLikeRegexp('^KafkaPrivateLinkConsumer\\.hostTaken: Pay/Kafka already serves the host "kafka.pay.example.com" in this VPC or hosted zone, and a name leads to one endpoint;');
  const zone = (scope: Construct, id: string, hostedZoneId: string) => route53.PrivateHostedZone.fromHostedZoneAttributes(scope, id, { hostedZoneId, zoneName: 'example.com' });

  test('fails for a second consumer of the host in the VPC, also from another stack', () => {
    const { app, vpc } = setup();
    const other = stackOf(app, 'Other', PAY_ENV);
    new KafkaPrivateLinkConsumer(other, 'Kafka', { vpc, contract: contractOf() });
    Annotations.fromStack(other).hasError('/Other/Kafka', message);
  });

  test('fails for a second one in the same given zone', () => {
    const { stack } = setup({ props: scope => ({ hostedZone: zone(scope, 'A', 'Z1') }) });
    new KafkaPrivateLinkConsumer(stack, 'Second', { vpc: vpcOf(stack, 'SecondVpc'), contract: contractOf(), hostedZone: zone(stack, 'B', 'Z1') });
    Annotations.fromStack(stack).hasError('/Pay/Second', message);
  });

  const hostOf = (host: string) => ({ contract: contractOf([listenerJson({ host })]) });
  const atHost = (scope: Construct, vpc: ec2.IVpc, id: string, host: string, hostedZone?: route53.IPrivateHostedZone) =>
    new KafkaPrivateLinkConsumer(scope, id, { vpc, ...hostOf(host), hostedZone });
  const errors = (stack: Stack) => Annotations.fromStack(stack).findError('*', Match.anyValue()).map(({ entry }) => entry.data as string);

  test.each([
    ['b{brokerId}.pay.example.com', 'b7.pay.example.com'],
    ['b{brokerId}.pay.example.com', 'x{brokerId}.b0.pay.example.com'],
    ['{zoneId}.pay.example.com', 'euw1-az1.pay.example.com'],
  ])('fails for a host of the pattern %s: %s', (pattern, host) => {
    for (const [first, second] of [[pattern, host], [host, pattern]]) {
      const { stack, vpc } = setup({ props: hostOf(first) });
      atHost(stack, vpc, 'Second', second);
      expect(errors(stack)).toEqual([expect.stringMatching(/^KafkaPrivateLinkConsumer\.hostTaken: .*, and a name leads to one endpoint;/)]);
      expect(errors(stack)[0]).toContain(`"${pattern}"`);
    }
  });

  test('fails for a host of the pattern of another in one given zone', () => {
    const { stack } = setup({ props: scope => ({ ...hostOf('b{brokerId}.pay.example.com'), hostedZone: zone(scope, 'A', 'Z1') }) });
    atHost(stack, vpcOf(stack, 'SecondVpc'), 'Second', 'b3.pay.example.com', zone(stack, 'B', 'Z1'));
    expect(errors(stack)).toHaveLength(1);
  });

  test.each([
    ['kafka.pay.example.com', 'pay.example.com'],
    ['b{brokerId}.pay.example.com', 'pay.example.com'],
    ['b{brokerId}.pay.example.com', 'x{brokerId}.pay.example.com'],
    ['internal.pay.example.com', 'x{brokerId}.pay.example.com'],
  ])('fails for %s in a given zone, where another makes the zone of %s, which hides it', (inGiven, made) => {
    for (const givenFirst of [true, false]) {
      const { stack, vpc } = setup({ props: scope => givenFirst ? { ...hostOf(inGiven), hostedZone: zone(scope, 'A', 'Z1') } : hostOf(made) });
      if (givenFirst) {
        atHost(stack, vpc, 'Second', made);
      } else {
        atHost(stack, vpc, 'Second', inGiven, zone(stack, 'A', 'Z1'));
      }
      expect(errors(stack)).toEqual([expect.stringContaining('KafkaPrivateLinkConsumer.hostTaken')]);
    }
  });

  test.each([
    ['a zone of its own below that of another', 'pay.example.com', 'kafka.pay.example.com'],
    ['a label that is no broker of the pattern', 'b{brokerId}.pay.example.com', 'kafka.pay.example.com'],
    ['a name below one of a broker that can not be', 'b{brokerId}.pay.example.com', 'b7x.pay.example.com'],
    ['a suffix that is no label', 'pay.example.com', 'xpay.example.com'],
  ])('%s is free', (_, first, second) => {
    const { stack, vpc } = setup({ props: hostOf(first) });
    atHost(stack, vpc, 'Second', second);
    expect(errors(stack)).toEqual([]);
  });

  test('a zone is not hidden by itself: the one that another made and that is given here, also by its id', () => {
    const { stack, vpc, consumer } = setup({ props: hostOf('pay.example.com') });
    const [made] = consumer.hostedZones;
    atHost(stack, vpc, 'Second', 'kafka.pay.example.com', made);
    const imported = route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Same', { hostedZoneId: made.hostedZoneId, zoneName: 'pay.example.com' });
    atHost(stack, vpc, 'Third', 'eu.pay.example.com', imported as route53.IPrivateHostedZone);
    expect(errors(stack)).toEqual([]);
  });

  test('but by a closer one of the other', () => {
    const { stack, vpc, consumer } = setup({ props: { contract: contractOf([listenerJson({ host: 'pay.example.com' }), listenerJson({ name: 'B', host: 'eu.pay.example.com', firstPort: 21000, bootstrapPort: 21999 })]) } });
    atHost(stack, vpc, 'Second', 'kafka.eu.pay.example.com', consumer.hostedZones.find(({ zoneName }) => zoneName === 'pay.example.com'));
    expect(errors(stack)).toEqual([expect.stringContaining('makes the zone "eu.pay.example.com", which hides "kafka.eu.pay.example.com"')]);
  });

  test('nothing is said of a given zone whose name comes at deployment', () => {
    const { stack, vpc } = setup({ props: hostOf('pay.example.com') });
    const zoneName = new CfnParameter(stack, 'Name').valueAsString;
    atHost(stack, vpc, 'Second', 'kafka.pay.example.com', route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Given', { hostedZoneId: 'Z1', zoneName }) as route53.IPrivateHostedZone);
    expect(errors(stack)).toEqual([]);
  });

  test('a given zone that is closer to the host than the one that another makes is free', () => {
    const { stack, vpc } = setup({ props: hostOf('pay.example.com') });
    atHost(stack, vpc, 'Second', 'kafka.eu.pay.example.com', route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Given', { hostedZoneId: 'Z1', zoneName: 'eu.pay.example.com' }) as route53.IPrivateHostedZone);
    expect(errors(stack)).toEqual([]);
  });

  test('other hosts and other VPCs are free', () => {
    const { stack, vpc } = setup();
    new KafkaPrivateLinkConsumer(stack, 'OtherHost', { vpc, contract: contractOf([LISTENERS.perBroker]) });
    new KafkaPrivateLinkConsumer(stack, 'OtherVpc', { vpc: vpcOf(stack, 'SecondVpc'), contract: contractOf() });
    Template.fromStack(stack).resourceCountIs(ZONE, 3);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });
});

describe('stability', () => {
  const all = Object.values(LISTENERS);
  const template = (props: Given['props'], vpc?: Given['vpc']) => JSON.stringify(Template.fromStack(setup({ props, vpc }).stack).toJSON());

  test('brokers that are added leave the template as it is, to the byte', () => {
    const more = { brokerIds: [0, 1, 2, 3, 48], brokerZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3', 'euw1-az1', 'euw1-az2'] };
    expect(template({ contract: contractOf(all, more) })).toBe(template({ contract: contractOf(all) }));
  });

  test('two synths are equal', () => {
    expect(template({ contract: contractOf(all) })).toBe(template({ contract: contractOf(all) }));
  });

  const owned = (...zones: string[]) => (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { availabilityZones: zones, subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  const given = (...zones: string[]) => (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: zones, isolatedSubnetIds: zones.map(name => `subnet-${name}`) });
  const recordsOf = (vpc: Given['vpc']) => Template.fromStack(setup({ vpc, props: { contract: contractOf([LISTENERS.perZone]), availabilityZoneIds: ZONE_IDS } }).stack).findResources(RECORD);

  test.each([
    ['a VPC of the app that gains one', owned('eu-west-1a', 'eu-west-1b'), owned('eu-west-1a', 'eu-west-1b', 'eu-west-1c')],
    ['an imported VPC that gains one in front', given('eu-west-1b', 'eu-west-1c'), given('eu-west-1a', 'eu-west-1b', 'eu-west-1c')],
  ])('a zone that is added moves no record of the others: %s', (_, before, after) => {
    expect(recordsOf(after)).toMatchObject(recordsOf(before));
    expect(Object.keys(recordsOf(after))).toHaveLength(Object.keys(recordsOf(before)).length + 1);
  });

  test('a listener that is added changes nothing of the others', () => {
    const resources = (listeners: object[]) => Template.fromStack(setup({ props: { contract: contractOf(listeners) } }).stack).toJSON().Resources;
    expect(resources([LISTENERS.perZone, LISTENERS.shared, LISTENERS.perBroker])).toMatchObject(resources([LISTENERS.shared, LISTENERS.perZone]));
  });

  test('stages do not show in each other', () => {
    const inStage = (id: string) => {
      const stack = new Stack(new Stage(new App(), id), 'Pay', { env: PAY_ENV });
      new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc: vpcOf(stack), contract: contractOf(all) });
      return Template.fromStack(stack).findResources(RECORD);
    };
    expect(inStage('Test')).toEqual(inStage('Prod'));
  });
});
