import { App, CfnOutput, CfnParameter, NestedStack, Stack, StackProps, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { clientListener, KAFKA } from './brokers/fixtures';
import { contractJson } from './private-link/fixtures';
import { References } from './references';
import {
  IKafkaBroker, KafkaBroker, KafkaControllers, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, MultiAzKafkaBrokers,
  MultiAzKafkaBrokersProps, PerBrokerNlbListeners,
} from '../src';

/** The ways in which teams spread Kafka over stacks. `A/B` is the nested stack B of A. */
const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';
const KAFKA_ENV = { account: '111111111111', region: 'eu-west-1' };
const OTHER_ACCOUNT = { account: '222222222222', region: 'eu-west-1' };
const OTHER_REGION = { account: '111111111111', region: 'eu-central-1' };
const IMAGE = ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0', 'eu-central-1': 'ami-0123456789abcdef1' });
const STACKS = ['Net', 'Nlb', 'Nlb2', 'Kafka', 'Edge', 'Service', 'App', 'A', 'B', 'C', 'D', 'E'];

/** A stack whose zones are known without asking the account. */
class TestStack extends Stack {
  public get availabilityZones(): string[] {
    return ['a', 'b', 'c'].map(zone => `eu-west-1${zone}`);
  }
}

type Environments = { [stack: string]: StackProps };

function stacksOf(app: Construct, environments: Environments = {}) {
  const stacks = new Map<string, Stack>();
  const stackOf = (name: string): Stack => {
    const [top, ...nested] = name.split('/');
    const made = stacks.get(name) ?? (nested.length > 0
      ? new NestedStack(stackOf(top), nested.join())
      : new TestStack(app, top, { env: KAFKA_ENV, ...environments[top] }));
    stacks.set(name, made);
    return made;
  };
  return stackOf;
}

const vpcIn = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', {
  maxAzs: 3, restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
});
const groupIn = (stack: Stack, id: string, vpc: ec2.IVpc) => new ec2.SecurityGroup(stack, id, { vpc, allowAllOutbound: false });
const nodesIn = (stack: Stack, props: Pick<MultiAzKafkaBrokersProps, 'vpc' | 'internalClients'> & Partial<MultiAzKafkaBrokersProps>) => new MultiAzKafkaBrokers(stack, 'Brokers', {
  brokerCount: 1, controllers: KafkaControllers.combined(1), clientListeners: [clientListener()], kafka: KAFKA, machineImage: IMAGE, ...props,
});
const valueIn = (stack: Stack, stringValue: string) => new ssm.StringParameter(stack, 'Value', { stringValue });
const contract = () => KafkaServiceContract.fromJson(contractJson());

interface Sides {
  readonly from: ec2.ISecurityGroup;
  readonly to: ec2.ISecurityGroup;
  readonly ports: string;
}

/** Every rule between groups, and that each side has the one that the other expects. */
function expectRules(references: References, sides: Sides[]): void {
  const meaning = (group: ec2.ISecurityGroup) => references.meaning(Stack.of(group), Stack.of(group).resolve(group.securityGroupId));
  const found = [[INGRESS, 'SourceSecurityGroupId', 'GroupId'], [EGRESS, 'GroupId', 'DestinationSecurityGroupId']].map(([type, from, to]) =>
    references.resources(type).filter(({ properties }) => properties[from] && properties[to])
      .map(({ stack, properties: rule }) => `${references.meaning(stack, rule[from])} → ${references.meaning(stack, rule[to])} ${rule.FromPort}-${rule.ToPort}`)
      .filter(rule => !/^(.*) → \1 /.test(rule)) // nodes among each other
      .filter(rule => sides.some(side => rule.startsWith(meaning(side.from)) || rule.includes(`→ ${meaning(side.to)} `))).sort());
  const expected = sides.map(({ from, to, ports }) => `${meaning(from)} → ${meaning(to)} ${ports}`).sort();
  expect(found).toEqual([expected, expected]);
}

