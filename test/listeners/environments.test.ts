import { App, CfnParameter, Fn, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  addressOf, clientListener, EGRESS, ENV, importVpc, INGRESS, LISTENER, LOAD_BALANCER, only, pathsOf, range, SECURITY_GROUP, setup,
  TARGET_GROUP, ZONES,
} from './fixtures';
import { IKafkaBroker, KafkaBroker, PerBrokerNlbListeners } from '../../src';

const NLB_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shared/0123456789abcdef';
const rulesOf = (template: Template, type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);
const brokersIn = (securityGroup?: ec2.ISecurityGroup): IKafkaBroker[] =>
  range(2).map(id => KafkaBroker.fromIpAddress(id, addressOf(id), { securityGroup }));

describe('security groups', () => {
  test('brokers that share a group get one rule for each range of bind ports, in and out', () => {
    const slots = [0, 1, 4, 2, 8].map(slot => clientListener({ slot, name: `CLIENT_${slot}` }));
    const { stack, brokerSecurityGroup, template } = setup({ brokers: range(5), clientListeners: slots });
    const brokerGroup = stack.resolve(brokerSecurityGroup.securityGroupId);
    const { properties: { SecurityGroups: [nlbGroup] } } = only(template(), LOAD_BALANCER);
    const rules = [[9093, 9095, 'listeners of slots 0, 1, 2'], [9097, 9097, 'listener of slot 4'], [9101, 9101, 'listener of slot 8']]
      .map(([FromPort, ToPort, what]) => ({ IpProtocol: 'tcp', FromPort, ToPort, Description: `Kafka client ${what}` }));
    expect(rulesOf(template(), INGRESS)).toEqual(rules.map(rule => ({ ...rule, GroupId: brokerGroup, SourceSecurityGroupId: nlbGroup })));
    expect(rulesOf(template(), EGRESS)).toEqual(rules.map(rule => ({ ...rule, GroupId: nlbGroup, DestinationSecurityGroupId: brokerGroup })));
  });

  test('brokers with groups of their own get a rule each', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = importVpc(stack);
    const groups = range(3).map(id => new ec2.SecurityGroup(stack, `Broker${id}`, { vpc }));
    const brokers = groups.map((securityGroup, id) => KafkaBroker.fromIpAddress(id, addressOf(id), { securityGroup }));
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers });
    expect(rulesOf(Template.fromStack(stack), INGRESS).map(rule => rule.GroupId)).toEqual(groups.map(group => stack.resolve(group.securityGroupId)));
  });

  test('a group that was imported once for each broker gets its rule once', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const brokers = range(3).map(id => KafkaBroker.fromIpAddress(id, addressOf(id), { securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, `Imported${id}`, 'sg-0123456789abcdef0') }));
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), clientListeners: [clientListener()], brokers });
    expect(rulesOf(Template.fromStack(stack), INGRESS).map(rule => rule.GroupId)).toEqual(['sg-0123456789abcdef0']);
    expect(rulesOf(Template.fromStack(stack), EGRESS).map(rule => rule.DestinationSecurityGroupId)).toEqual(['sg-0123456789abcdef0']);
  });

  test('an imported group that may not be changed is left alone', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Imported', 'sg-0123456789abcdef0', { mutable: false });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), clientListeners: [clientListener()], brokers: brokersIn(group) });
    Template.fromStack(stack).resourceCountIs(INGRESS, 0);
    expect(rulesOf(Template.fromStack(stack), EGRESS).map(rule => rule.DestinationSecurityGroupId)).toEqual(['sg-0123456789abcdef0']);
  });

  test('brokers without a group are reached at their addresses only, or anywhere if only the instance is known', () => {
    const { template } = setup({ brokers: [KafkaBroker.fromIpAddress(0, '10.0.0.10'), KafkaBroker.fromIpAddress(1, '192.168.7.7', { outsideVpc: true })] });
    const egress = (found: Template) => Object.values(found.findResources(SECURITY_GROUP, { Properties: { GroupDescription: 'Network load balancer of Kafka brokers' } }))[0].Properties.SecurityGroupEgress;
    expect(egress(template())).toEqual(['10.0.0.10/32', '192.168.7.7/32'].map(CidrIp => ({ CidrIp, IpProtocol: 'tcp', FromPort: 9093, ToPort: 9093, Description: 'Kafka client listener of slot 0' })));
    const instances = range(2).map(id => KafkaBroker.fromInstanceId(id, `i-0123456789abcdef${id}`));
    expect(egress(setup({ brokers: instances }).template())).toMatchObject([{ CidrIp: '0.0.0.0/0', FromPort: 9093 }]);
  });
});

