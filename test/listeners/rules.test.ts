import { Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { addressOf, clientListener, clientListeners, importVpc, range, setup, SetupProps } from './fixtures';
import { AdvertisedHost, BrokerCertificate, ClientListener, IKafkaBroker, KafkaBroker, ListenerSecurity, PerBrokerNlbListeners } from '../../src';

/** A broker of the user's own making. */
class OwnBroker implements IKafkaBroker {
  public readonly connections = new ec2.Connections({ peer: ec2.Peer.ipv4('10.0.0.0/16') });
  public readonly zoneId?: string;
  public readonly clientListeners?: ClientListener[];

  constructor(
    public readonly brokerId: number,
    known: { zoneId?: string; clientListeners?: ClientListener[] } = {},
    private readonly target = (port: number): elbv2.INetworkLoadBalancerTarget => new targets.IpTarget(addressOf(brokerId), port),
  ) {
    this.zoneId = known.zoneId;
    this.clientListeners = known.clientListeners;
  }

  public nlbTarget(port: number): elbv2.INetworkLoadBalancerTarget {
    return this.target(port);
  }
}

function errorOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

const perZone = AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com');
const PREFIX = 'Kafka/Listeners: ';

describe('the listeners and brokers of one load balancer', () => {
  test.each<[string, SetupProps, string]>([
    ['no broker', { brokers: [] },
      "PerBrokerNlbListeners.noBrokers: 'brokers' is empty; give at least one broker"],
    ['no client listener', { clientListeners: [] },
      "PerBrokerNlbListeners.noClientListeners: 'clientListeners' is empty; give at least one client listener"],
    ['two listeners of one slot', { clientListeners: [clientListener(), clientListener({ name: 'PARTNER' })] },
      "PerBrokerNlbListeners.slot: client listeners CLIENT and PARTNER are both in slot 0; a slot is the identity of one listener, so give another 'slot' to the newer one"],
    ['two listeners of one name', { clientListeners: [clientListener(), clientListener({ slot: 1 })] },
      'PerBrokerNlbListeners.name: two client listeners are named CLIENT; a broker knows its listeners by their names, so rename one'],
    ['two listeners whose ports overlap by one', { clientListeners: [clientListener(), clientListener({ name: 'PARTNER', slot: 1, firstPort: 20999 })] },
      "PerBrokerNlbListeners.ports: client listeners CLIENT and PARTNER own the load balancer ports 20000 to 20999 and 20999 to 21998, which overlap; give 'firstPort's that are 1000 apart at least"],
    ['two listeners of one bind port', { clientListeners: [clientListener(), clientListener({ name: 'PARTNER', slot: 1, bindPort: 9093 })] },
      "PerBrokerNlbListeners.bindPort: client listeners CLIENT and PARTNER both bind port 9093 on the brokers' hosts; give one of them another 'bindPort'"],
    ['two listeners of one bind port on one host', { clientListeners: [clientListener({ bindPorts: { 1: 9094 } }), clientListener({ name: 'PARTNER', slot: 1 })] },
      "PerBrokerNlbListeners.bindPort: client listeners CLIENT and PARTNER both bind port 9094 on the host of broker 1; give one of them another 'bindPort'"],
    ['two brokers of one id', { brokers: [1, 2, new OwnBroker(1)] },
      "PerBrokerNlbListeners.duplicateBroker: there are two brokers 1; a broker's port follows from its id, so give every broker its own 'node.id'"],
    ['a broker id below 0', { brokers: [new OwnBroker(-1)] },
      "PerBrokerNlbListeners.brokerId: the broker id must be a literal integer from 0 to 2147483647, the broker's 'node.id'; got -1"],
    ['a broker id above 998', { brokers: [new OwnBroker(999)], clientListeners: [clientListener({ bootstrapPort: 20998 })] },
      "PerBrokerNlbListeners.brokerId: client listener CLIENT has ports for the broker ids 0 to 998, 999 in a row from 'firstBrokerId' on; got 999; give the listener 'firstBrokerId': 999, before clients use it, since every port follows from it"],
    ['broker ids below the first', { brokers: [7, 1001], clientListeners: [clientListener({ firstBrokerId: 1000 })] },
      "PerBrokerNlbListeners.brokerId: client listener CLIENT has ports for the broker ids 1000 to 1998, 999 in a row from 'firstBrokerId' on; got 7; give the listener 'firstBrokerId': 7, before clients use it, since every port follows from it"],
    ['broker ids that are too far apart', { brokers: [7, 1001, 1006] },
      "PerBrokerNlbListeners.brokerId: client listener CLIENT has ports for the broker ids 0 to 998, 999 in a row from 'firstBrokerId' on; got 1001, 1006; ids from 7 to 1006 are too far apart for one listener, so give the others a listener with another advertised host, a load balancer and a service of their own"],
    ['the bootstrap port of a broker that is counted from 1001', { brokers: [1001, 1008], clientListeners: [clientListener({ bootstrapPort: 20007, firstBrokerId: 1001 })] },
      "PerBrokerNlbListeners.bootstrapPortTaken: 'bootstrapPort' 20007 of client listener CLIENT is the port of broker 1008; give the listener another 'bootstrapPort', by default firstPort + 999"],
    ['a broker id that is a token', { brokers: [new OwnBroker(Token.asNumber(Lazy.number({ produce: () => 1 })))] },
      "PerBrokerNlbListeners.brokerId: the broker id must be a literal integer from 0 to 2147483647, the broker's 'node.id'; got a token"],
    ['a zone name for a zone id', { brokers: [new OwnBroker(1, { zoneId: 'eu-west-1a' })] },
      'PerBrokerNlbListeners.zoneId: the \'zoneId\' of broker 1, "eu-west-1a", is not an availability zone id such as "use1-az1" (a zone name such as "us-east-1a" means another zone in another account)'],
    ['a zone id that is a token', { brokers: [new OwnBroker(1, { zoneId: Lazy.string({ produce: () => 'euw1-az1' }) })] },
      "PerBrokerNlbListeners.zoneId: the 'zoneId' of broker 1, a token, stands in host names and in the contract, so it must be a literal"],
    ['the bootstrap port of a broker', { brokers: [0, 7], clientListeners: [clientListener({ bootstrapPort: 20007 })] },
      "PerBrokerNlbListeners.bootstrapPortTaken: 'bootstrapPort' 20007 of client listener CLIENT is the port of broker 7; give the listener another 'bootstrapPort', by default firstPort + 999"],
    ['names by zone for brokers without one', { clientListeners: [clientListener({ advertisedHost: perZone })], brokers: [0, new OwnBroker(1, { zoneId: 'euw1-az1' }), 2] },
      'PerBrokerNlbListeners.zoneIdMissing: client listener CLIENT names its hosts by zone ("{zoneId}.kafka.pay.example.com"), and \'zoneId\' is not given for brokers 0, 2; give every broker the id of its zone, for example "use1-az1"'],
    ['cross-zone off without names by zone', { crossZone: false },
      "PerBrokerNlbListeners.zonalNames: 'crossZone' is false, and client listener CLIENT advertises \"kafka.pay.example.com\" for every zone; a client that meets the load balancer in another zone than the broker's is not served. Leave 'crossZone' on, or name the hosts by AdvertisedHost.perZone() or perBrokerAndZone()"],
  ])('fails for %s', (_, props, message) => {
    expect(errorOf(() => setup(props))).toBe(PREFIX + message);
  });

  test('ids 0 and 998, slots that touch and zone ids that nobody needs are accepted', () => {
    const listeners = [clientListener(), clientListener({ name: 'PARTNER', slot: 1, firstPort: 21000 })];
    expect(() => setup({ brokers: [0, 998, new OwnBroker(1, { zoneId: 'euw1-az1' })], clientListeners: listeners }).template()).not.toThrow();
  });

  test('every problem is told at once', () => {
    const listeners = [clientListener(), clientListener({ slot: 1, bindPort: 9093 })];
    expect(errorOf(() => setup({ brokers: [], clientListeners: listeners, crossZone: false }))).toMatch(
      /^Kafka\/Listeners: 5 problems\n {2}- \S+\.name: .*\n {2}- \S+\.bindPort: .*\n {2}- \S+\.noBrokers: .*\n {2}- \S+\.zonalNames: .*\n {2}- \S+\.zonalNames: .*$/);
  });

  test.each<[string, SetupProps]>([
    ['vpcSubnets', { vpcSubnets: { onePerAz: true } }],
    ['deletionProtection', { deletionProtection: false }],
    ['secondaryAddresses', { secondaryAddresses: 0 }],
  ])('fails for %s with a given load balancer', (name, props) => {
    const stack = new Stack();
    const vpc = importVpc(stack);
    const loadBalancer = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
    expect(() => new PerBrokerNlbListeners(stack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: [new OwnBroker(0)], ...props as {} })).toThrow(
      `PerBrokerNlbListeners.loadBalancerGiven: '${name}' is for a load balancer that is created here, and 'loadBalancer' is given; set it where that one is made`);
  });

  test.each([-1, 8, 1.5, NaN, '3' as any, Token.asNumber({ Ref: 'Number' })])('fails for secondaryAddresses %p', secondaryAddresses => {
    expect(() => setup({ secondaryAddresses })).toThrow(/PerBrokerNlbListeners\.secondaryAddresses: 'secondaryAddresses' must be a literal integer from 0 to 7, for each zone; got /);
  });
});

