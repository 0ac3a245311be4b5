import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { KafkaBroker, KafkaControllers, KafkaPrivateLinkConsumer, KafkaServiceContract, MultiAzKafkaBrokers, PerBrokerNlbListeners } from '../src';
import { clientListener, importVpc, KAFKA, IMAGE, setup, ZONES } from './brokers/fixtures';
import { contractJson } from './private-link/fixtures';

/**
 * What a group sends is its owner's: CloudFormation takes the rule that allows all away from a group that gets another one. So a rule about what a
 * group sends is made on groups that allow nothing by themselves, and on no other.
 */
const ENV = { account: '111111111111', region: 'eu-west-1' };
const GROUP = 'sg-0fedcba9876543210';
const NLB_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shared/0123456789abcdef';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';

/** What the CLI finds for a group. */
const found = (allowAllOutbound: boolean): { [provider: string]: (props: any) => unknown } => ({
  'security-group': () => ({ securityGroupId: GROUP, allowAllOutbound }),
  'load-balancer': () => ({
    loadBalancerArn: NLB_ARN, ipAddressType: 'ipv4', loadBalancerCanonicalHostedZoneId: 'Z1', loadBalancerDnsName: 'nlb.elb.eu-west-1.amazonaws.com', securityGroupIds: [GROUP], vpcId: 'vpc-0123456789abcdef0',
  }),
  'vpc-provider': () => ({
    vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: '10.0.0.0/16', availabilityZones: [], subnetGroups: [],
  }),
});

type Make = (stack: Stack, vpc: ec2.IVpc) => ec2.IConnectable;
const byId = (options?: ec2.SecurityGroupImportOptions, id = GROUP): Make => stack => ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', id, options);

interface Way {
  readonly make: Make;
  /** What a lookup would tell. */
  readonly allowAllOutbound?: boolean;
  /** Whether the group gets rules about what it sends. */
  readonly rule: boolean;
  /** Whether the user is told what to open. */
  readonly warning: boolean;
}

const WAYS: { [name: string]: Way } = {
  'imported by its id': { make: byId(), rule: false, warning: true },
  'imported as one that allows all': { make: byId({ allowAllOutbound: true }), rule: false, warning: true },
  'imported as one that allows nothing': { make: byId({ allowAllOutbound: false }), rule: true, warning: false },
  'imported as one that may not be changed': { make: byId({ mutable: false }), rule: false, warning: true },
  'imported as one that allows nothing and may not be changed': { make: byId({ mutable: false, allowAllOutbound: false }), rule: false, warning: true },
  'imported by a parameter': {
    make: stack => ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', new CfnParameter(stack, 'GroupId').valueAsString), rule: false, warning: true,
  },
  'imported by a parameter as one that allows nothing': {
    make: stack => ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', new CfnParameter(stack, 'GroupId').valueAsString, { allowAllOutbound: false }), rule: true, warning: false,
  },
  'looked up by its id, allows all': { make: stack => ec2.SecurityGroup.fromLookupById(stack, 'Group', GROUP), allowAllOutbound: true, rule: false, warning: false },
  'looked up by its id, allows nothing': { make: stack => ec2.SecurityGroup.fromLookupById(stack, 'Group', GROUP), allowAllOutbound: false, rule: true, warning: false },
  'looked up by its name, allows all': { make: (stack, vpc) => ec2.SecurityGroup.fromLookupByName(stack, 'Group', 'apps', vpc), allowAllOutbound: true, rule: false, warning: false },
  'looked up by its name, allows nothing': { make: (stack, vpc) => ec2.SecurityGroup.fromLookupByName(stack, 'Group', 'apps', vpc), allowAllOutbound: false, rule: true, warning: false },
  'imported, and looked up elsewhere': {
    make: stack => {
      ec2.SecurityGroup.fromLookupById(stack, 'Elsewhere', GROUP);
      return ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP);
    },
    allowAllOutbound: true,
    rule: false,
    warning: false,
  },
  'one of two that something has': {
    make: (stack, vpc) => new ec2.Connections({ securityGroups: [new ec2.SecurityGroup(stack, 'Own', { vpc }), ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP)] }),
    rule: false,
    warning: true,
  },
  'of an instance that imports it': {
    make: (stack, vpc) => new ec2.Instance(stack, 'Instance', {
      vpc, instanceType: new ec2.InstanceType('m7g.large'), machineImage: IMAGE, securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP),
    }),
    rule: false,
    warning: true,
  },
  'of the app, allows all': { make: (stack, vpc) => new ec2.SecurityGroup(stack, 'Group', { vpc }), rule: false, warning: false },
  'of the app, allows nothing': { make: (stack, vpc) => new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false }), rule: true, warning: false },
};