function expectDeployable(app: App): References {
  const references = new References(app);
  expect(references.cycles()).toEqual([]);
  return references;
}

interface Provider {
  readonly vpc: string;
  readonly brokers: string;
  /** Without one the listeners make it. */
  readonly loadBalancer?: string;
  readonly listeners: string;
  readonly service: string;
}

/** The provider's side. Brokers are given by instance, whose ids are tokens, or come from `MultiAzKafkaBrokers`. */
function provide(stackOf: (name: string) => Stack, at: Provider, nodes: boolean) {
  const vpc = vpcIn(stackOf(at.vpc));
  const brokersStack = stackOf(at.brokers);
  const cluster = nodes ? nodesIn(brokersStack, {
    vpc,
  }) : undefined;
  const group = cluster ? cluster.connections.securityGroups[0] : groupIn(brokersStack, 'BrokersGroup', vpc);
  const brokers: IKafkaBroker[] = cluster?.brokers ?? [0, 1].map(id => KafkaBroker.fromInstance(id, new ec2.Instance(brokersStack, `Broker${id}`, {
    vpc, instanceType: new ec2.InstanceType('m7g.large'), machineImage: IMAGE, securityGroup: group,
  })));
  const loadBalancer = at.loadBalancer === undefined ? undefined : new elbv2.NetworkLoadBalancer(stackOf(at.loadBalancer), 'Nlb', {
    vpc, enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false, securityGroups: [groupIn(stackOf(at.loadBalancer), 'NlbGroup', vpc)],
  });
  const listeners = new PerBrokerNlbListeners(stackOf(at.listeners), 'Listeners', { vpc, brokers, loadBalancer, clientListeners: [clientListener()] });
  const service = new KafkaPrivateLinkService(stackOf(at.service), 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
  new CfnOutput(stackOf(at.service), 'Contract', { value: service.contract.toJson() });
  return { sides: [{ from: listeners.loadBalancer.connections.securityGroups[0], to: group, ports: '9093-9093' }], group, listeners, service, vpc };
}

const PROVIDERS: { [layout: string]: Provider } = {
  'all in one stack': { vpc: 'Kafka', brokers: 'Kafka', loadBalancer: 'Kafka', listeners: 'Kafka', service: 'Kafka' },
  'the VPC apart': { vpc: 'Net', brokers: 'Kafka', listeners: 'Kafka', service: 'Kafka' },
  'brokers, and what is in front of them': { vpc: 'Net', brokers: 'Kafka', listeners: 'Edge', service: 'Edge' },
  'the load balancer of the platform beside its VPC': { vpc: 'Net', loadBalancer: 'Net', brokers: 'Kafka', listeners: 'Edge', service: 'Edge' },
  'the load balancer of the platform, and all else': { vpc: 'Net', loadBalancer: 'Net', brokers: 'Kafka', listeners: 'Kafka', service: 'Kafka' },
  'the load balancer in a stack of its own': { vpc: 'Net', loadBalancer: 'Nlb', brokers: 'Kafka', listeners: 'Edge', service: 'Edge' },
  'the load balancer apart, brokers beside the VPC': { vpc: 'Net', brokers: 'Net', loadBalancer: 'Nlb', listeners: 'Edge', service: 'Service' },
  'the load balancer and the brokers in one stack': { vpc: 'Kafka', loadBalancer: 'Kafka', brokers: 'Kafka', listeners: 'Edge', service: 'Edge' },
  'listeners beside the load balancer': { vpc: 'Net', loadBalancer: 'Edge', brokers: 'Kafka', listeners: 'Edge', service: 'Service' },
  'listeners beside the brokers': { vpc: 'Net', loadBalancer: 'Nlb', brokers: 'Kafka', listeners: 'Kafka', service: 'Nlb2' },
  'a stack for each': { vpc: 'A', brokers: 'B', loadBalancer: 'C', listeners: 'D', service: 'E' },
  'nested stacks for each': { vpc: 'App/A', brokers: 'App/B', loadBalancer: 'App/C', listeners: 'App/D', service: 'App/E' },
  'nested stacks, the load balancer beside the VPC': { vpc: 'App/A', loadBalancer: 'App/A', brokers: 'App/B', listeners: 'App/C', service: 'App/C' },
  'nested stacks in the stack of the VPC': { vpc: 'App', loadBalancer: 'App', brokers: 'App/Brokers', listeners: 'App/Edge', service: 'App/Edge' },
  'brokers in a nested stack, the service above': { vpc: 'App', brokers: 'App/Brokers', listeners: 'App', service: 'App' },
  'brokers above, listeners in a nested stack': { vpc: 'App', brokers: 'App', loadBalancer: 'App/Edge', listeners: 'App/Edge', service: 'App' },
  'nested stacks of two stacks': { vpc: 'Net/Vpc', loadBalancer: 'Net/Nlb', brokers: 'Kafka/Brokers', listeners: 'Kafka/Edge', service: 'Kafka' },
};

const SPREAD = Object.entries(PROVIDERS).filter(([, { loadBalancer, brokers }]) => loadBalancer !== undefined && loadBalancer !== brokers);

describe.each<[string, StackProps, boolean, [string, Provider][]]>([
  ['stacks of one environment, nodes', {}, true, Object.entries(PROVIDERS)],
  ['stacks of one environment, instances', {}, false, Object.entries(PROVIDERS)],
  ['stacks without an environment, instances', { env: undefined }, false, SPREAD.slice(0, 4)],
  ['stacks that may refer across regions, instances', { crossRegionReferences: true }, false, SPREAD.slice(-4)],
])('the provider in %s', (_, props, nodes, layouts) => {
  test.each(layouts)('%s', (__, at) => {
    const app = new App();
    const { sides } = provide(stacksOf(app, Object.fromEntries(STACKS.map(name => [name, props]))), at, nodes);
    expectRules(expectDeployable(app), sides);
  });
});

/** Layouts in which two stacks would wait for each other. */
const CIRCLES: { [layout: string]: [Provider, RegExp] } = {
  'the service beside the load balancer, listeners apart': [{ vpc: 'Net', loadBalancer: 'Nlb', brokers: 'Kafka', listeners: 'Edge', service: 'Nlb' },
    /KafkaPrivateLinkService.stackCycle: 'listeners': in stack "Edge", which needs "Nlb".*beside its listeners/],
  'the service beside the brokers, listeners apart': [{ vpc: 'Net', loadBalancer: 'Nlb', brokers: 'Kafka', listeners: 'Edge', service: 'Kafka' },
    /KafkaPrivateLinkService.stackCycle: 'listeners': in stack "Edge", which needs "Kafka"/],
  'the service beside the VPC': [{ vpc: 'Net', brokers: 'Kafka', listeners: 'Edge', service: 'Net' },
    /KafkaPrivateLinkService.stackCycle: the load balancer of 'listeners', 'listeners': in stack "Edge", which needs "Net"/],
  'listeners beside the VPC': [{ vpc: 'Net', brokers: 'Kafka', listeners: 'Net', service: 'Net' },
    /PerBrokerNlbListeners.stackCycle: broker 0.*: in stack "Kafka", which needs "Net".*beside the brokers/],
  'nested stacks, the service beside the load balancer': [{ vpc: 'App/A', loadBalancer: 'App/B', brokers: 'App/C', listeners: 'App/D', service: 'App/B' },
    /KafkaPrivateLinkService.stackCycle: 'listeners': in stack "App\/D", which needs "App\/B"/],
};

describe.each([true, false])('a circle of stacks is refused by name, nodes: %p', nodes => {
  test.each(Object.entries(CIRCLES))('%s', (_, [at, refusal]) => {
    expect(() => provide(stacksOf(new App()), at, nodes)).toThrow(refusal);
  });
});

test('a consumer beside the VPC of the service is refused, with the way out', () => {
  const stackOf = stacksOf(new App());
  const { service, vpc } = provide(stackOf, { vpc: 'Net', brokers: 'Kafka', listeners: 'Kafka', service: 'Kafka' }, false);
  expect(() => new KafkaPrivateLinkConsumer(stackOf('Net'), 'Consumer', { vpc, contract: service.contract }))
    .toThrow(/KafkaPrivateLinkConsumer.stackCycle: the service: in stack "Kafka", which needs "Net".*one of its own/);
  expect(() => new KafkaPrivateLinkConsumer(stackOf('App'), 'Consumer', { vpc, contract: service.contract })).not.toThrow();
});

function containersIn(stack: Stack, vpc: ec2.IVpc): IKafkaBroker {
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('kafka', { image: ecs.ContainerImage.fromRegistry('kafka'), portMappings: [{ containerPort: 9093 }] });
  const service = new ecs.FargateService(stack, 'Containers', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }), taskDefinition, minHealthyPercent: 0, securityGroups: [groupIn(stack, 'Group', vpc)],
  });
  return { brokerId: 0, connections: service.connections, nlbTarget: () => service.loadBalancerTarget({ containerName: 'kafka', containerPort: 9093 }) };
}