describe('50 listeners', () => {
  const DOCS = ". The brokers of one listener can't be split over load balancers of one service: an endpoint uses one of them at random";

  test.each([
    [50, 1, '1 client listener × (50 brokers + 1 to bootstrap) = 51', 'it serves 49 brokers of one client listener, so give the other brokers a client listener with another advertised host, and a second PerBrokerNlbListeners with a load balancer and an endpoint service of its own'],
    [25, 2, '2 client listeners × (25 brokers + 1 to bootstrap) = 52', 'with 25 brokers it serves 1 client listener, so serve the others by a second PerBrokerNlbListeners with a load balancer and an endpoint service of its own'],
    [16, 3, '3 client listeners × (16 brokers + 1 to bootstrap) = 51', 'with 16 brokers it serves 2 client listeners, so serve the others by a second PerBrokerNlbListeners with a load balancer and an endpoint service of its own'],
    [12, 4, '4 client listeners × (12 brokers + 1 to bootstrap) = 52', 'with 12 brokers it serves 3 client listeners, so serve the others by a second PerBrokerNlbListeners with a load balancer and an endpoint service of its own'],
  ])('fails for %p brokers with %p client listeners, and says what fits', (brokers, count, sum, remedy) => {
    expect(errorOf(() => setup({ brokers: range(brokers), clientListeners: clientListeners(count) }))).toBe(
      `${PREFIX}PerBrokerNlbListeners.tooManyListeners: ${sum} listeners, and a load balancer has 50 at most, which AWS does not raise; ${remedy}${DOCS}`);
  });
});

