import { App, CfnResource, Duration, Stack, Tags, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IpTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as fc from 'fast-check';
import {
  addressOf, attributesOf, clientListener, clientListeners, EGRESS, ENV, importVpc, INGRESS, LISTENER, LOAD_BALANCER, only, pathsOf, range,
  SECURITY_GROUP, setup, TARGET_GROUP, ZONE_IDS, ZONES,
} from './fixtures';
import { AdvertisedHost, ClientListener, KafkaBroker, NlbHealthCheck, PerBrokerNlbListeners } from '../../src';

const OTHER_HOST = AdvertisedHost.shared('kafka.other.internal');

describe('paths', () => {
  test('broker N is behind port 20000 + N, and all brokers are behind the bootstrap port', () => {
    const paths = pathsOf(setup({ brokers: [0, 1, 17] }).template());
    expect([...paths].map(([port, { targets }]) => [port, targets])).toEqual([
      [20000, ['10.0.0.10:9093']],
      [20001, ['10.0.0.11:9093']],
      [20017, ['10.0.0.27:9093']],
      [20999, ['10.0.0.10:9093', '10.0.0.11:9093', '10.0.0.27:9093']],
    ]);
  });

  test('brokers that are not counted from 0 have the first ports', () => {
    const listeners = [clientListener({ firstBrokerId: 1001 }), clientListener({ name: 'PARTNER', slot: 1, firstBrokerId: 1000 })];
    const paths = pathsOf(setup({ brokers: [1001, 1003], clientListeners: listeners }).template());
    const [one, three] = [1001, 1003].map(id => `${addressOf(id)}:`);
    expect([...paths].map(([port, { targets }]) => [port, targets])).toEqual([
      [20000, [`${one}9093`]],
      [20002, [`${three}9093`]],
      [20999, [`${one}9093`, `${three}9093`]],
      [21001, [`${one}9094`]],
      [21003, [`${three}9094`]],
      [21999, [`${one}9094`, `${three}9094`]],
    ]);
  });

  test('brokers that share a host are told apart by the ports that they bind', () => {
    const onOneHost = [0, 1, 2].map(id => KafkaBroker.fromIpAddress(id, id === 2 ? '10.0.0.11' : '10.0.0.10', { securityGroup: undefined }));
    const template = setup({ brokers: onOneHost, clientListeners: [clientListener({ bindPorts: { 1: 9194 } })] }).template();
    const paths = pathsOf(template);
    expect([...paths].map(([port, { targets, group }]) => [port, targets, group.Port, group.HealthCheckPort])).toEqual([
      [20000, ['10.0.0.10:9093'], 9093, '9093'],
      [20001, ['10.0.0.10:9194'], 9194, '9194'],
      [20002, ['10.0.0.11:9093'], 9093, '9093'],
      [20999, ['10.0.0.10:9093', '10.0.0.10:9194', '10.0.0.11:9093'], 9093, 'traffic-port'],
    ]);
    // Each host is reached on its own brokers' ports, and on no other.
    expect(Object.values(template.findResources(SECURITY_GROUP)).flatMap(({ Properties }) => Properties.SecurityGroupEgress ?? []).filter(({ FromPort }) => FromPort).map(({ CidrIp, FromPort, ToPort }) => `${CidrIp} ${FromPort}-${ToPort}`).sort())
      .toEqual(['10.0.0.10/32 9093-9093', '10.0.0.10/32 9194-9194', '10.0.0.11/32 9093-9093']);
  });

  test('where all brokers bind another port than the listener says, that one is checked, and the bootstrap group stays what it was', () => {
    const paths = pathsOf(setup({ brokers: [0, 1], clientListeners: [clientListener({ bindPorts: { 0: 9194, 1: 9194 } })] }).template());
    expect(paths.get(20999)).toMatchObject({ targets: ['10.0.0.10:9194', '10.0.0.11:9194'], group: { Port: 9093, HealthCheckPort: '9194' } });
  });

  test('each client listener has its own paths to the port that it binds', () => {
    const listeners = [clientListener(), clientListener({ name: 'PARTNER', slot: 4, firstPort: 9200, bootstrapPort: 9250, bindPort: 19092 })];
    const paths = pathsOf(setup({ brokers: [0, 1], clientListeners: listeners }).template());
    expect([...paths].map(([port, { targets }]) => [port, targets])).toEqual([
      [20000, ['10.0.0.10:9093']],
      [20001, ['10.0.0.11:9093']],
      [20999, ['10.0.0.10:9093', '10.0.0.11:9093']],
      [9200, ['10.0.0.10:19092']],
      [9201, ['10.0.0.11:19092']],
      [9250, ['10.0.0.10:19092', '10.0.0.11:19092']],
    ]);
  });

  test('whatever the brokers and slots, a port leads to the one broker that advertises it', () => {
    const slots = fc.uniqueArray(fc.integer({ min: 0, max: 44 }).filter(slot => slot !== 7), { minLength: 1, maxLength: 3 });
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 998 }), { minLength: 1, maxLength: 5 });
    const firstIds = fc.constantFrom(0, 1, 1001, 40_000);
    fc.assert(fc.property(slots, ids, firstIds, (usedSlots, places, firstBrokerId) => {
      const brokers = places.map(place => firstBrokerId + place);
      const listeners = usedSlots.map(slot => clientListener({ slot, name: `C${slot}`, firstBrokerId }));
      const paths = pathsOf(setup({ brokers, clientListeners: listeners }).template());
      expect(paths.size).toBe(listeners.length * (brokers.length + 1));
      for (const listener of listeners) {
        for (const broker of brokers) {
          expect(paths.get(listener.portOf(broker))!.targets).toEqual([`${addressOf(broker)}:${listener.bindPort}`]);
        }
        expect(paths.get(listener.bootstrapPort)!.targets).toEqual(brokers.map(broker => `${addressOf(broker)}:${listener.bindPort}`));
      }
    }), { numRuns: 15 });
  });

  test('each path is TCP on the load balancer, with a target group of its own', () => {
    const template = setup().template();
    const loadBalancer = only(template, LOAD_BALANCER);
    const paths = [...pathsOf(template).values()];
    expect(paths.map(({ protocol, loadBalancerArn }) => ({ protocol, loadBalancerArn }))).toEqual(paths.map(() => ({ protocol: 'TCP', loadBalancerArn: { Ref: loadBalancer.id } })));
    expect(new Set(paths.map(({ groupId }) => groupId)).size).toBe(paths.length);
    template.resourceCountIs(TARGET_GROUP, paths.length);
  });

  test('listeners keep their idle timeout, certificates and policies unset', () => {
    for (const { Properties } of Object.values(setup().template().findResources(LISTENER))) {
      expect(Object.keys(Properties).sort()).toEqual(['DefaultActions', 'LoadBalancerArn', 'Port', 'Protocol']);
    }
  });

  test('a team may check in its own rhythm', () => {
    const healthCheck = { interval: Duration.seconds(5), healthyThresholdCount: 2, unhealthyThresholdCount: 10 };
    for (const { group } of pathsOf(setup({ healthCheck }).template()).values()) {
      // No check may take longer than until the next one.
      expect(group).toMatchObject({
        HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5, HealthyThresholdCount: 2, UnhealthyThresholdCount: 10,
      });
    }
    for (const { group } of pathsOf(setup({ healthCheck: { interval: Duration.minutes(5) } }).template()).values()) {
      expect(group).toMatchObject({ HealthCheckIntervalSeconds: 300, HealthyThresholdCount: 3, UnhealthyThresholdCount: 3 });
      expect(group.HealthCheckTimeoutSeconds).toBeUndefined();
    }
  });

  test.each<[NlbHealthCheck, string]>([
    [{ interval: Duration.seconds(4) }, "'interval' of 'healthCheck' must be a literal of 5 to 300 whole seconds, got 4 seconds"],
    [{ interval: Duration.seconds(301) }, 'got 301 seconds'],
    [{ interval: Duration.millis(7500) }, 'got 7.5 seconds'],
    [{ interval: Duration.seconds(Token.asNumber({ Ref: 'N' })) }, 'got a token'],
    [{ healthyThresholdCount: 1 }, "'healthyThresholdCount' of 'healthCheck' must be a literal integer from 2 to 10, got 1"],
    [{ unhealthyThresholdCount: 11 }, "'unhealthyThresholdCount' of 'healthCheck' must be a literal integer from 2 to 10, got 11"],
    [{ unhealthyThresholdCount: Token.asNumber({ Ref: 'N' }) }, 'got a token'],
  ])('fails for the health check %j', (healthCheck, message) => {
    expect(() => setup({ healthCheck })).toThrow(/^Kafka\/Listeners: PerBrokerNlbListeners\.healthCheck: /);
    expect(() => setup({ healthCheck })).toThrow(message);
  });

  test('what is made can be told apart in the console', () => {
    const { template } = setup({ brokers: [0, 1] });
    const nameOf = ({ Properties }: any) => Properties.Tags.find(({ Key }: any) => Key === 'Name').Value;
    const names = (type: string, of = template()) => Object.entries(of.findResources(type)).filter(([id]) => id.startsWith('Listeners')).map(([, resource]) => nameOf(resource));
    expect([names(LOAD_BALANCER), names(SECURITY_GROUP)]).toEqual([['Kafka/Listeners'], ['Kafka/Listeners']]);
    expect(names(TARGET_GROUP)).toEqual(['Kafka/Listeners/Slot0/Broker0', 'Kafka/Listeners/Slot0/Broker1', 'Kafka/Listeners/Slot0/Bootstrap']);

    const named = setup({ brokers: [0] });
    Tags.of(named.listeners).add('Name', 'Mine');
    expect([LOAD_BALANCER, SECURITY_GROUP, TARGET_GROUP].flatMap(type => names(type, named.template()))).toEqual(['Mine', 'Mine', 'Mine', 'Mine']);
  });

  test('a broker is checked by TCP on its bind port as in the post: every 10 seconds, 3 times either way', () => {
    for (const { group } of pathsOf(setup({ clientListeners: [clientListener({ slot: 2 })] }).template()).values()) {
      expect(group).toMatchObject({
        Port: 9095,
        Protocol: 'TCP',
        TargetType: 'ip',
        VpcId: 'vpc-0123456789abcdef0',
        HealthCheckProtocol: 'TCP',
        HealthCheckPort: '9095',
        HealthCheckIntervalSeconds: 10,
        HealthyThresholdCount: 3,
        UnhealthyThresholdCount: 3,
      });
    }
  });

  test('target groups have these attributes, and only the bootstrap one takes part in DNS failover', () => {
    for (const [port, { group }] of pathsOf(setup().template())) {
      expect(attributesOf(group)).toEqual({
        'load_balancing.cross_zone.enabled': 'true',
        'preserve_client_ip.enabled': 'false',
        'proxy_protocol_v2.enabled': 'false',
        'deregistration_delay.timeout_seconds': '60',
        'deregistration_delay.connection_termination.enabled': 'true',
        'target_health_state.unhealthy.connection_termination.enabled': 'false',
        'target_group_health.dns_failover.minimum_healthy_targets.count': port === 20999 ? '1' : 'off',
      });
    }
  });

  test('nothing has a physical name', () => {
    const template = setup().template();
    for (const type of [LOAD_BALANCER, TARGET_GROUP, LISTENER, SECURITY_GROUP]) {
      for (const { Properties } of Object.values(template.findResources(type))) {
        expect(Object.keys(Properties).filter(key => key === 'Name' || key === 'GroupName')).toEqual([]);
      }
    }
  });

  test('brokers given by instance are instance targets', () => {
    const brokers = [0, 1].map(id => KafkaBroker.fromInstanceId(id, `i-0123456789abcdef${id}`));
    const paths = pathsOf(setup({ brokers }).template());
    expect(paths.get(20001)).toMatchObject({ targets: ['i-0123456789abcdef1:9093'], group: { TargetType: 'instance' } });
    expect(paths.get(20999)).toMatchObject({ targets: ['i-0123456789abcdef0:9093', 'i-0123456789abcdef1:9093'], group: { TargetType: 'instance' } });
  });

  test('a broker outside the VPC is registered in every zone', () => {
    const paths = pathsOf(setup({ brokers: [KafkaBroker.fromIpAddress(0, '192.168.7.7', { outsideVpc: true }), 1] }).template());
    expect([20000, 20001].map(port => paths.get(port)!.group.Targets[0].AvailabilityZone)).toEqual(['all', undefined]);
  });

  test('addresses may be tokens', () => {
    const stack = new Stack();
    const tokens = range(2).map(i => new ec2.CfnNetworkInterface(stack, `Eni${i}`, { subnetId: 'subnet-1' }).attrPrimaryPrivateIpAddress);
    const vpc = importVpc(stack);
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers: tokens.map((ip, id) => KafkaBroker.fromIpAddress(id, ip)) });
    const targets = pathsOf(Template.fromStack(stack)).get(20999)!.group.Targets;
    expect(targets.map((target: any) => target.Id)).toEqual(range(2).map(i => ({ 'Fn::GetAtt': [`Eni${i}`, 'PrimaryPrivateIpAddress'] })));
  });
});