const listenersOn = (stack: Stack, vpc: ec2.IVpc, loadBalancer: elbv2.INetworkLoadBalancer) => {
  const securityGroup = new ec2.SecurityGroup(stack, 'Brokers', { vpc });
  new PerBrokerNlbListeners(stack, 'Kafka', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(0, '10.0.0.10', { securityGroup })] });
};
const consumerIn = (stack: Stack, vpc: ec2.IVpc, clients?: ec2.IConnectable[]) =>
  new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: KafkaServiceContract.fromJson(contractJson()), clients });
const NODES = {
  brokerCount: 1,
  controllers: KafkaControllers.combined(1),
  clientListeners: [clientListener()],
  kafka: KAFKA,
  machineImage: IMAGE,
  availabilityZones: ZONES,
};

/** Every construct to which a group can be given that sends, and the rule's name. */
const USERS: { [name: string]: [(stack: Stack, vpc: ec2.IVpc, group: ec2.IConnectable) => void, string] } = {
  'a load balancer of the app': [(stack, vpc, { connections: { securityGroups } }) => listenersOn(stack, vpc, new elbv2.NetworkLoadBalancer(stack, 'Nlb', {
    vpc, securityGroups, enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
  })), 'PerBrokerNlbListeners.loadBalancerEgressUnknown'],
  'a client of a consumer': [(stack, vpc, group) => consumerIn(stack, vpc, [group]), 'KafkaPrivateLinkConsumer.clientEgressUnknown'],
  'who is let in to a consumer': [(stack, vpc, { connections: { securityGroups } }) => {
    consumerIn(stack, vpc).allowFrom(new ec2.Connections({ securityGroups }));
  }, 'KafkaPrivateLinkConsumer.clientEgressUnknown'],
  'a client of brokers': [(stack, vpc, group) => new MultiAzKafkaBrokers(stack, 'Kafka', { ...NODES, vpc, internalClients: [group] }), 'MultiAzKafkaBrokers.clientEgressUnknown'],
  'a client of brokers that join': [(stack, vpc, group) => {
    const { brokers: joins } = setup({ stack: new Stack(stack.node.root as App, 'First', { env: ENV }) });
    new MultiAzKafkaBrokers(stack, 'Kafka', { ...NODES, controllers: undefined, vpc, joins, firstBrokerId: 10, internalClients: [group] });
  }, 'MultiAzKafkaBrokers.clientEgressUnknown'],
};

/** Synthesizes as the CLI does, with what its lookups find. */
function synth(define: (stack: Stack) => void, allowAllOutbound = true): Stack {
  const context: Record<string, unknown> = {};
  for (let pass = 1; pass < 6; pass++) {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack', { env: ENV });
    define(stack);
    const missing = app.synth().manifest.missing ?? [];
    if (missing.length === 0) { return stack; }
    missing.forEach(({ key, provider, props }) => { context[key] = found(allowAllOutbound)[provider](props); });
  }
  throw new Error('lookups never end');
}

const rulesAbout = (stack: Stack, type: string) => Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties);
const told = (stack: Stack, rule: string) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(rule.replace('.', '\\.'))).map(({ entry }) => `${entry.data}`);

describe.each(Object.entries(USERS))('%s', (_, [use, rule]) => {
  test.each(Object.entries(WAYS))('with a group that is %s', (__, way) => {
    const stack = synth(scope => {
      const vpc = importVpc(scope);
      use(scope, vpc, way.make(scope, vpc));
    }, way.allowAllOutbound);
    expect(rulesAbout(stack, EGRESS)).toHaveLength(way.rule ? 1 : 0);
    const warnings = told(stack, rule);
    expect(warnings).toHaveLength(way.warning ? 1 : 0);
    warnings.forEach(text => expect(text).toMatch(/CloudFormation would take away .* on ports (9093|9092|20000-20999) and acknowledge/));
  });
});

