import { App, Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, Node } from 'constructs';
import { AdvertisedHost, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, MultiAzKafkaBrokers, PerBrokerNlbListeners } from '../../src';
import { setup as setupBrokers } from '../brokers/fixtures';
import { clientListener, ENV, importVpc, range, setup } from '../listeners/fixtures';
import { contractJson } from '../private-link/fixtures';

const NLB_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/kafka/0123456789abcdef';

/** Listeners and a service over each of some load balancers, and as many consumers. */
function addPaths(scope: Construct, vpc: ec2.IVpc, count: number): void {
  for (const i of range(count)) {
    const client = clientListener({ advertisedHost: AdvertisedHost.shared(`kafka.c${i}.internal`) });
    const listeners = new PerBrokerNlbListeners(scope, `Listeners${i}`, { vpc, clientListeners: [client], brokers: [KafkaBroker.fromIpAddress(i, `10.0.0.${10 + i}`)] });
    new KafkaPrivateLinkService(scope, `Service${i}`, { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
    new KafkaPrivateLinkConsumer(scope, `Consumer${i}`, {
      contract: KafkaServiceContract.fromJson(contractJson()),
      vpc: ec2.Vpc.fromVpcAttributes(scope, `Vpc${i}`, {
        vpcId: `vpc-${i}`, availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-a'], privateSubnetRouteTableIds: ['rtb-a'],
      }),
    });
  }
}

const addRaw = (scope: Construct, id: string, port: number, loadBalancerArn: string) =>
  new elbv2.CfnListener(scope, id, { loadBalancerArn, port, defaultActions: [] });

describe('walks of the tree', () => {
  /** How often something below a construct was collected while a part of a program ran. */
  function walks(root: Construct, run: () => unknown): number {
    const findAll = jest.spyOn(Node.prototype, 'findAll');
    run();
    const count = findAll.mock.contexts.filter(node => node === root.node).length;
    findAll.mockRestore();
    return count;
  }
  const stackOf = () => {
    const app = new App();
    return { app, stack: new Stack(app, 'Kafka', { env: ENV }) };
  };

  test('are as many for eight load balancers, services and consumers as for two', () => {
    const [few, many] = [2, 8].map(count => {
      const { app, stack } = stackOf();
      const whileMade = walks(app, () => addPaths(stack, importVpc(stack), count));
      return [whileMade, walks(app, () => app.synth())];
    });
    expect(many).toEqual(few);
    expect(many[0]).toBe(0);
  });

  test('are one for the validations of a stage, and again one for those of the next synth', () => {
    const { app, stack } = stackOf();
    const validateAll = () => app.node.findAll().flatMap(construct => construct.node.validate());
    const without = walks(app, validateAll);
    addPaths(stack, importVpc(stack), 3);
    expect([1, 2].map(() => walks(app, validateAll) - without)).toEqual([1, 1]);
  });

  test('are none while clusters are made', () => {
    const { stack, vpc } = setupBrokers();
    expect(walks(stack, () => setupBrokers({ stack, vpc, id: 'Other', clusterId: 'Ye2n9lagXrj7SY84IDTCAA' }))).toBe(0);
    expect(stack.node.findAll().filter(construct => construct instanceof MultiAzKafkaBrokers)).toHaveLength(2);
  });
});

describe('what is told is never of before', () => {
  const CLASH = 'PerBrokerNlbListeners.portTaken: port 20001';

  test('by a second synth', () => {
    const { app, stack, listeners } = setup();
    app.synth();
    addRaw(stack, 'Raw', 20001, listeners.loadBalancer.loadBalancerArn);
    expect(() => app.synth({ force: true })).toThrow(CLASH);
    stack.node.tryRemoveChild('Raw');
    expect(() => app.synth({ force: true })).not.toThrow();
  });

  test('by constructs that are asked one by one', () => {
    const { stack, vpc, listeners } = setup();
    const { loadBalancer } = listeners;
    const second = new PerBrokerNlbListeners(stack, 'Second', {
      vpc, loadBalancer, clientListeners: [clientListener({ name: 'PARTNER', slot: 1 })], brokers: [KafkaBroker.fromIpAddress(1, '10.0.0.11')],
    });
    const ask = () => [listeners, second].map(({ node }) => node.validate().join());
    expect(ask()).toEqual(['', '']);
    addRaw(stack, 'Raw', 20001, loadBalancer.loadBalancerArn);
    expect(ask()).toEqual([expect.stringContaining(CLASH), '']);
    addRaw(stack, 'Other', 21001, loadBalancer.loadBalancerArn);
    expect(ask()).toEqual([expect.stringContaining(CLASH), expect.stringContaining('port 21001')]);
  });

  test('by one that is asked after a synth in which all were', () => {
    const { app, stack, listeners } = setup();
    app.synth();
    addRaw(stack, 'Raw', 20001, listeners.loadBalancer.loadBalancerArn);
    expect(listeners.node.validate()).toEqual([expect.stringContaining(CLASH)]);
  });

  test('by one that was made after a synth had begun', () => {
    const { app, stack, vpc, listeners } = setup();
    app.node.validate(); // as far as a synth comes of which a validation throws
    addRaw(stack, 'Raw', 21001, listeners.loadBalancer.loadBalancerArn);
    const late = new PerBrokerNlbListeners(stack, 'Late', {
      vpc, loadBalancer: listeners.loadBalancer, clientListeners: [clientListener({ name: 'PARTNER', slot: 1 })], brokers: [KafkaBroker.fromIpAddress(1, '10.0.0.11')],
    });
    expect(late.node.validate()).toEqual([expect.stringContaining('port 21001')]);
  });
});

describe('stages', () => {
  const inStage = (app: App, id: string) => new Stack(new Stage(app, id, { env: ENV }), 'Kafka');

  test('have load balancers of their own', () => {
    const app = new App();
    for (const stack of ['Dev', 'Prod'].map(id => inStage(app, id))) { addPaths(stack, importVpc(stack), 1); }
    expect(() => app.synth()).not.toThrow();
  });

  test('a clash in one of them is told', () => {
    const app = new App();
    const [, stack] = ['Dev', 'Prod'].map(id => inStage(app, id));
    const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(1, '10.0.0.11')] });
    addRaw(stack, 'Raw', 20001, listeners.loadBalancer.loadBalancerArn);
    expect(() => app.synth()).toThrow('[Prod/Kafka/Listeners] PerBrokerNlbListeners.portTaken: port 20001');
  });

  test('that import one load balancer can not both have a service of it', () => {
    const app = new App();
    const add = (id: string) => {
      const stack = inStage(app, id);
      const vpc = importVpc(stack);
      const loadBalancer = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', { loadBalancerArn: NLB_ARN, vpc, loadBalancerSecurityGroups: ['sg-0123456789abcdef0'] });
      const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(1, '10.0.0.11')] });
      new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
    };
    add('Dev');
    add('Prod');
    expect(() => app.synth()).toThrow('[Dev/Kafka/Service] KafkaPrivateLinkService.loadBalancerTaken: the load balancer is also in the endpoint service Prod/Kafka/Service/Resource');
  });
});