describe('brokers in another stack', () => {
  function twoStacks() {
    const app = new App();
    const [network, brokerStack, listenerStack] = ['Network', 'Brokers', 'Listeners'].map(name => new Stack(app, name, { env: ENV }));
    return { app, brokerStack, listenerStack, vpc: importVpc(network) };
  }

  test('their stack gets no rule and depends on nothing, and there is no cycle', () => {
    const { app, brokerStack, listenerStack, vpc } = twoStacks();
    const group = new ec2.SecurityGroup(brokerStack, 'Group', { vpc });
    const brokers = range(2).map(id => {
      const instance = new ec2.Instance(brokerStack, `Broker${id}`, {
        vpc, securityGroup: group, instanceType: new ec2.InstanceType('m7g.large'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
      });
      return KafkaBroker.fromInstance(id, instance);
    });
    new PerBrokerNlbListeners(listenerStack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers });
    app.synth();
    const template = Template.fromStack(listenerStack);
    expect(pathsOf(template).size).toBe(3);
    expect([INGRESS, EGRESS].map(type => rulesOf(template, type).length)).toEqual([1, 1]);
    Template.fromStack(brokerStack).resourceCountIs(INGRESS, 0);
    expect(brokerStack.dependencies).toEqual([]);
    expect(listenerStack.dependencies).toEqual([brokerStack]);
  });

  test('a load balancer of a third stack serves brokers that are made beside the listeners, without a cycle', () => {
    const { app, brokerStack, listenerStack, vpc } = twoStacks();
    const loadBalancer = new elbv2.NetworkLoadBalancer(brokerStack, 'Nlb', { vpc, securityGroups: [new ec2.SecurityGroup(brokerStack, 'NlbGroup', { vpc, allowAllOutbound: false })] });
    const group = new ec2.SecurityGroup(listenerStack, 'Group', { vpc });
    new PerBrokerNlbListeners(listenerStack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: brokersIn(group) });
    app.synth();
    const template = Template.fromStack(listenerStack);
    expect(pathsOf(template).size).toBe(3);
    expect([INGRESS, EGRESS].map(type => rulesOf(template, type).length)).toEqual([1, 1]);
    expect(brokerStack.dependencies).toEqual([]);
  });

  test('of three stacks, that of the brokers depends on nothing', () => {
    const { app, brokerStack, listenerStack, vpc } = twoStacks();
    const edge = new Stack(app, 'Edge', { env: ENV });
    const loadBalancer = new elbv2.NetworkLoadBalancer(edge, 'Nlb', { vpc, securityGroups: [new ec2.SecurityGroup(edge, 'NlbGroup', { vpc, allowAllOutbound: false })] });
    const group = new ec2.SecurityGroup(brokerStack, 'Group', { vpc });
    new PerBrokerNlbListeners(listenerStack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: brokersIn(group) });
    app.synth();
    expect([INGRESS, EGRESS].map(type => rulesOf(Template.fromStack(listenerStack), type).length)).toEqual([1, 1]);
    expect([brokerStack.dependencies, edge.dependencies]).toEqual([[], []]);
  });

  test('a load balancer and brokers of one other stack get their rules there', () => {
    const { app, brokerStack, listenerStack, vpc } = twoStacks();
    const loadBalancer = new elbv2.NetworkLoadBalancer(brokerStack, 'Nlb', { vpc, securityGroups: [new ec2.SecurityGroup(brokerStack, 'NlbGroup', { vpc, allowAllOutbound: false })] });
    const group = new ec2.SecurityGroup(brokerStack, 'Group', { vpc });
    new PerBrokerNlbListeners(listenerStack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: brokersIn(group) });
    app.synth();
    expect([INGRESS, EGRESS].map(type => rulesOf(Template.fromStack(brokerStack), type).length)).toEqual([1, 1]);
    expect(brokerStack.dependencies).toEqual([]);
  });
});