describe('what brokers are known to be configured with', () => {
  const known = (...configured: ClientListener[]) => [0, 1].map(id => new OwnBroker(id, { clientListeners: configured }));

  test('copies of the listeners are as good as the listeners, and others do not matter', () => {
    expect(() => setup({ brokers: known(clientListener(), clientListener({ name: 'PARTNER', slot: 1 })) })).not.toThrow();
  });

  test('where the brokers have their certificate concerns them alone', () => {
    const [there, here] = ['/run/kafka/tls/client.pem', '/etc/kafka/client.pem']
      .map(path => clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(path)) }));
    expect(() => setup({ brokers: known(there), clientListeners: [here] })).not.toThrow();
  });

  test('the bootstrap port concerns the load balancer alone', () => {
    expect(() => setup({ brokers: known(clientListener({ bootstrapPort: 20500 })) })).not.toThrow();
  });

  test.each<[string, ClientListener[], string]>([
    ['no listener', [], 'slot 0 is not there, but no client listener'],
    ['other slots', [clientListener({ name: 'A', slot: 1 }), clientListener({ name: 'B', slot: 2 })], 'slot 0 is not there, but A (slot 1), B (slot 2)'],
    ['another name', [clientListener({ name: 'OTHER' })], 'there \'name\' is "OTHER", here "CLIENT"'],
    ['another first port', [clientListener({ firstPort: 30000 })], "there 'firstPort' is 30000, here 20000"],
    ['another first broker', [clientListener({ firstBrokerId: 1001 })], "there 'firstBrokerId' is 1001, here 0"],
    ['another bind port of one broker', [clientListener({ bindPorts: { 0: 9193, 1: 9193 } })], "there 'bindPort' is 9193, here 9093"],
    ['another bind port', [clientListener({ bindPort: 9193 })], "there 'bindPort' is 9193, here 9093"],
    ['another host', [clientListener({ advertisedHost: AdvertisedHost.shared('kafka.old.internal') })], 'there \'advertisedHost\' is "kafka.old.internal", here "kafka.pay.example.com"'],
    ['another security', [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')) })], 'there the clients\' protocol is "SSL", here "PLAINTEXT", there the brokers\' protocol is "SSL", here "PLAINTEXT"'],
    ['several differences', [clientListener({ bindPort: 9193, firstPort: 30000 })], "there 'firstPort' is 30000, here 20000, there 'bindPort' is 9193, here 9093"],
  ])('fails for %s', (_, configured, difference) => {
    expect(errorOf(() => setup({ brokers: known(...configured) }))).toBe(
      `${PREFIX}PerBrokerNlbListeners.brokerConfiguration: client listener CLIENT differs in the configuration of brokers 0, 1: ${difference}; give the same ClientListener to the brokers and to the load balancer`);
  });

  test('fails once for each difference, with the brokers that have it', () => {
    const brokers = [undefined, [], [clientListener({ bindPort: 9193 })]].map((configured, id) => new OwnBroker(id, { clientListeners: configured }));
    expect(errorOf(() => setup({ brokers }))).toMatch(/^Kafka\/Listeners: 2 problems\n.*the configuration of broker 1: slot 0 is not there.*\n.*the configuration of broker 2: there 'bindPort' is 9193/);
  });
});

