import { App, Aws, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, MultiAzKafkaBrokers } from '../src';
import * as nodes from './brokers/fixtures';
import { contractJson, GivenListeners, listenerJson } from './private-link/fixtures';

const ENV = { account: '111111111111', region: 'eu-west-1' };

/** Names that something else has already, wherever in the app it is. */
describe('a contract parameter', () => {
  const service = (stack: Stack, contractParameterName: string, id = 'Service') =>
    new KafkaPrivateLinkService(stack, id, { listeners: new GivenListeners(stack, `${id}Listeners`), allowedPrincipals: [], contractParameterName });
  const stackIn = (scope: Construct, id: string, env?: Stack['environment'] | typeof ENV) => new Stack(scope, id, { env: env as typeof ENV });

  test.each<[string, (app: App) => [Stack, Stack], string, string]>([
    ['of one stack', app => { const stack = stackIn(app, 'One', ENV); return [stack, stack]; }, '/kafka/contract', '/kafka/contract'],
    ['of two stacks of an environment', app => [stackIn(app, 'One', ENV), stackIn(app, 'Two', ENV)], '/kafka/contract', '/kafka/contract'],
    ['of two stages of an environment', app => [stackIn(new Stage(app, 'A'), 'S', ENV), stackIn(new Stage(app, 'B'), 'S', ENV)], '/kafka/contract', '/kafka/contract'],
    ['of stacks without an environment', app => [stackIn(app, 'One'), stackIn(app, 'Two')], '/kafka/contract', '/kafka/contract'],
    ['that means the same in one stack', app => { const stack = stackIn(app, 'One', ENV); return [stack, stack]; }, `/kafka/${Fn.ref('AWS::StackName')}`, `/kafka/${Aws.STACK_NAME}`],
    ["that is another's service name", app => [stackIn(app, 'One', ENV), stackIn(app, 'Two', ENV)], '/kafka', '/kafka/service-name'],
    ['whose service name is another', app => [stackIn(app, 'One', ENV), stackIn(app, 'Two', ENV)], '/kafka/service-name', '/kafka'],
  ])('%s is refused the second time', (_, stacks, first, second) => {
    const [one, two] = stacks(new App());
    service(one, first, 'First');
    expect(() => service(two, second, 'Second')).toThrow(/KafkaPrivateLinkService\.parameterTaken: \S*First has a parameter (?:"\/kafka\S*"|a token) in this account and region too.*'contractParameterName'/);
  });

  test.each<[string, (app: App) => [Stack, Stack], string]>([
    ['another account', app => [stackIn(app, 'One', ENV), stackIn(app, 'Two', { ...ENV, account: '222222222222' })], '/kafka'],
    ['another region', app => [stackIn(app, 'One', ENV), stackIn(app, 'Two', { ...ENV, region: 'eu-central-1' })], '/kafka'],
    ['another stage that knows no environment', app => [stackIn(new Stage(app, 'A'), 'S'), stackIn(new Stage(app, 'B'), 'S')], '/kafka'],
    ['the name of its stack', app => [stackIn(app, 'One', ENV), stackIn(app, 'Two', ENV)], `/kafka/${Aws.STACK_NAME}`],
    ['another name', app => [stackIn(app, 'One', ENV), stackIn(app, 'Two', ENV)], '/kafka/other'],
  ])('may be there twice with %s', (_, stacks, second) => {
    const [one, two] = stacks(new App());
    service(one, second.includes('Token') ? second : '/kafka', 'First');
    expect(() => service(two, second, 'Second')).not.toThrow();
  });
});