describe('the created load balancer', () => {
  test('is internal, in one private subnet of each zone, and cross-zone', () => {
    const { properties } = only(setup().template(), LOAD_BALANCER);
    expect(properties).toMatchObject({ Type: 'network', Scheme: 'internal', Subnets: ['subnet-a', 'subnet-b', 'subnet-c'] });
    expect(attributesOf(properties)).toEqual({ 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'true' });
  });

  test('lets in PrivateLink without rules and nobody else', () => {
    const template = setup().template();
    const { properties } = only(template, LOAD_BALANCER);
    const [[groupId, { Properties: group }]] = Object.entries(template.findResources(SECURITY_GROUP, { Properties: { SecurityGroupIngress: Match.absent(), VpcId: 'vpc-0123456789abcdef0', GroupDescription: 'Network load balancer of Kafka brokers' } }));
    expect(properties.SecurityGroups).toEqual([{ 'Fn::GetAtt': [groupId, 'GroupId'] }]);
    expect(properties.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic).toBe('off');
    expect(group.SecurityGroupEgress).toBeUndefined();
    expect(Object.values(template.findResources(INGRESS)).filter(rule => rule.Properties.GroupId['Fn::GetAtt'][0] === groupId)).toEqual([]);
  });

  test('is in the subnets that are given', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = importVpc(stack);
    new PerBrokerNlbListeners(stack, 'Listeners', {
      vpc, clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(0, '10.0.0.10')], vpcSubnets: { availabilityZones: ZONES.slice(0, 2) },
    });
    expect(only(Template.fromStack(stack), LOAD_BALANCER).properties.Subnets).toEqual(['subnet-a', 'subnet-b']);
  });

  test('takes one subnet of a zone that has two', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ZONES,
      natGateways: 0,
      subnetConfiguration: ['One', 'Two'].map(name => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED })),
    });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(0, '10.0.0.10')] });
    expect(only(Template.fromStack(stack), LOAD_BALANCER).properties.Subnets).toHaveLength(3);
  });

  test.each([0, 1, 7])('%p secondary addresses are rendered', secondaryAddresses => {
    const { properties } = only(setup({ secondaryAddresses }).template(), LOAD_BALANCER);
    expect(attributesOf(properties)['secondary_ips.auto_assigned.per_subnet']).toBe(`${secondaryAddresses}`);
  });

  test('no secondary addresses are no attribute, since a number can never be lowered', () => {
    expect(attributesOf(only(setup().template(), LOAD_BALANCER).properties)).not.toHaveProperty(['secondary_ips.auto_assigned.per_subnet']);
  });

  test.each([true, false])('deletionProtection %p is rendered', deletionProtection => {
    const { properties } = only(setup({ deletionProtection }).template(), LOAD_BALANCER);
    expect(attributesOf(properties)['deletion_protection.enabled']).toBe(`${deletionProtection}`);
  });

  test.each([true, false])('crossZone %p is rendered on it and on every target group', crossZone => {
    const client = clientListener({ advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') });
    const brokers = ZONE_IDS.map((zoneId, id) => KafkaBroker.fromIpAddress(id, addressOf(id), { zoneId }));
    const { listeners, template } = setup({ crossZone, clientListeners: [client], brokers });
    expect(listeners.crossZone).toBe(crossZone);
    const rendered = [only(template(), LOAD_BALANCER).properties, ...[...pathsOf(template()).values()].map(({ group }) => group)];
    expect(rendered.map(properties => attributesOf(properties)['load_balancing.cross_zone.enabled'])).toEqual(Array(5).fill(`${crossZone}`));
  });
});