function machinesIn(stack: Stack, vpc: ec2.IVpc): IKafkaBroker {
  const machines = new autoscaling.AutoScalingGroup(stack, 'Machines', {
    vpc,
    instanceType: new ec2.InstanceType('m7g.large'),
    machineImage: IMAGE,
    securityGroup: groupIn(stack, 'Group', vpc),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  });
  return { brokerId: 0, connections: machines.connections, nlbTarget: () => machines };
}

test.each([
  ['containers', containersIn],
  ['machines', machinesIn],
])('%s that register themselves have the rules in their stack', (_, make) => {
  const app = new App();
  const stackOf = stacksOf(app);
  const vpc = vpcIn(stackOf('Net'));
  const broker = make(stackOf('Kafka'), vpc);
  const listeners = new PerBrokerNlbListeners(stackOf('Edge'), 'Listeners', { vpc, brokers: [broker], clientListeners: [clientListener()] });
  const [from, to] = [listeners.loadBalancer, broker].map(({ connections }) => connections.securityGroups[0]);
  const references = expectDeployable(app);
  expectRules(references, [{ from, to, ports: '9093-9093' }]);
  expect(references.resources(INGRESS).map(({ stack }) => stack)).toEqual([stackOf('Kafka')]);
});

interface Consumer {
  readonly vpc: string;
  readonly consumer: string;
  readonly client: string;
  /** What else the client's stack needs of that of the consumer. */
  readonly needs?: 'dependency' | 'construct dependency' | 'reference';
}