describe('targets', () => {
  test('fails for brokers of different kinds', () => {
    const brokers = [0, KafkaBroker.fromInstanceId(1, 'i-0123456789abcdef0'), 2];
    expect(errorOf(() => setup({ brokers }))).toBe(
      `${PREFIX}PerBrokerNlbListeners.mixedTargets: the brokers are targets of different kinds (ip for brokers 0, 2, instance for broker 1), and the bootstrap target group of CLIENT takes one kind only; give every broker by KafkaBroker.fromIpAddress(), or every one by its instance`);
  });

  test('fails for two brokers at one address', () => {
    const brokers = [0, KafkaBroker.fromIpAddress(1, addressOf(0))];
    expect(errorOf(() => setup({ brokers }))).toBe(`${PREFIX}PerBrokerNlbListeners.sameTarget: brokers 0, 1 are the same target, "10.0.0.10" on port 9093; clients of one would silently reach the other, so give each broker its own, and where they share a host a port of its own in 'bindPorts'`);
  });

  test('fails for two brokers on one instance, by a token', () => {
    const stack = new Stack(undefined, 'Instances');
    const instanceId = new ec2.CfnInstance(stack, 'Instance').ref;
    expect(errorOf(() => setup({ brokers: [3, 5].map(id => KafkaBroker.fromInstanceId(id, instanceId)) }))).toBe(
      `${PREFIX}PerBrokerNlbListeners.sameTarget: brokers 3, 5 are the same target, a token on port 9093; clients of one would silently reach the other, so give each broker its own, and where they share a host a port of its own in 'bindPorts'`);
  });

  test('fails at synth for two tokens that resolve to the same', () => {
    const { template } = setup({ brokers: [0, 1].map(id => KafkaBroker.fromIpAddress(id, Fn.importValue('broker-address'))) });
    expect(errorOf(template)).toBe('Validation failed with the following errors:\n  [Kafka/Listeners] PerBrokerNlbListeners.sameTarget: brokers 0, 1 are the same target, a token on port 9093; clients of one would silently reach the other, so give each broker its own, and where they share a host a port of its own in \'bindPorts\'');
  });

  test('fails at synth for a token that resolves to the address of another broker', () => {
    const { template } = setup({ brokers: [0, KafkaBroker.fromIpAddress(1, Lazy.string({ produce: () => addressOf(0) }))] });
    expect(errorOf(template)).toContain('PerBrokerNlbListeners.sameTarget: brokers 0, 1 are the same target, "10.0.0.10"');
  });

  test('brokers of two stacks may have the same logical id', () => {
    const { app, stack, vpc } = setup();
    const brokers = ['A', 'B'].map((name, id) => {
      const instances = new Stack(app, name, { env: { account: '111111111111', region: 'eu-west-1' } });
      return KafkaBroker.fromInstanceId(id, new ec2.CfnInstance(instances, 'Broker').ref);
    });
    new PerBrokerNlbListeners(stack, 'Others', { vpc, brokers, clientListeners: [clientListener({ advertisedHost: AdvertisedHost.shared('kafka.other.internal') })] });
    expect(() => app.synth()).not.toThrow();
  });

  test('several brokers of one host are told apart by their ports', () => {
    const ports = (id: number) => new OwnBroker(id, {}, () => ({
      attachToNetworkTargetGroup: () => ({ targetType: elbv2.TargetType.IP, targetJson: { id: '10.0.0.10', port: Token.asNumber(Fn.importValue(`port-${id}`)) } }),
    }));
    expect(() => setup({ brokers: [ports(0), ports(1)] }).template()).not.toThrow();
  });

  test('fails for a target on another port than the listener binds', () => {
    const brokers = [new OwnBroker(4, {}, () => new targets.IpTarget('10.0.0.10', 9094))];
    expect(errorOf(() => setup({ brokers }))).toBe(
      `${PREFIX}PerBrokerNlbListeners.targetPort: the target of broker 4 is on port 9094, and client listener CLIENT binds 9093 there, which is the port that is opened and checked; let 'nlbTarget' use the port that it is given, or give the listener this 'bindPort', or in 'bindPorts' for this broker`);
  });

  test('a target without a port, or one that registers itself, takes the port of its group', () => {
    const brokers = [
      new OwnBroker(0, {}, () => new targets.IpTarget('10.0.0.10')),
      new OwnBroker(1, {}, () => ({ attachToNetworkTargetGroup: () => ({ targetType: elbv2.TargetType.IP }) })),
      new OwnBroker(2, {}, () => ({ attachToNetworkTargetGroup: () => ({ targetType: elbv2.TargetType.IP }) })),
    ];
    const { template } = setup({ brokers });
    template().hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 9093, Targets: [{ Id: '10.0.0.10', Port: Match.absent() }] });
    template().hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 9093, TargetType: 'ip', Targets: Match.absent() });
  });
});