describe('in one VPC', () => {
  const cluster = (stack: Stack, vpc: ec2.IVpc, zoneName: string | undefined, id = 'Brokers') =>
    nodes.setup({ stack, vpc, id, zoneName, clusterId: id === 'Brokers' ? undefined : 'AAAAAAAAAAAAAAAAAAAAAA' }).brokers;
  const consumer = (stack: Stack, vpc: ec2.IVpc, host: string, id = 'Consumer') =>
    new KafkaPrivateLinkConsumer(stack, id, { vpc, contract: KafkaServiceContract.fromJson(contractJson({ listeners: [listenerJson({ host })] })) });
  const errors = (make: (stack: Stack, vpc: ec2.IVpc) => void, vpcOf = nodes.importVpc) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    make(stack, vpcOf(stack));
    return Annotations.fromStack(stack).findError('*', Match.anyValue()).map(({ entry }) => entry.data as string);
  };

  test('two clusters have two zones', () => {
    const twice = errors((stack, vpc) => { cluster(stack, vpc, 'kafka.pay.example.com'); cluster(stack, vpc, 'kafka.pay.example.com', 'Other'); });
    expect(twice).toEqual([expect.stringMatching(/^MultiAzKafkaBrokers\.zoneNameTwice: Kafka\/Brokers makes the zone "kafka\.pay\.example\.com" in this VPC too/)]);
    expect(errors((stack, vpc) => { cluster(stack, vpc, 'kafka.pay.example.com'); cluster(stack, vpc, 'kafka.shop.internal', 'Other'); })).toEqual([]);
  });

  test('those who join a cluster are in its zone', () => {
    expect(errors((stack, vpc) => {
      const joins = cluster(stack, vpc, 'kafka.pay.example.com');
      nodes.setup({ stack, vpc, id: 'More', joins, firstBrokerId: 10 });
    })).toEqual([]);
  });

  test.each(['kafka.pay.example.com', 'b0.kafka.pay.example.com', 'b{brokerId}.kafka.pay.example.com', 'b{brokerId}.up.kafka.pay.example.com'])('the zone of nodes has no host of an endpoint, as %s', host => {
    expect(errors((stack, vpc) => { cluster(stack, vpc, 'kafka.pay.example.com'); consumer(stack, vpc, host); }))
      .toEqual([expect.stringMatching(/^KafkaPrivateLinkConsumer\.hostOfNodes: the host "\S*kafka\.pay\.example\.com" is in "kafka\.pay\.example\.com", the zone of the nodes of Kafka\/Brokers/)]);
    expect(errors((stack, vpc) => { consumer(stack, vpc, host); cluster(stack, vpc, 'kafka.pay.example.com'); }))
      .toEqual([expect.stringMatching(/^MultiAzKafkaBrokers\.zoneOfHost: the zone of nodes "kafka\.pay\.example\.com" has in it "\S*kafka\.pay\.example\.com", which Kafka\/Consumer serves/)]);
  });

  test.each(['pay.example.com', 'xkafka.pay.example.com', 'b{brokerId}.pay.example.com'])('a host beside the zone of nodes is none of it: %s', host => {
    expect(errors((stack, vpc) => { cluster(stack, vpc, 'kafka.pay.example.com'); consumer(stack, vpc, host); })).toEqual([]);
    expect(errors((stack, vpc) => { consumer(stack, vpc, host); cluster(stack, vpc, 'kafka.pay.example.com'); })).toEqual([]);
  });

  test('and in another nothing clashes', () => {
    expect(errors((stack, vpc) => {
      cluster(stack, vpc, 'kafka.pay.example.com');
      consumer(stack, ec2.Vpc.fromVpcAttributes(stack, 'Clients', { vpcId: 'vpc-2', availabilityZones: nodes.ZONES, privateSubnetIds: ['a', 'b', 'c'] }), 'kafka.pay.example.com');
    })).toEqual([]);
  });
});

describe('a VPC that another account shares', () => {
  /** As a lookup finds it. */
  const ownedBy = (ownerAccountId: string) => (stack: Stack) => {
    const lookedUp = (at: Stack, id: string) => ec2.Vpc.fromLookup(at, id, { vpcId: 'vpc-1', ownerAccountId });
    const app = new App();
    lookedUp(new Stack(app, 'Asks', { env: ENV }), 'Vpc');
    const [{ key }] = app.synth().manifest.missing!;
    const subnets = nodes.ZONES.map((availabilityZone, i) => ({ subnetId: `subnet-${i}`, cidr: `10.0.${i}.0/24`, availabilityZone, routeTableId: 'rtb-1' }));
    stack.node.setContext(key, { vpcId: 'vpc-1', ownerAccountId, vpcCidrBlock: '10.0.0.0/16', availabilityZones: [], subnetGroups: [{ name: 'App', type: 'Private', subnets }] });
    return lookedUp(stack, 'Shared');
  };
  const makes: [string, string, (stack: Stack, vpc: ec2.IVpc) => unknown][] = [
    ['KafkaPrivateLinkConsumer.sharedVpc', 'an interface endpoint', (stack, vpc) => new KafkaPrivateLinkConsumer(stack, 'It', { vpc, contract: KafkaServiceContract.fromJson(contractJson()) })],
    ['MultiAzKafkaBrokers.sharedVpc', 'a private hosted zone', (stack, vpc) => new MultiAzKafkaBrokers(stack, 'It', {
      vpc, brokerCount: 3, clientListeners: [nodes.clientListener()], kafka: nodes.KAFKA, machineImage: nodes.IMAGE, availabilityZones: nodes.ZONES,
    })],
  ];

  test.each(makes)('%s', (rule, what, make) => {
    const errors = (vpcOf: (stack: Stack) => ec2.IVpc, env?: typeof ENV) => {
      const stack = new Stack(new App(), 'Kafka', { env });
      make(stack, vpcOf(stack));
      return Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp(rule)).map(({ entry }) => entry.data);
    };
    expect(errors(ownedBy('333333333333'), ENV)).toEqual([expect.stringMatching(new RegExp(`'vpc' is of account 333333333333, and this stack is of 111111111111: .* can't make ${what} in it`))]);
    expect(errors(ownedBy(ENV.account), ENV)).toEqual([]);
    expect(errors(nodes.importVpc)).toEqual([]);
  });

  test.each(makes)('%s: nothing is said where the account of the VPC or of the stack is not known', (rule, _, make) => {
    for (const [ofVpc, ofStack, vpcOf] of [[ENV, undefined, ownedBy('333333333333')], [undefined, ENV, nodes.importVpc]] as const) {
      const app = new App();
      const stack = new Stack(app, 'Kafka', { env: ofStack });
      make(stack, vpcOf(new Stack(app, 'Network', { env: ofVpc })));
      expect(Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp(rule))).toEqual([]);
    }
  });
});