describe('a given load balancer', () => {
  function given(create: (stack: Stack, vpc: ec2.IVpc) => elbv2.INetworkLoadBalancer) {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = importVpc(stack);
    const group = new ec2.SecurityGroup(stack, 'Brokers', { vpc });
    const loadBalancer = create(stack, vpc);
    const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: brokersIn(group) });
    return { stack, vpc, loadBalancer, listeners, template: () => Template.fromStack(stack) };
  }
  const UNENFORCED = { enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false };
  const attributes = { loadBalancerArn: NLB_ARN, loadBalancerSecurityGroups: ['sg-0fedcba9876543210'] };

  test.each<[string, (stack: Stack, vpc: ec2.IVpc) => elbv2.INetworkLoadBalancer]>([
    ['with a group that may send anywhere', (stack, vpc) => new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc, ...UNENFORCED, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })] })],
    ['created in the app', (stack, vpc) => new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc, ...UNENFORCED, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false })] })],
    ['imported', stack => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', attributes)],
    ['imported by a token', stack => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', { ...attributes, loadBalancerArn: new CfnParameter(stack, 'Arn').valueAsString })],
  ])('%s gets the listeners, which stay in our own scope, and is let in to the brokers', (_, create) => {
    const { stack, loadBalancer, listeners, template } = given(create);
    expect(listeners.loadBalancer).toBe(loadBalancer);
    expect([...pathsOf(template()).values()].map(path => path.loadBalancerArn)).toEqual(Array(3).fill(stack.resolve(loadBalancer.loadBalancerArn)));
    expect(loadBalancer.node.findAll().filter(child => child instanceof elbv2.NetworkListener)).toEqual([]);
    expect(rulesOf(template(), INGRESS)).toMatchObject([{ FromPort: 9093, SourceSecurityGroupId: stack.resolve(loadBalancer.securityGroups![0]) }]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('\\.(?!plaintext|loadBalancerEgressUnknown)[a-zA-Z]+\\]'));
  });

  test('has metrics', () => {
    const { listeners } = given(stack => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', attributes));
    expect(listeners.metricPortAllocationErrorCount().dimensions).toEqual({ LoadBalancer: 'net/shared/0123456789abcdef' });
  });

  test('gets no second load balancer or group beside it', () => {
    const { template } = given(stack => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', attributes));
    template().resourceCountIs(LOAD_BALANCER, 0);
    template().resourceCountIs(SECURITY_GROUP, 1);
  });

  test('is warned about if its import does not say its security groups', () => {
    const { stack } = given(scope => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(scope, 'Nlb', { loadBalancerArn: NLB_ARN }));
    Annotations.fromStack(stack).hasWarning('/Kafka/Listeners', Match.stringLikeRegexp('PerBrokerNlbListeners.loadBalancerWithoutSecurityGroups'));
  });

  test.each<[string, () => string]>([
    ['literal', () => NLB_ARN],
    ['token', () => Fn.importValue('shared-nlb')],
  ])('that is imported twice by the same %s is one load balancer', (_, arn) => {
    const { stack, vpc, template } = given(scope => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(scope, 'Nlb', { ...attributes, loadBalancerArn: arn() }));
    const again = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Again', { ...attributes, loadBalancerArn: arn() });
    new PerBrokerNlbListeners(stack, 'More', { vpc, loadBalancer: again, clientListeners: [clientListener()], brokers: brokersIn() });
    expect(template).toThrow('PerBrokerNlbListeners.portTaken: port 20000');
  });
});