describe('an imported load balancer', () => {
  const imports = (loadBalancerSecurityGroups?: string[]) => (stack: Stack) =>
    elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', { loadBalancerArn: NLB_ARN, loadBalancerSecurityGroups });
  const lookup = (stack: Stack) => elbv2.NetworkLoadBalancer.fromLookup(stack, 'Nlb', { loadBalancerArn: NLB_ARN });
  const withGroup = (options: ec2.SecurityGroupImportOptions) => (stack: Stack) => {
    const loadBalancer = imports()(stack);
    loadBalancer.connections.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP, options));
    return loadBalancer;
  };

  test.each<[string, (stack: Stack) => elbv2.INetworkLoadBalancer, boolean | undefined, boolean, boolean]>([
    ['by attributes', imports([GROUP]), undefined, false, true],
    ['by attributes, with two groups', imports([GROUP, 'sg-00000000000000001']), undefined, false, true],
    ['by attributes, with a group that is said to allow nothing', withGroup({ allowAllOutbound: false }), undefined, true, false],
    ['by a lookup, whose group allows all', lookup, true, false, false],
    ['by a lookup, whose group allows nothing', lookup, false, true, false],
  ])('%s', (_, make, allowAllOutbound, rule, warning) => {
    const stack = synth(scope => listenersOn(scope, importVpc(scope), make(scope)), allowAllOutbound);
    expect(rulesAbout(stack, EGRESS)).toHaveLength(rule ? 1 : 0);
    expect(rulesAbout(stack, INGRESS).length).toBeGreaterThan(0);
    expect(told(stack, 'PerBrokerNlbListeners.loadBalancerEgressUnknown')).toHaveLength(warning ? 1 : 0);
  });

  test('is not let out to brokers without a group either, and the warning names them', () => {
    const stack = synth(scope => {
      const brokers = [0, 1].map(id => KafkaBroker.fromIpAddress(id, `10.0.0.1${id}`));
      new PerBrokerNlbListeners(scope, 'Kafka', { vpc: importVpc(scope), loadBalancer: imports([GROUP])(scope), clientListeners: [clientListener()], brokers });
    });
    expect(rulesAbout(stack, EGRESS)).toEqual([]);
    expect(told(stack, 'PerBrokerNlbListeners.loadBalancerEgressUnknown')[0]).toContain('to the addresses of brokers 0, 1 on ports 9093');
  });
});

test('a client that is given as a peer with a group of another account is told what to open', () => {
  const stack = synth(scope => consumerIn(scope, importVpc(scope), [ec2.Peer.securityGroupId(GROUP, '222222222222')]));
  expect(rulesAbout(stack, EGRESS)).toEqual([]);
  expect(told(stack, 'KafkaPrivateLinkConsumer.clientEgressUnknown')[0]).toContain(`${GROUP} may send`);
});

test('a group that is imported twice, once as one that allows nothing, has rules', () => {
  const stack = synth(scope => {
    const [one, other] = [undefined, false].map((allowAllOutbound, i) => ec2.SecurityGroup.fromSecurityGroupId(scope, `Group${i}`, GROUP, { allowAllOutbound }));
    consumerIn(scope, importVpc(scope), [one, other, one]);
  });
  expect([INGRESS, EGRESS].map(type => rulesAbout(stack, type).length)).toEqual([1, 1]);
});

test.each<[string, (stack: Stack) => void]>([
  ['of a load balancer', stack => listenersOn(stack, importVpc(stack), elbv2.NetworkLoadBalancer.fromLookup(stack, 'Nlb', { loadBalancerArn: NLB_ARN }))],
  ['of a client', stack => consumerIn(stack, importVpc(stack), [ec2.SecurityGroup.fromLookupById(stack, 'Group', GROUP)])],
])('while the group %s is looked up nothing is said of it', (_, define) => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  define(stack);
  expect(told(stack, 'EgressUnknown')).toEqual([]);
});

test('an address range has nothing to be told about', () => {
  const stack = synth(scope => consumerIn(scope, importVpc(scope), [ec2.Peer.ipv4('10.8.0.0/16')]));
  expect(told(stack, 'EgressUnknown')).toEqual([]);
});