const CONSUMERS: { [layout: string]: Consumer } = {
  'all in one stack': { vpc: 'Pay', consumer: 'Pay', client: 'Pay' },
  'the VPC apart': { vpc: 'Net', consumer: 'Pay', client: 'Pay' },
  'a stack for each': { vpc: 'Net', consumer: 'Pay', client: 'Client' },
  'the consumer of the platform beside the VPC': { vpc: 'Net', consumer: 'Net', client: 'Client' },
  'the client beside the VPC': { vpc: 'Net', consumer: 'Pay', client: 'Net' },
  'the client waits for the consumer': { vpc: 'Net', consumer: 'Pay', client: 'Client', needs: 'dependency' },
  'something of the client waits for the consumer': { vpc: 'Net', consumer: 'Pay', client: 'Client', needs: 'construct dependency' },
  'the client uses what is beside the consumer': { vpc: 'Net', consumer: 'Pay', client: 'Client', needs: 'reference' },
  'nested stacks for each': { vpc: 'App/A', consumer: 'App/B', client: 'App/C' },
  'nested stacks, the consumer beside the VPC': { vpc: 'App/A', consumer: 'App/A', client: 'App/B' },
  'nested stacks, the client waits for the consumer': { vpc: 'App/A', consumer: 'App/B', client: 'App/C', needs: 'construct dependency' },
  'nested stacks, the client uses what is beside the consumer': { vpc: 'App/A', consumer: 'App/B', client: 'App/C', needs: 'reference' },
  'the consumer and the VPC in a nested stack': { vpc: 'App/Net', consumer: 'App/Net', client: 'App' },
  'the client in a nested stack': { vpc: 'App', consumer: 'App', client: 'App/Client' },
  'the client in a nested stack that waits for the consumer': { vpc: 'App', consumer: 'App', client: 'App/Client', needs: 'construct dependency' },
  'the consumer in a nested stack of the platform': { vpc: 'Net/Vpc', consumer: 'Net/Kafka', client: 'Client' },
};

