import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { addressOf, clientListener, ENV, importVpc } from './fixtures';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientListener, KafkaBroker, KafkaBrokerOptions, KafkaNode, KafkaQuorum, KafkaRole,
  ListenerSecurity, PerBrokerNlbListeners, PerBrokerNlbListenersProps,
} from '../../src';

const OTHER_HOST = AdvertisedHost.shared('kafka.old.internal');

function stackOf(scope: Construct = new App(), id = 'Kafka'): Stack {
  return new Stack(scope, id, { env: ENV });
}

const vpcs = new WeakMap<Stack, ec2.IVpc>();
function vpcOf(stack: Stack): ec2.IVpc {
  const vpc = vpcs.get(stack) ?? importVpc(stack);
  vpcs.set(stack, vpc);
  return vpc;
}

const byAddress = (ids: number[], options: KafkaBrokerOptions = {}) => ids.map(id => KafkaBroker.fromIpAddress(id, addressOf(id), options));
const byInstance = (ids: number[], options: KafkaBrokerOptions = {}) => ids.map(id => KafkaBroker.fromInstanceId(id, `i-0123456789abcdef${id}`, options));

function serve(stack: Stack, props: Partial<PerBrokerNlbListenersProps> = {}, id = 'Listeners'): PerBrokerNlbListeners {
  return new PerBrokerNlbListeners(stack, id, { vpc: vpcOf(stack), brokers: byAddress([0, 1, 2]), clientListeners: [clientListener()], ...props });
}

function render(stack: Stack, clientListeners: ClientListener[], nodes: KafkaNode[], id = 'Files'): void {
  const renderer = new BrokerPropertiesRenderer(stack, id, { clientListeners, brokerCount: 3, quorum: KafkaQuorum.bootstrapServers('c0.int:9090') });
  nodes.forEach(node => renderer.render(node));
}

const named = (...ids: number[]) => ids.map(nodeId => ({ nodeId, host: `b${nodeId}.kafka.internal` }));
const addressed = (...ids: number[]) => ids.map(nodeId => ({ nodeId, host: addressOf(nodeId) }));