describe('identity', () => {
  const resourcesOf = (props: Parameters<typeof setup>[0]) => setup(props).template().toJSON().Resources;

  test('resources are named by slot and broker id', () => {
    const ids = Object.keys(resourcesOf({ brokers: [5], clientListeners: [clientListener({ slot: 3 })] })).map(id => id.replace(/[0-9A-F]{8}$/, ''));
    expect(ids).toEqual(expect.arrayContaining([
      'ListenersSlot3Broker5Targets', 'ListenersSlot3Broker5Listener', 'ListenersSlot3BootstrapTargets', 'ListenersSlot3BootstrapListener', 'ListenersLoadBalancer', 'ListenersSecurityGroup',
    ]));
  });

  test.each([
    ['added at the end', [0, 1, 2], [0, 1, 2, 3]],
    ['added in front', [1, 2], [0, 1, 2]],
    ['added in between', [0, 2], [0, 1, 2]],
  ])('a broker %s, or taken away, changes no other resource than the bootstrap targets', (_, fewer, more) => {
    const [before, after] = [fewer, more].map(brokers => resourcesOf({ brokers, clientListeners: clientListeners(2) }));
    const changed = Object.keys(before).filter(id => JSON.stringify(before[id]) !== JSON.stringify(after[id]));
    expect(changed.map(id => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(['ListenersSlot0BootstrapTargets', 'ListenersSlot1BootstrapTargets']);
    for (const id of changed) {
      expect({ ...after[id].Properties, Targets: undefined }).toEqual({ ...before[id].Properties, Targets: undefined });
    }
    expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 4);
  });

  test('a listener that is renamed, or gets another host, changes nothing', () => {
    const renamed = clientListener({ name: 'PARTNER', advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.partner.example.com') });
    expect(resourcesOf({ clientListeners: [renamed] })).toEqual(resourcesOf({}));
  });

  test('a client listener that is added changes no resource that was there, but for a rule that is made anew before the old one goes', () => {
    const isRule = ([, { Type }]: [string, any]) => [INGRESS, EGRESS].includes(Type);
    const [one, two] = [1, 2].map(count => Object.entries(resourcesOf({ clientListeners: clientListeners(count) })));
    expect(Object.fromEntries(two)).toMatchObject(Object.fromEntries(one.filter(resource => !isRule(resource))));
    const [before, after] = [one, two].map(resources => resources.filter(isRule).map(([id]) => id));
    expect(before).toHaveLength(2);
    expect(after.filter(id => before.includes(id))).toEqual([]);
  });

  test('a client listener that is no neighbour changes nothing that was there', () => {
    const [first, , third] = clientListeners(3);
    const [one, two] = [[first], [first, third]].map(listeners => resourcesOf({ clientListeners: listeners }));
    expect(two).toMatchObject(one);
  });

  test('two in one stack do not collide', () => {
    const { stack, vpc, template } = setup();
    new PerBrokerNlbListeners(stack, 'Others', { vpc, clientListeners: [clientListener({ advertisedHost: OTHER_HOST })], brokers: [KafkaBroker.fromIpAddress(0, '10.0.9.10')] });
    template().resourceCountIs(LOAD_BALANCER, 2);
    template().resourceCountIs(LISTENER, 4 + 2);
  });

  test('two syntheses are equal', () => {
    expect(resourcesOf({ clientListeners: clientListeners(2) })).toEqual(resourcesOf({ clientListeners: clientListeners(2) }));
  });
});

describe('limits', () => {
  test.each([[49, 1, 50], [24, 2, 50], [15, 3, 48], [11, 4, 48]])('%p brokers with %p client listeners fit on one load balancer, with two elbv2 resources a path', (brokers, count, paths) => {
    const template = setup({ brokers: range(brokers), clientListeners: clientListeners(count) }).template();
    expect(pathsOf(template).size).toBe(paths);
    template.resourceCountIs(TARGET_GROUP, paths);
  });
});

describe('what others build on', () => {
  test('clientListeners and brokers are those given, and copies of the lists', () => {
    const clientListenerList = clientListeners(2);
    const { listeners } = setup({ brokers: [4, 2], clientListeners: clientListenerList });
    expect(listeners.clientListeners).toEqual(clientListenerList);
    expect(listeners.clientListeners).not.toBe(clientListenerList);
    expect(listeners.brokers.map(broker => broker.brokerId)).toEqual([4, 2]);
  });

  test('what depends on ready comes after every listener', () => {
    const { stack, listeners, template } = setup();
    new CfnResource(stack, 'Later', { type: 'Test::Later' }).node.addDependency(listeners.ready);
    const [{ DependsOn }] = Object.values(template().findResources('Test::Later'));
    expect(DependsOn).toEqual(Object.keys(template().findResources(LISTENER)).sort());
  });

  test('targetGroup is the one behind the port of the broker', () => {
    const { stack, listeners, template } = setup({ clientListeners: clientListeners(2) });
    const [first, second] = listeners.clientListeners;
    for (const listener of [first, second]) {
      expect(stack.resolve(listeners.targetGroup(listener, 1).targetGroupArn)).toEqual({ Ref: pathsOf(template()).get(listener.portOf(1))!.groupId });
    }
  });

  test('targetGroup takes a copy of a listener', () => {
    const { listeners } = setup();
    expect(listeners.targetGroup(clientListener(), 2)).toBe(listeners.targetGroup(listeners.clientListeners[0], 2));
  });

  test.each([[0, 7], [3, 1]])('targetGroup fails for slot %p and broker %p, and names what there is', (slot, brokerId) => {
    const { listeners } = setup();
    expect(() => listeners.targetGroup(clientListener({ slot }), brokerId)).toThrow(
      `Kafka/Listeners: PerBrokerNlbListeners.unknownPath: there is no port for broker ${brokerId} and client listener CLIENT of slot ${slot}; the client listeners are CLIENT (slot 0), the brokers 0, 1, 2`);
  });
});

describe('the target group of a path', () => {
  const group = (listeners: PerBrokerNlbListeners, client: ClientListener) => listeners.targetGroup(client, 1);

  test.each([
    ['a load balancer made here', {}],
    ['one of which the ARN is known', { loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shared/0123456789abcdef' }],
  ])('says what an import of the CDK says, behind %s', (_, { loadBalancerArn }: { loadBalancerArn?: string }) => {
    const scope = new Stack(new App(), 'Other');
    const loadBalancer = loadBalancerArn === undefined ? undefined
      : elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(scope, 'Nlb', { loadBalancerArn, loadBalancerSecurityGroups: ['sg-0123456789abcdef0'] });
    const { stack, listeners, client } = setup({ loadBalancer });
    const own = group(listeners, client);
    const imported = elbv2.NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Imported', { targetGroupArn: own.targetGroupArn, loadBalancerArns: own.loadBalancerArns });
    const factsOf = (each: elbv2.INetworkTargetGroup) => stack.resolve([
      each.targetGroupName, each.targetGroupArn, each.targetGroupRef, each.loadBalancerArns, each.env, each.isNetworkTargetGroup,
      ...[each.metrics.healthyHostCount(), each.metrics.unHealthyHostCount({ statistic: 'p90' }), each.metrics.custom('NewFlowCount')].map(metric => metric.toMetricConfig()),
    ]);
    expect(factsOf(own)).toEqual(factsOf(imported));
    expect(factsOf(own)[4]).toEqual({ account: '111111111111', region: 'eu-west-1' });
  });

  test('and its metrics can be had after a synth, when no construct can be made any more', () => {
    const { app, stack, listeners, client } = setup();
    const before = Template.fromStack(stack).toJSON();
    app.node.lock();
    expect(stack.resolve(group(listeners, client).targetGroupArn)).toEqual({ Ref: pathsOf(Template.fromStack(stack)).get(20001)!.groupId });
    for (const metric of [listeners.metricHealthyHostCount(client, 1), listeners.metricUnHealthyHostCount(client, 1)]) {
      expect(stack.resolve(metric.dimensions)).toHaveProperty('TargetGroup');
    }
    expect(Template.fromStack(stack).toJSON()).toEqual(before);
  });

  describe('lets what registers itself wait for its listener', () => {
    const serviceIn = (stack: Stack, vpc: ec2.IVpc) => {
      const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
      taskDefinition.addContainer('Kafka', { image: ecs.ContainerImage.fromRegistry('kafka'), portMappings: [{ containerPort: 9093 }] });
      return new ecs.FargateService(stack, 'Service', { cluster: new ecs.Cluster(stack, 'Cluster', { vpc }), taskDefinition });
    };
    /** The ports of the listeners that the service waits for. */
    const awaited = (stack: Stack) => {
      const template = Template.fromStack(stack);
      const [{ DependsOn }] = Object.values(template.findResources('AWS::ECS::Service'));
      const listeners = template.findResources(LISTENER);
      return [DependsOn].flat().flatMap(id => listeners[id]?.Properties.Port ?? []).sort();
    };

    test('a service of ECS', () => {
      const { stack, vpc, listeners, client } = setup();
      serviceIn(stack, vpc).attachToNetworkTargetGroup(listeners.targetGroup(client, 2));
      expect(awaited(stack)).toEqual([20002]);
    });

    test('a service that is given its target group after a first synth', () => {
      const { app, stack, vpc, listeners, client } = setup();
      const service = serviceIn(stack, vpc);
      app.synth();
      service.attachToNetworkTargetGroup(listeners.targetGroup(client, 1));
      app.synth({ force: true });
      expect(awaited(stack)).toEqual([20001]);
    });

    test('a broker that is one, for the port to bootstrap from too', () => {
      const stack = new Stack(new App(), 'Kafka', { env: ENV });
      const vpc = importVpc(stack);
      const service = serviceIn(stack, vpc);
      new PerBrokerNlbListeners(stack, 'Listeners', {
        vpc, clientListeners: [clientListener()], brokers: [{ brokerId: 0, connections: service.connections, nlbTarget: () => service }],
      });
      expect(awaited(stack)).toEqual([20000, 20999]);
    });
  });

  test('takes a target that registers itself, and refuses another', () => {
    const { stack, vpc, listeners, client } = setup({ brokers: [1] });
    const asg = new autoscaling.AutoScalingGroup(stack, 'Group', {
      vpc, instanceType: new ec2.InstanceType('m7g.large'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
    });
    const own = new PerBrokerNlbListeners(stack, 'Own', { vpc, clientListeners: [client], brokers: [{ brokerId: 1, connections: asg.connections, nlbTarget: () => asg }] });
    group(listeners, client).addTarget(asg);
    const arns = [own.targetGroup(client, 1), own.node.findChild('Slot0').node.findChild('Bootstrap') as unknown as elbv2.INetworkTargetGroup, group(listeners, client)]
      .map(({ targetGroupArn }) => stack.resolve(targetGroupArn));
    expect(new Set(arns.map(({ Ref }) => Ref)).size).toBe(3);
    Template.fromStack(stack).hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', { TargetGroupARNs: arns });
    expect(() => group(listeners, client).addTarget(new IpTarget('10.0.0.99'))).toThrow(
      'Kafka/Listeners/Slot0/Broker1: PerBrokerNlbListeners.addedTarget: a target group takes no other target than those it was given, except one that registers itself');
  });
});

describe('metrics', () => {
  test.each([
    ['metricHealthyHostCount', 'HealthyHostCount', 'Minimum'],
    ['metricUnHealthyHostCount', 'UnHealthyHostCount', 'Maximum'],
  ] as const)('%s is %s of the path to one broker', (method, metricName, statistic) => {
    const { stack, listeners, client, template } = setup();
    const metric = listeners[method](client, 1);
    expect(metric).toMatchObject({ namespace: 'AWS/NetworkELB', metricName, statistic, period: Duration.minutes(5) });
    metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });

    const { groupId } = pathsOf(template()).get(20001)!;
    const loadBalancerArn = stack.resolve(listeners.loadBalancer.loadBalancerArn);
    const inLoadBalancerArn = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': ['/', loadBalancerArn] }] });
    template().hasResourceProperties('AWS::CloudWatch::Alarm', {
      Dimensions: [
        { Name: 'LoadBalancer', Value: { 'Fn::Join': ['', [inLoadBalancerArn(1), '/', inLoadBalancerArn(2), '/', inLoadBalancerArn(3)]] } },
        { Name: 'TargetGroup', Value: { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: groupId }] }] } },
      ],
    });
  });

  test('without cross-zone, the zone that sees the broker counts', () => {
    const client = clientListener({ advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') });
    const { listeners } = setup({ crossZone: false, clientListeners: [client], brokerOptions: { zoneId: 'euw1-az1' } });
    expect(listeners.metricHealthyHostCount(client, 1).statistic).toBe('Maximum');
  });

  test.each([
    ['metricPortAllocationErrorCount', 'PortAllocationErrorCount'],
    ['metricTcpClientResetCount', 'TCP_Client_Reset_Count'],
    ['metricTcpTargetResetCount', 'TCP_Target_Reset_Count'],
    ['metricTcpElbResetCount', 'TCP_ELB_Reset_Count'],
  ] as const)('%s is the sum of %s of the load balancer', (method, metricName) => {
    const { stack, listeners } = setup();
    const metric = listeners[method]();
    expect(metric).toMatchObject({ namespace: 'AWS/NetworkELB', metricName, statistic: 'Sum' });
    expect(stack.resolve(metric.dimensions)).toEqual({ LoadBalancer: { 'Fn::GetAtt': [stack.resolve(listeners.loadBalancer.loadBalancerArn).Ref, 'LoadBalancerFullName'] } });
  });

  test('what the caller says of a metric wins', () => {
    const { listeners, client } = setup();
    const options = { statistic: 'p90', period: Duration.minutes(1) };
    const metrics = [
      listeners.metricHealthyHostCount(client, 0, options), listeners.metricUnHealthyHostCount(client, 0, options),
      listeners.metricPortAllocationErrorCount(options), listeners.metricTcpClientResetCount(options),
      listeners.metricTcpTargetResetCount(options), listeners.metricTcpElbResetCount(options),
    ];
    for (const metric of metrics) {
      expect(metric).toMatchObject(options);
    }
  });
});