const allowLater = (consumer: KafkaPrivateLinkConsumer, client: ec2.ISecurityGroup) => consumer.allowFrom(client);

describe('the consumer', () => {
  test.each(Object.entries(CONSUMERS))('%s', (_, at) => {
    const app = new App();
    const stackOf = stacksOf(app);
    const vpc = vpcIn(stackOf(at.vpc));
    const consumer = new KafkaPrivateLinkConsumer(stackOf(at.consumer), 'Kafka', { vpc, contract: contract() });
    const shared = new ec2.SecurityGroup(stackOf(at.consumer), 'Shared', { vpc });
    const client = groupIn(stackOf(at.client), 'App', vpc);
    if (at.needs === 'dependency') { stackOf(at.client).addDependency(stackOf(at.consumer)); }
    if (at.needs === 'construct dependency') { client.node.addDependency(consumer.endpoint); }
    if (at.needs === 'reference') { new CfnOutput(stackOf(at.client), 'Uses', { value: shared.securityGroupId }); }
    allowLater(consumer, client);
    expectRules(expectDeployable(app), [{ from: client, to: consumer.connections.securityGroups[0], ports: '20000-20999' }]);
  });

  test('whose client comes to need its stack afterwards is refused, with the way out', () => {
    const app = new App();
    const stackOf = stacksOf(app);
    const vpc = vpcIn(stackOf('Net'));
    const consumer = new KafkaPrivateLinkConsumer(stackOf('Pay'), 'Kafka', { vpc, contract: contract() });
    consumer.allowFrom(groupIn(stackOf('Client'), 'App', vpc));
    new CfnOutput(stackOf('Client'), 'Uses', { value: consumer.endpoint.vpcEndpointId });
    expect(() => app.synth()).toThrow(/KafkaPrivateLinkConsumer.clientStackCycle: stack "Client" needs "Pay".*addDependency\(\)/);
  });

  test.each<[string, (stackOf: (name: string) => Stack, endpointId: string) => void]>([
    ['waits for the consumer', stackOf => stackOf('Client').addDependency(stackOf('Pay'))],
    ['refers to the consumer', (stackOf, value) => new CfnOutput(stackOf('Client'), 'Uses', { value })],
    ['refers to what refers to the consumer', (stackOf, endpointId) => {
      const between = valueIn(stackOf('Mid'), endpointId);
      new CfnOutput(stackOf('Client'), 'Uses', { value: between.parameterName });
    }],
    ['refers to what waits for the consumer', stackOf => {
      stackOf('Mid').addDependency(stackOf('Pay'));
      new CfnOutput(stackOf('Client'), 'Uses', { value: valueIn(stackOf('Mid'), 'of Mid').parameterName });
    }],
  ])('lets in a group of a stack that %s, made here or known by its id', (_, need) => {
    const app = new App();
    const stackOf = stacksOf(app);
    const vpc = vpcIn(stackOf('Net'));
    const consumer = new KafkaPrivateLinkConsumer(stackOf('Pay'), 'Kafka', { vpc, contract: contract() });
    need(stackOf, consumer.endpoint.vpcEndpointId);
    const made = groupIn(stackOf('Client'), 'App', vpc);
    const { attrClusterSecurityGroupId } = new eks.CfnCluster(stackOf('Client'), 'Eks', { roleArn: 'arn:aws:iam::111111111111:role/eks', resourcesVpcConfig: { subnetIds: ['subnet-1'] } });
    consumer.allowFrom(made);
    consumer.allowFrom(ec2.SecurityGroup.fromSecurityGroupId(stackOf('Client'), 'EksGroup', attrClusterSecurityGroupId));
    const rules = expectDeployable(app).resources(INGRESS);
    expect(rules.map(({ stack }) => stack)).toEqual([stackOf('Client'), stackOf('Client')]);
  });

  test('whose client is known by an id and comes to need its stack afterwards is refused', () => {
    const app = new App();
    const stackOf = stacksOf(app);
    const vpc = vpcIn(stackOf('Net'));
    const consumer = new KafkaPrivateLinkConsumer(stackOf('Pay'), 'Kafka', { vpc, contract: contract() });
    const { attrGroupId } = new ec2.CfnSecurityGroup(stackOf('Client'), 'App', { groupDescription: 'of a client', vpcId: vpc.vpcId });
    consumer.allowFrom(ec2.SecurityGroup.fromSecurityGroupId(stackOf('Pay'), 'AppGroup', attrGroupId));
    new CfnOutput(stackOf('Client'), 'Uses', { value: consumer.endpoint.vpcEndpointId });
    expect(() => app.synth()).toThrow(/KafkaPrivateLinkConsumer.clientStackCycle: stack "Client" needs "Pay"/);
  });

  test('with clients of one stack has the rules of all of them in one place', () => {
    const app = new App();
    const stackOf = stacksOf(app);
    const vpc = vpcIn(stackOf('Net'));
    const consumer = new KafkaPrivateLinkConsumer(stackOf('Pay'), 'Kafka', { vpc, contract: contract() });
    const clients = ['One', 'Two'].map(id => groupIn(stackOf('Client'), id, vpc));
    clients.forEach(client => consumer.allowFrom(client));
    const [to] = consumer.connections.securityGroups;
    expectRules(expectDeployable(app), clients.map(from => ({ from, to, ports: '20000-20999' })));
    expect(stackOf('Client').dependencies).not.toContain(stackOf('Pay'));
  });
});