describe('lookups', () => {
  const ANSWERS: { [provider: string]: (props: any) => unknown } = {
    'vpc-provider': ({ filter }) => ({
      vpcId: filter['vpc-id'],
      vpcCidrBlock: '10.0.0.0/16',
      availabilityZones: [],
      subnetGroups: [{ name: 'Private', type: 'Private', subnets: ZONES.map((availabilityZone, i) => ({ subnetId: `subnet-${i}`, cidr: `10.0.${i}.0/24`, availabilityZone, routeTableId: `rtb-${i}` })) }],
    }),
    'load-balancer': ({ loadBalancerArn }) => ({
      loadBalancerArn, ipAddressType: 'ipv4', loadBalancerCanonicalHostedZoneId: 'Z1', loadBalancerDnsName: 'nlb.elb.eu-west-1.amazonaws.com', securityGroupIds: ['sg-0fedcba9876543210'], vpcId: 'vpc-0123456789abcdef0',
    }),
    'security-group': ({ securityGroupId }) => ({ securityGroupId, allowAllOutbound: false }),
  };

  /** Synthesizes as the CLI does: again and again, until nothing is missing. */
  function synthAll(define: (stack: Stack) => void): { template: any; passes: number } {
    const context: Record<string, unknown> = {};
    for (let passes = 1; passes < 6; passes++) {
      const app = new App({ context });
      const stack = new Stack(app, 'Kafka', { env: ENV });
      define(stack);
      const assembly = app.synth();
      const missing = assembly.manifest.missing ?? [];
      if (missing.length === 0) { return { template: assembly.getStackByName('Kafka').template, passes }; }
      missing.forEach(({ key, provider, props }) => { context[key] = ANSWERS[provider](props); });
    }
    throw new Error('lookups never end');
  }

  test('a VPC that is looked up, which has two zones on the first pass', () => {
    const { template, passes } = synthAll(stack => {
      const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0' });
      new PerBrokerNlbListeners(stack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers: brokersIn() });
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('singleZone'));
    });
    expect(passes).toBe(2);
    expect(only(Template.fromJSON(template), LOAD_BALANCER).properties.Subnets).toEqual(['subnet-0', 'subnet-1', 'subnet-2']);
  });

  test('a load balancer that is looked up', () => {
    const { template, passes } = synthAll(stack => {
      const loadBalancer = elbv2.NetworkLoadBalancer.fromLookup(stack, 'Nlb', { loadBalancerArn: NLB_ARN });
      new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), loadBalancer, clientListeners: [clientListener()], brokers: brokersIn() });
    });
    expect(passes).toBe(3);
    expect([...pathsOf(Template.fromJSON(template)).values()].map(path => path.loadBalancerArn)).toEqual(Array(3).fill(NLB_ARN));
  });

  const twoLookups = (arns: string[]) => synthAll(stack => {
    const vpc = importVpc(stack);
    arns.forEach((loadBalancerArn, i) => {
      const loadBalancer = elbv2.NetworkLoadBalancer.fromLookup(stack, `Nlb${i}`, { loadBalancerArn });
      new PerBrokerNlbListeners(stack, `Listeners${i}`, { vpc, loadBalancer, clientListeners: [clientListener()], brokers: brokersIn() });
    });
  });

  test('two load balancers are not taken for one while both are dummies', () => {
    expect(() => twoLookups([NLB_ARN, NLB_ARN.replace('shared', 'other')])).not.toThrow();
  });

  test('one load balancer that is looked up twice is found out when the lookups are done', () => {
    expect(() => twoLookups([NLB_ARN, NLB_ARN])).toThrow('PerBrokerNlbListeners.portTaken: port 20000');
  });
});

describe('stacks and apps', () => {
  test('an environment-agnostic stack with a VPC of its own', () => {
    const stack = new Stack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers: brokersIn() });
    expect(only(Template.fromStack(stack), LOAD_BALANCER).properties.Subnets).toHaveLength(2);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('singleZone'));
  });

  test('a VPC whose lists are tokens', () => {
    const stack = new Stack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: Fn.split(',', Fn.importValue('zones')),
      privateSubnetIds: Fn.split(',', Fn.importValue('subnets')),
    });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers: brokersIn() });
    expect(only(Template.fromStack(stack), LOAD_BALANCER).properties.Subnets).toEqual({ 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('singleZone'));
  });

  test('a VPC with explicit zones', () => {
    const stack = new Stack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ZONES });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers: brokersIn() });
    expect(only(Template.fromStack(stack), LOAD_BALANCER).properties.Subnets).toHaveLength(3);
  });

  test.each([
    '@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault',
    '@aws-cdk/aws-elasticloadbalancingv2:usePostQuantumTlsPolicy',
  ])('the feature flag %s makes no difference', flag => {
    const withFlag = (value?: boolean) => setup({ context: value === undefined ? {} : { [flag]: value } }).template().toJSON();
    expect(withFlag(true)).toEqual(withFlag());
    expect(withFlag(false)).toEqual(withFlag());
  });

  test('stages of one app do not see each other', () => {
    const app = new App();
    for (const name of ['Beta', 'Prod']) {
      const stack = new Stack(new Stage(app, name, { env: ENV }), 'Kafka');
      const loadBalancer = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', { loadBalancerArn: NLB_ARN, loadBalancerSecurityGroups: ['sg-0fedcba9876543210'] });
      new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), loadBalancer, clientListeners: [clientListener()], brokers: brokersIn() });
    }
    expect(() => app.synth()).not.toThrow();
  });

  test('aspects reach the load balancer, the target groups and the listeners', () => {
    const { app, template } = setup();
    Tags.of(app).add('team', 'streaming');
    for (const type of [LOAD_BALANCER, TARGET_GROUP]) {
      template().allResourcesProperties(type, { Tags: Match.arrayWith([{ Key: 'team', Value: 'streaming' }]) });
    }
    template().resourceCountIs(LISTENER, 4);
  });
});