function errorOf(stack: Stack): string {
  try {
    (stack.node.root as App).synth();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

describe('files and a load balancer', () => {
  test('that agree are fine, whatever else is in the app', () => {
    const stack = stackOf();
    serve(stack, { brokers: byInstance([0, 1, 2]) });
    render(stack, [clientListener(), clientListener({ name: 'AUDIT', slot: 1, advertisedHost: OTHER_HOST })], [...named(0, 1, 2), { nodeId: 1000, host: 'c0.int', roles: [KafkaRole.CONTROLLER] }]);
    render(stack, [clientListener({ firstPort: 30000, advertisedHost: OTHER_HOST })], named(0, 1, 2, 7), 'OfAnotherCluster');
    expect(errorOf(stack)).toBe('no error');
  });

  test.each<[string, (ids: number[]) => KafkaBroker[], (...ids: number[]) => KafkaNode[]]>([
    ['by addresses', byAddress, addressed], ['as the only ones', byInstance, named],
  ])('that contradict each other are refused: found %s', (_, brokers, nodes) => {
    const stack = stackOf();
    serve(stack, { brokers: brokers([0, 1, 2]) });
    render(stack, [clientListener({ slot: 3, advertisedHost: OTHER_HOST })], nodes(0, 1, 2, 7));
    const error = errorOf(stack);
    expect(error).toContain('[Kafka/Listeners] PerBrokerNlbListeners.brokerConfiguration: client listener CLIENT differs in what Kafka/Files renders for brokers 0, 1, 2: slot 0 is not there, but CLIENT (slot 3); give the same ClientListener to both');
    expect(error).toContain('[Kafka/Listeners] PerBrokerNlbListeners.unservedNode: Kafka/Files renders broker 7 with client listener CLIENT, and no load balancer has a port for it, to which clients are sent');
  });

  test.each<[string, ClientListener, string]>([
    ['host', clientListener({ advertisedHost: OTHER_HOST }), "there 'advertisedHost' is \"kafka.old.internal\", here \"kafka.pay.example.com\""],
    ['first port', clientListener({ firstPort: 30000 }), "there 'firstPort' is 30000, here 20000"],
    ['first broker', clientListener({ firstBrokerId: 0, bindPort: 9193 }), "there 'bindPort' is 9193, here 9093"],
    ['security', clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/tls.pem')) }), "there the clients' protocol is \"SSL\""],
  ])('that say another %s are refused', (_, rendered, difference) => {
    const stack = stackOf();
    render(stack, [rendered], named(0, 1, 2)); // the order is all the same
    serve(stack, { brokers: byInstance([0, 1, 2]) });
    expect(errorOf(stack)).toContain(`PerBrokerNlbListeners.brokerConfiguration: client listener CLIENT differs in what Kafka/Files renders for brokers 0, 1, 2: ${difference}`);
  });

  test('a node that no load balancer has is refused where the rest agrees, listener by listener', () => {
    const partner = () => clientListener({ name: 'PARTNER', slot: 1, advertisedHost: OTHER_HOST });
    const stack = stackOf();
    serve(stack, { brokers: byInstance([0, 1]) });
    serve(stack, { brokers: byInstance([0, 1, 7]), clientListeners: [partner()] }, 'Partner');
    render(stack, [clientListener(), partner()], named(0, 1, 7));
    expect(errorOf(stack)).toBe('Validation failed with the following errors:\n'
      + "  [Kafka/Listeners] PerBrokerNlbListeners.unservedNode: Kafka/Files renders broker 7 with client listener CLIENT, and no load balancer has a port for it, to which clients are sent; add it to 'brokers', or if the broker is about to go, move its partitions off and stop rendering it");
  });

  test('an address is the same broker in both', () => {
    const stack = stackOf();
    serve(stack);
    render(stack, [clientListener()], [{ nodeId: 0, host: addressOf(0) }, { nodeId: 2, host: addressOf(1) }]);
    expect(errorOf(stack)).toContain(`PerBrokerNlbListeners.otherNode: ${addressOf(1)} is broker 1 here, and node 2 in Kafka/Files; in both, give the 'node.id' that the host has in its meta.properties`);
  });

  test('brokers that share a host are none that contradict each other', () => {
    const stack = stackOf();
    const client = clientListener({ bindPorts: { 1: 9194 } });
    serve(stack, { brokers: [0, 1].map(id => KafkaBroker.fromIpAddress(id, '10.0.0.10')), clientListeners: [client] });
    render(stack, [client], [0, 1].map(nodeId => ({ nodeId, host: '10.0.0.10' })));
    expect(errorOf(stack)).toBe('no error');
  });

  test('a broker is in one zone', () => {
    const stack = stackOf();
    serve(stack, { brokers: byAddress([0], { zoneId: 'euw1-az1' }) });
    render(stack, [clientListener()], [{ ...addressed(0)[0], zoneId: 'euw1-az2' }]);
    expect(errorOf(stack)).toContain('PerBrokerNlbListeners.otherZone: broker 0 is in "euw1-az1" here, and in "euw1-az2" in Kafka/Files; give both the id of the broker\'s zone');
  });

  test('files of another cluster are none of these brokers, once these say what they have', () => {
    const stack = stackOf();
    serve(stack, { brokers: byInstance([0, 1, 2], { clientListeners: [clientListener()] }) });
    render(stack, [clientListener({ slot: 3, advertisedHost: OTHER_HOST })], named(0, 1, 2, 7));
    expect(errorOf(stack)).toBe('no error');
  });

  test.each<[string, (app: App, stack: Stack) => void]>([
    ['ids', (_, stack) => render(stack, [clientListener({ slot: 3, advertisedHost: OTHER_HOST })], named(10, 11))],
    ['a name', (_, stack) => render(stack, [clientListener({ name: 'AUDIT', slot: 3, advertisedHost: OTHER_HOST })], named(0, 1))],
    ['a stage', app => render(stackOf(new Stage(app, 'Other'), 'Files'), [clientListener({ slot: 3 })], named(0, 1))],
  ])('files that do not have %s in common are those of another cluster', (_, rendering) => {
    const app = new App();
    const stack = stackOf(app);
    serve(stack, { brokers: byInstance([0, 1, 2]) });
    rendering(app, stack);
    expect(errorOf(stack)).toBe('no error');
  });

  test('of two clusters each has its own files', () => {
    const stack = stackOf();
    const other = () => clientListener({ firstPort: 30000, advertisedHost: OTHER_HOST });
    serve(stack, { brokers: byInstance([0, 1, 2]) });
    serve(stack, { brokers: byAddress([0, 1, 2]), clientListeners: [other()] }, 'Other');
    render(stack, [clientListener()], named(0, 1, 2));
    expect(errorOf(stack)).toBe('no error');
  });
});

describe('what a broker says itself', () => {
  test('is compared, as of brokers that are made here', () => {
    const stack = stackOf();
    expect(() => serve(stack, { brokers: byAddress([0, 1], { clientListeners: [clientListener({ bindPort: 9193 })] }) })).toThrow(
      "PerBrokerNlbListeners.brokerConfiguration: client listener CLIENT differs in the configuration of brokers 0, 1: there 'bindPort' is 9193, here 9093");
  });

  test('can be read', () => {
    const client = clientListener();
    expect(KafkaBroker.fromIpAddress(1, '10.0.0.11', { clientListeners: [client] })).toMatchObject({ clientListeners: [client], ipAddress: '10.0.0.11', zoneId: undefined });
    expect(KafkaBroker.fromInstanceId(1, 'i-0123456789abcdef0').ipAddress).toBeUndefined();
  });
});

describe('two load balancers of one VPC', () => {
  test('may have the same brokers and listeners, while consumers move', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map(id => stackOf(app, id));
    [one, two].forEach(stack => serve(stack));
    expect(errorOf(one)).toBe('no error');
  });

  test('may not have one host and different brokers', () => {
    const stack = stackOf();
    serve(stack);
    serve(stack, { brokers: byAddress([3, 4]) }, 'Shard');
    expect(errorOf(stack)).toContain('[Kafka/Shard] PerBrokerNlbListeners.hostTwice: the host "kafka.pay.example.com" is also that of Kafka/Listeners, which has brokers 0, 1, 2, and here are brokers 3, 4: in a VPC of consumers a name leads to one endpoint');
  });

  test('and many brokers are named by their first and last', () => {
    const stack = stackOf();
    serve(stack, { brokers: byAddress([0, 1, 2, 3, 4, 7]) });
    serve(stack, { brokers: byAddress([8, 9]) }, 'Shard');
    expect(errorOf(stack)).toContain('which has brokers 0 to 4, 7, and here are brokers 8, 9: ');
  });

  test.each([['b{brokerId}.pay.example.com', 'b{brokerId}.pay.example.com'], ['b{brokerId}.pay.example.com', 'pay.example.com']])('nor hosts of one zone: %s and %s', (one, two) => {
    const stack = stackOf();
    const hostOf = (pattern: string) => pattern.includes('{') ? AdvertisedHost.perBroker(pattern) : AdvertisedHost.shared(pattern);
    serve(stack, { clientListeners: [clientListener({ advertisedHost: hostOf(one) })] });
    serve(stack, { brokers: byAddress([3]), clientListeners: [clientListener({ advertisedHost: hostOf(two) })] }, 'Shard');
    expect(errorOf(stack)).toContain('PerBrokerNlbListeners.hostTwice: the host "pay.example.com"');
  });

  test('may, in another VPC or under another host', () => {
    const stack = stackOf();
    serve(stack);
    serve(stack, { brokers: byAddress([3, 4]), clientListeners: [clientListener({ advertisedHost: OTHER_HOST })] }, 'Shard');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Elsewhere', { vpcId: 'vpc-0123456789abcdef1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-x'] });
    serve(stack, { vpc, brokers: byAddress([5]) }, 'OfAnotherVpc');
    expect(errorOf(stack)).toBe('no error');
  });

  test('may, on one load balancer, which has one service', () => {
    const stack = stackOf();
    const { loadBalancer } = serve(stack);
    serve(stack, { loadBalancer, brokers: byAddress([3, 4]), clientListeners: [clientListener({ name: 'PARTNER', slot: 1 })] }, 'Partner');
    expect(errorOf(stack)).toBe('no error');
  });

  test('may not lead to one port of a broker for two listeners', () => {
    const stack = stackOf();
    serve(stack);
    serve(stack, { clientListeners: [clientListener({ name: 'PARTNER', slot: 1, bindPort: 9093, advertisedHost: OTHER_HOST })] }, 'Partner');
    expect(errorOf(stack)).toContain('[Kafka/Partner] PerBrokerNlbListeners.bindPortTwice: client listener PARTNER and CLIENT of Kafka/Listeners lead to port 9093 of broker 0, and a broker binds a port for one listener');
  });

  test('nor to one target for two brokers, also by a token and from another stack', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map(id => stackOf(app, id));
    const address = new CfnParameter(one, 'Address').valueAsString;
    serve(one, { brokers: [KafkaBroker.fromIpAddress(0, address)] });
    serve(two, { brokers: [KafkaBroker.fromIpAddress(1, address)], clientListeners: [clientListener({ advertisedHost: OTHER_HOST })] });
    expect(errorOf(one)).toContain('[Two/Listeners] PerBrokerNlbListeners.sameTarget: broker 1 and broker 0 of One/Listeners are the same target, a token on port 9093');
  });

  test('nor does one lead to one target for two listeners of brokers that share a host', () => {
    const stack = stackOf();
    const listeners = [clientListener({ bindPorts: { 0: 9094 } }), clientListener({ name: 'PARTNER', slot: 1, bindPorts: { 0: 9194 }, advertisedHost: OTHER_HOST })];
    serve(stack, { brokers: [0, 1].map(id => KafkaBroker.fromIpAddress(id, '10.0.0.10')), clientListeners: listeners });
    expect(errorOf(stack)).toContain('PerBrokerNlbListeners.sameTarget: broker 0 on client listener CLIENT and broker 1 on PARTNER are the same target, "10.0.0.10" on port 9094');
  });
});