describe('clients inside the VPC', () => {
  test.each<[string, { vpc: string; brokers: string; client: string }]>([
    ['all in one stack', { vpc: 'Kafka', brokers: 'Kafka', client: 'Kafka' }],
    ['the client uses the VPC of the brokers', { vpc: 'Kafka', brokers: 'Kafka', client: 'Client' }],
    ['the client beside the VPC', { vpc: 'Net', brokers: 'Kafka', client: 'Net' }],
    ['a stack for each', { vpc: 'Net', brokers: 'Kafka', client: 'Client' }],
    ['nested stacks for each', { vpc: 'App/A', brokers: 'App/B', client: 'App/C' }],
    ['nested stacks, the brokers beside the VPC', { vpc: 'App/A', brokers: 'App/A', client: 'App/B' }],
  ])('%s', (_, at) => {
    const app = new App();
    const stackOf = stacksOf(app);
    const vpc = vpcIn(stackOf(at.vpc));
    const client = groupIn(stackOf(at.client), 'App', vpc);
    const { connections } = nodesIn(stackOf(at.brokers), {
      vpc,
      internalClients: [client],
    });
    const references = expectDeployable(app);
    const [group] = connections.securityGroups;
    expectRules(references, [{ from: client, to: group, ports: '9092-9092' }]);
  });
});

test('nodes whose client comes to need their stack afterwards are refused, with the way out', () => {
  const app = new App();
  const stackOf = stacksOf(app);
  const vpc = vpcIn(stackOf('Net'));
  const { connections } = nodesIn(stackOf('Kafka'), { vpc, internalClients: [groupIn(stackOf('Client'), 'App', vpc)] });
  new CfnOutput(stackOf('Client'), 'Uses', { value: connections.securityGroups[0].securityGroupId });
  expect(() => app.synth()).toThrow(/MultiAzKafkaBrokers.clientStackCycle: stack "Client" needs "Kafka".*addDependency\(\)/);
});