describe('a load balancer that others use too', () => {
  function shared(brokers: number, firstPort = 20000) {
    const { stack, vpc, listeners, template } = setup({ brokers: range(brokers), clientListeners: [clientListener({ firstPort })] });
    const add = (id: string, props: { slot?: number; firstPort?: number; brokers: number }) => new PerBrokerNlbListeners(stack, id, {
      vpc,
      loadBalancer: listeners.loadBalancer,
      clientListeners: [clientListener({ name: 'PARTNER', slot: 1, ...props })],
      brokers: range(props.brokers).map(i => KafkaBroker.fromIpAddress(i, addressOf(i))),
    });
    return { stack, loadBalancer: listeners.loadBalancer as elbv2.NetworkLoadBalancer, add, template };
  }
  const otherPort = (loadBalancer: elbv2.INetworkLoadBalancer, id: string, port: number) =>
    loadBalancer.addListener(id, { port, defaultAction: elbv2.NetworkListenerAction.forward([elbv2.NetworkTargetGroup.fromTargetGroupAttributes(loadBalancer, `${id}Group`, { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/t/0123456789abcdef' })]) });

  test('is accepted with other ports and 50 listeners in all', () => {
    const { loadBalancer, add, template } = shared(23);
    add('Partner', { brokers: 24 });
    otherPort(loadBalancer, 'Mqtt', 8883);
    expect(() => template()).not.toThrow();
  });

  test('fails with 51 listeners in all, and names one of the others', () => {
    const { loadBalancer, add, template } = shared(23);
    add('Partner', { brokers: 25 });
    otherPort(loadBalancer, 'Mqtt', 8883);
    const message = errorOf(template);
    expect(message).toContain('[Kafka/Listeners] PerBrokerNlbListeners.tooManyListeners: Kafka/Listeners/LoadBalancer has 51 listeners, 27 of them made elsewhere (the first is Kafka/Listeners/LoadBalancer/Mqtt), and a load balancer has 50 at most; '
      + 'give some of them a load balancer and an endpoint service of their own');
    expect(message).toContain('[Kafka/Partner] PerBrokerNlbListeners.tooManyListeners: Kafka/Listeners/LoadBalancer has 51 listeners, 25 of them made elsewhere');
  });

  test('fails when another construct has one of the ports', () => {
    const { add, template } = shared(2);
    add('Partner', { brokers: 1, slot: 0 });
    const message = errorOf(template);
    for (const port of [20000, 20999]) {
      const path = port === 20000 ? 'Broker0' : 'Bootstrap';
      expect(message).toContain(`[Kafka/Listeners] PerBrokerNlbListeners.portTaken: port ${port} of Kafka/Listeners/LoadBalancer is also the port of Kafka/Partner/Slot0/${path}/Listener; give one of them another port (client listeners by 'slot' or 'firstPort') or a load balancer of its own`);
    }
    expect(message).not.toContain('20001');
  });

  test('fails when a listener of the user has one of the ports', () => {
    const { loadBalancer, template } = shared(2);
    otherPort(loadBalancer, 'Mine', 20001);
    expect(errorOf(template)).toContain('PerBrokerNlbListeners.portTaken: port 20001 of Kafka/Listeners/LoadBalancer is also the port of Kafka/Listeners/LoadBalancer/Mine;');
  });

  test('fails for a raw listener that refers to the load balancer in its own way', () => {
    const { stack, loadBalancer, template } = shared(1);
    const logicalId = stack.getLogicalId(loadBalancer.node.defaultChild as elbv2.CfnLoadBalancer);
    new elbv2.CfnListener(stack, 'Raw', { loadBalancerArn: Fn.ref(logicalId), port: 20000, defaultActions: [] });
    expect(errorOf(template)).toContain('portTaken: port 20000 of Kafka/Listeners/LoadBalancer is also the port of Kafka/Raw;');
  });

  test('a clash between two listeners of the user is not ours to report', () => {
    const { loadBalancer, template } = shared(1);
    otherPort(loadBalancer, 'A', 443);
    otherPort(loadBalancer, 'B', 443);
    expect(() => template()).not.toThrow();
  });

  test('the same ports on another load balancer are no clash', () => {
    const { stack, template } = shared(1);
    const other = new elbv2.NetworkLoadBalancer(stack, 'Other', { vpc: importVpc(new Stack(stack, 'Nested')) });
    otherPort(other, 'Same', 20000);
    expect(() => template()).not.toThrow();
  });

  test('load balancers of two stacks may have the same logical id', () => {
    const { app, vpc } = setup({ brokers: [0] });
    const second = new Stack(app, 'Second', { env: { account: '111111111111', region: 'eu-west-1' } });
    new PerBrokerNlbListeners(second, 'Listeners', { vpc, clientListeners: [clientListener()], brokers: [new OwnBroker(0)] });
    const [a, b] = app.synth().stacks.map(({ template }) => Object.keys(template.Resources).filter(id => id.startsWith('ListenersLoadBalancer')));
    expect(a).toEqual(b);
  });

  test('fails across stacks for one load balancer', () => {
    const { app, listeners } = setup();
    const second = new Stack(app, 'Second', { env: { account: '111111111111', region: 'eu-west-1' } });
    new PerBrokerNlbListeners(second, 'More', { vpc: importVpc(second), loadBalancer: listeners.loadBalancer, clientListeners: [clientListener()], brokers: [new OwnBroker(1)] });
    expect(errorOf(() => app.synth())).toContain('[Second/More] PerBrokerNlbListeners.portTaken: port 20001 of Kafka/Listeners/LoadBalancer is also the port of Kafka/Listeners/Slot0/Broker1/Listener;');
  });
});

describe('warnings', () => {
  const warning = (id: string, text: string) => Match.stringLikeRegexp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} \\[ack: [A-Za-z-]+::cdk-kafka-privatelink:${id}\\]$`);

  test('brokers without a known security group are named, with the ports to open', () => {
    const brokers = [KafkaBroker.fromIpAddress(0, addressOf(0)), 1, KafkaBroker.fromIpAddress(2, addressOf(2))];
    const { stack } = setup({ brokers, clientListeners: clientListeners(2) });
    Annotations.fromStack(stack).hasWarning('/Kafka/Listeners', warning('PerBrokerNlbListeners.brokerNotOpened',
      "no security group is known of brokers 0, 2, so nothing lets the load balancer in; let it in on ports 9093-9094 yourself, or give the broker's 'securityGroup'"));
  });

  test('a load balancer in one zone is told of', () => {
    const { stack } = setup({ vpcSubnets: { availabilityZones: ['eu-west-1b'] } });
    Annotations.fromStack(stack).hasWarning('/Kafka/Listeners', warning('PerBrokerNlbListeners.singleZone',
      "the load balancer is in one zone only, and with that zone every client loses the cluster; give it subnets in every zone that has brokers, by 'vpcSubnets' or in the VPC"));
  });

  test('a given load balancer without a security group is named, and then nothing is said of the brokers', () => {
    const stack = new Stack(undefined, 'Kafka');
    const vpc = importVpc(stack);
    const loadBalancer = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(0, '10.0.0.10')] });
    Annotations.fromStack(stack).hasWarning('/Kafka/Listeners', warning('PerBrokerNlbListeners.loadBalancerWithoutSecurityGroups',
      "Kafka/Nlb has no security group, or its import does not say which, so nothing lets it in to the brokers; let its subnets in on ports 9093, or give an imported load balancer its 'loadBalancerSecurityGroups'. A load balancer that was made without any can't get one"));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('brokerNotOpened'));
  });

  test('nothing is said of listeners as they should be', () => {
    Annotations.fromStack(setup().stack).hasNoWarning('*', Match.stringLikeRegexp('PerBrokerNlbListeners\\.(?!plaintext)'));
  });
});