/** A rule that stands in its group has no id: these are of a prefix list, or of a group of another stack. */
type LetIn = [what: string, make: (stack: Stack, vpc: ec2.IVpc, clients: ec2.IPeer[]) => void, peerOf: (id: string) => ec2.IPeer];

test.each<LetIn>([
  ['prefix lists at a consumer', (stack, vpc, clients) => new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: contract(), clients }), ec2.Peer.prefixList],
  ['prefix lists at nodes', (stack, vpc, internalClients) => nodesIn(stack, { vpc, internalClients }), ec2.Peer.prefixList],
  ...[ec2.Peer.ipv4, (id: string) => ec2.Peer.securityGroupId(id)].map((peerOf): LetIn => [
    'addresses and groups at nodes that join', (stack, vpc, internalClients) => new MultiAzKafkaBrokers(stack, 'Joined', {
      vpc,
      joins: nodesIn(new TestStack(stack.node.root as App, 'First', { env: KAFKA_ENV }), { vpc, brokerCount: 3 }),
      firstBrokerId: 10,
      brokerCount: 1,
      clientListeners: [clientListener()],
      kafka: KAFKA,
      machineImage: IMAGE,
      internalClients,
    }), peerOf,
  ]),
])('rules of tokens keep their ids when another one goes: %s', (_, make, peerOf) => {
  const rulesOf = (clients: string[]) => {
    const stackOf = stacksOf(new App());
    const stack = stackOf('Kafka');
    const parameters = new Map(['A', 'B', 'C'].map(id => [id, new CfnParameter(stack, id).valueAsString]));
    make(stack, vpcIn(stackOf('Net')), clients.map(id => peerOf(parameters.get(id)!)));
    return Template.fromStack(stack).findResources(INGRESS);
  };
  const all = rulesOf(['A', 'B', 'C']);
  const rest = rulesOf(['A', 'C']);
  expect(Object.keys(all)).toHaveLength(Object.keys(rest).length + 1);
  expect(all).toMatchObject(rest);
  expect(rulesOf(['A', 'A', 'C'])).toEqual(rest);
});

test.each([[58, 0], [59, 1]])('nodes with %p clients beside their own two rules are warned of %p times', (count, warnings) => {
  const stack = stacksOf(new App())('Kafka');
  nodesIn(stack, { vpc: vpcIn(stack), internalClients: Array.from({ length: count }, (_, i) => ec2.Peer.ipv4(`10.${i}.0.0/16`)) });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('the nodes gets 61 rules.*MultiAzKafkaBrokers.tooManyInboundRules'))).toHaveLength(warnings);
});

describe('other environments', () => {
  const sameOrNot: [string, Environments][] = [
    ['another account', { Net: { env: OTHER_ACCOUNT } }],
    ['another region', { Net: { env: OTHER_REGION } }],
    ['another region, and references across regions', { Net: { env: OTHER_REGION, crossRegionReferences: true }, Kafka: { crossRegionReferences: true } }],
    ['no environment', { Net: { env: undefined } }],
    ['a region only', { Net: { env: { region: 'eu-west-1' } } }],
  ];

  describe.each(sameOrNot)('%s', (_, environments) => {
    test.each<[string, (stackOf: (name: string) => Stack) => unknown, RegExp]>([
      ['the VPC of listeners', stackOf => new PerBrokerNlbListeners(stackOf('Kafka'), 'Listeners', {
        vpc: vpcIn(stackOf('Net')), brokers: [KafkaBroker.fromIpAddress(0, '10.0.0.10')], clientListeners: [clientListener()],
      }), /PerBrokerNlbListeners.otherEnvironment: 'vpc': made in stack "Net"/],
      ['the load balancer', stackOf => provide(stackOf, { vpc: 'Kafka', brokers: 'Kafka', loadBalancer: 'Net', listeners: 'Kafka', service: 'Kafka' }, false),
        /PerBrokerNlbListeners.otherEnvironment: 'loadBalancer': made in stack "Net"/],
      ['brokers', stackOf => provide(stackOf, { vpc: 'Kafka', brokers: 'Net', listeners: 'Kafka', service: 'Kafka' }, false),
        /PerBrokerNlbListeners.otherEnvironment: the security group of broker 0, the security group of broker 1: made in stack "Net" .* 'outsideVpc'/],
      ['the target of a broker', stackOf => new PerBrokerNlbListeners(stackOf('Kafka'), 'Listeners', {
        vpc: vpcIn(stackOf('Kafka')),
        clientListeners: [clientListener()],
        brokers: [KafkaBroker.fromIpAddress(0, new ec2.CfnNetworkInterface(stackOf('Net'), 'Eni', { subnetId: 'subnet-1' }).attrPrimaryPrivateIpAddress)],
      }), /PerBrokerNlbListeners.otherEnvironment: the target of broker 0: made in stack "Net"/],
      ['the listeners of a service', stackOf => {
        const { listeners } = provide(stackOf, { vpc: 'Net', brokers: 'Net', listeners: 'Net', service: 'Net' }, false);
        return new KafkaPrivateLinkService(stackOf('Kafka'), 'Other', { listeners, allowedPrincipals: [] });
      }, /KafkaPrivateLinkService.otherEnvironment: the load balancer of 'listeners': made in stack "Net"/],
      ['the VPC of a consumer', stackOf => new KafkaPrivateLinkConsumer(stackOf('Kafka'), 'Consumer', { vpc: vpcIn(stackOf('Net')), contract: contract() }),
        /KafkaPrivateLinkConsumer.otherEnvironment: 'vpc': made in stack "Net"/],
      ['a client of a consumer', stackOf => new KafkaPrivateLinkConsumer(stackOf('Kafka'), 'Consumer', {
        vpc: vpcIn(stackOf('Kafka')), contract: contract(), clients: [groupIn(stackOf('Net'), 'App', vpcIn(stackOf('Net')))],
      }), /KafkaPrivateLinkConsumer.foreignClient: the client's group is of stack "Net" .*ec2.Peer.ipv4\(\)/],
      ['the VPC of nodes', stackOf => nodesIn(stackOf('Kafka'), {
        vpc: vpcIn(stackOf('Net')),
      }), /MultiAzKafkaBrokers.otherEnvironment: 'vpc': made in stack "Net"/],
      ['a client of nodes', stackOf => nodesIn(stackOf('Kafka'), {
        vpc: vpcIn(stackOf('Kafka')),
        internalClients: [groupIn(stackOf('Net'), 'App', vpcIn(stackOf('Net')))],
      }), /MultiAzKafkaBrokers.foreignClient: the client's group is of stack "Net"/],
    ])('%s is refused', (__, make, refusal) => {
      const stackOf = stacksOf(new App(), environments);
      expect(() => make(stackOf)).toThrow(refusal);
    });
  });

  test('another stage is refused, by its name', () => {
    const app = new App();
    const [beta, prod] = ['Beta', 'Prod'].map(name => stacksOf(new Stage(app, name)));
    expect(() => new KafkaPrivateLinkConsumer(beta('Pay'), 'Consumer', { vpc: vpcIn(prod('Net')), contract: contract() }))
      .toThrow(/KafkaPrivateLinkConsumer.otherEnvironment: 'vpc': made in stack "Prod\/Net" \(account 111111111111, region eu-west-1, stage Prod\)/);
  });

  test('a client of another account is let in by its addresses, or by the literal id of its group', () => {
    const app = new App();
    const stackOf = stacksOf(app);
    const clients = [ec2.Peer.ipv4('10.8.0.0/16'), ec2.Peer.securityGroupId('sg-0123456789abcdef0', '222222222222')];
    new KafkaPrivateLinkConsumer(stackOf('Pay'), 'Consumer', { vpc: vpcIn(stackOf('Pay')), contract: contract(), clients });
    expect(() => app.synth()).not.toThrow();
  });
});
