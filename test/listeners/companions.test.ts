import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { attributesOf, clientListener, clientListeners, EGRESS, ENV, importVpc, INGRESS, LISTENER, pathsOf, range, SECURITY_GROUP, setup, TARGET_GROUP } from './fixtures';
import { AdvertisedHost, Companion, CompanionProtocol, KafkaBroker, PerBrokerNlbListeners } from '../../src';

const ADDRESS = '10.0.0.30';
const REGISTRY: Companion = { name: 'registry', port: 8081, protocol: CompanionProtocol.HTTPS, targets: [new targets.IpTarget(ADDRESS)] };
const companion = (changes: Partial<Companion> = {}): Companion => ({ ...REGISTRY, ...changes });
const serving = (...changes: Partial<Companion>[]) => setup({ companions: changes.map(companion) });
const warnings = (stack: Stack, text: string) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(text));

describe('a companion', () => {
  test('has a listener and a target group of its own, which checks for a connection', () => {
    const path = pathsOf(serving({}).template()).get(8081)!;
    expect(path.targets).toEqual([`${ADDRESS}:undefined`]);
    expect(path.protocol).toBe('TCP');
    expect(path.group).toMatchObject({ Port: 8081, Protocol: 'TCP', TargetType: 'ip', HealthCheckProtocol: 'TCP', HealthCheckPort: '8081', HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 3 });
    for (const key of ['HealthCheckPath', 'Matcher']) { expect(path.group).not.toHaveProperty(key); }
    expect(attributesOf(path.group)).toMatchObject({ 'target_group_health.dns_failover.minimum_healthy_targets.count': 'off', 'load_balancing.cross_zone.enabled': 'true' });
  });

  test.each([[CompanionProtocol.HTTP, 'HTTP'], [CompanionProtocol.HTTPS, 'HTTPS']])('is asked by %s where it has a path', (protocol, HealthCheckProtocol) => {
    const asked = (changes: Partial<Companion>) => pathsOf(serving({ protocol, healthCheckPath: '/subjects?deleted=true', ...changes }).template()).get(8081)!.group;
    expect(asked({})).toMatchObject({ HealthCheckProtocol, HealthCheckPath: '/subjects?deleted=true', Matcher: { HttpCode: '200-399' }, HealthCheckPort: '8081' });
    expect(asked({ healthCheckCodes: '200,204-206', targetPort: 18081 })).toMatchObject({ Matcher: { HttpCode: '200,204-206' }, HealthCheckPort: '18081', Port: 18081 });
  });

  test('of several hosts has them all', () => {
    const hosts = ['10.0.0.30', '10.0.1.30'].map(address => new targets.IpTarget(address, 18081));
    expect(pathsOf(serving({ targets: hosts, targetPort: 18081 }).template()).get(8081)!.targets).toEqual(['10.0.0.30:18081', '10.0.1.30:18081']);
  });

  test('of instances has them by their ids', () => {
    const { group } = pathsOf(serving({ targets: [new targets.InstanceIdTarget('i-0123456789abcdef0')] }).template()).get(8081)!;
    expect([group.TargetType, group.Targets]).toEqual(['instance', [{ Id: 'i-0123456789abcdef0' }]]);
  });

  test('leaves brokers as they are, to the byte', () => {
    const resources = (...companions: Companion[]): [string, any][] => Object.entries(setup({ companions }).template().toJSON().Resources);
    const plain = resources();
    const isCompanions = ([id]: [string, unknown]) => id.includes('Companion8081');
    const grouped = resources(companion({ securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(new Stack(), 'Registry', 'sg-0123456789abcdef0')] }));
    expect(grouped.filter(entry => !isCompanions(entry) && !JSON.stringify(entry).includes('sg-0123456789abcdef0'))).toEqual(plain);
    expect(grouped.filter(isCompanions).map(([, { Type }]) => Type).sort()).toEqual([LISTENER, TARGET_GROUP].sort());
  });

  test('that is renamed keeps its resources, and one that comes before another changes nothing of it', () => {
    const ids = (...changes: Partial<Companion>[]) => serving(...changes).template().toJSON();
    expect(ids({ name: 'schemas' })).toEqual(ids({}));
    const one = Object.keys(ids({}).Resources);
    expect(Object.keys(ids({ name: 'connect', port: 8083, targets: [new targets.IpTarget('10.0.0.31')] }, {}).Resources)).toEqual(expect.arrayContaining(one));
  });

  test('has a target group for alarms and for targets that register themselves', () => {
    const { listeners, stack } = serving({});
    const { targetGroupArn, metrics } = listeners.companionTargetGroup('registry');
    expect(stack.resolve(targetGroupArn)).toEqual({ Ref: expect.stringMatching(/Companion8081Targets/) });
    expect(metrics.unHealthyHostCount().metricName).toBe('UnHealthyHostCount');
    expect(() => listeners.companionTargetGroup('connect')).toThrow('Kafka/Listeners: PerBrokerNlbListeners.unknownCompanion: there is no companion "connect"; the companions are registry');
  });

  test('is served in every zone also without cross-zone for brokers, with names by zone', () => {
    const { template } = setup({
      crossZone: false,
      clientListeners: [clientListener({ advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') })],
      brokerOptions: { zoneId: 'euw1-az1' },
      companions: [REGISTRY],
    });
    expect([8081, 20000].map(port => attributesOf(pathsOf(template()).get(port)!.group)['load_balancing.cross_zone.enabled'])).toEqual(['true', 'false']);
  });
});

describe('the way to a companion', () => {
  const GROUP = 'sg-0123456789abcdef0';
  const rules = (template: Template, type: string) => Object.values<any>(template.findResources(type))
    .filter(({ Properties }) => JSON.stringify(Properties).includes(GROUP)).map(({ Properties: { FromPort, ToPort } }) => [FromPort, ToPort]);
  const grouped = (options: ec2.SecurityGroupImportOptions, changes: Partial<Companion> = {}) =>
    serving({ securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(new Stack(), 'Registry', GROUP, options)], ...changes });

  test('is opened on both sides, on the port that it binds', () => {
    const { template, stack } = grouped({}, { targetPort: 18081 });
    expect(rules(template(), INGRESS)).toEqual([[18081, 18081]]);
    expect(rules(template(), EGRESS)).toEqual([[18081, 18081]]);
    expect(warnings(stack, 'companionNotOpened')).toEqual([]);
  });

  test('of an address without a group is opened by the load balancer, and you are warned of the rest', () => {
    const { stack, template } = serving({});
    template().hasResourceProperties(SECURITY_GROUP, {
      GroupDescription: 'Network load balancer of Kafka brokers', SecurityGroupEgress: [Match.objectLike({ CidrIp: `${ADDRESS}/32`, FromPort: 8081, ToPort: 8081 })],
    });
    expect(warnings(stack, 'no security group is known of companion \\"registry\\", so nothing lets the load balancer in; .*in on port 8081 yourself.*PerBrokerNlbListeners.companionNotOpened')).toHaveLength(1);
  });

  test('of an instance without a group can not be opened at all', () => {
    const { stack } = serving({ targets: [new targets.InstanceIdTarget('i-0123456789abcdef0')] });
    expect(warnings(stack, 'so nothing lets the load balancer in, nor lets it send there; .*PerBrokerNlbListeners.companionNotOpened')).toHaveLength(1);
  });

  test('of a group that may not be changed is warned of', () => {
    const { stack, template } = grouped({ mutable: false });
    expect(rules(template(), INGRESS)).toEqual([]);
    expect(rules(template(), EGRESS)).toEqual([[8081, 8081]]);
    expect(warnings(stack, "sg-0123456789abcdef0 of companion \\\"registry\\\" is imported with 'mutable: false'.*PerBrokerNlbListeners.companionNotOpened")).toHaveLength(1);
  });

  test('counts among the rules of the load balancer', () => {
    const hosts = (count: number) => serving({ targets: range(count).map(i => new targets.IpTarget(`10.0.1.${10 + i}`)) }).stack;
    expect(warnings(hosts(59), 'tooManyOutboundRules')).toEqual([]);
    expect(warnings(hosts(60), 'gets 61 rules.*tooManyOutboundRules')).toHaveLength(1);
  });

  test('in the clear is warned of', () => {
    expect(warnings(serving({ protocol: CompanionProtocol.HTTP }).stack, 'companion registry speaks HTTP without encryption.*PerBrokerNlbListeners.companionNotEncrypted')).toHaveLength(1);
    expect(warnings(serving({}).stack, 'companionNotEncrypted')).toEqual([]);
  });
});

describe('what is refused', () => {
  const elsewhere = (type: elbv2.TargetType | undefined, targetJson?: object): elbv2.INetworkLoadBalancerTarget =>
    ({ attachToNetworkTargetGroup: () => ({ targetType: type as elbv2.TargetType, targetJson }) });

  test.each<[string, string, Partial<Companion>, RegExp]>([
    ['a name in capitals', 'PerBrokerNlbListeners.companionName', { name: 'Registry' }, /the 'name' of a companion is small letters, digits and "-".*got "Registry"/],
    ['a name that is too long', 'PerBrokerNlbListeners.companionName', { name: 'r'.repeat(32) }, /up to 31/],
    ['an unknown protocol', 'PerBrokerNlbListeners.companionProtocol', { protocol: 'grpc' as CompanionProtocol }, /'protocol' "grpc" of companion "registry" is none of http, https, tcp/],
    ['port 0', 'PerBrokerNlbListeners.companionPort', { port: 0 }, /'port' of companion "registry" must be a literal integer from 1 to 65535, got 0/],
    ['a port of a broker', 'PerBrokerNlbListeners.companionPort', { port: 20001 }, /'port' 20001 of companion "registry" is in 20000 to 20999, the ports of client listener CLIENT and its brokers, also of those to come/],
    ['a port that a broker may get', 'PerBrokerNlbListeners.companionPort', { port: 20998 }, /in 20000 to 20999/],
    ['the port to bootstrap from', 'PerBrokerNlbListeners.companionPort', { port: 20999 }, /in 20000 to 20999/],
    ['a target port that is none', 'PerBrokerNlbListeners.companionPort', { targetPort: 65536 }, /'targetPort' of companion "registry" must be a literal integer/],
    ['hosts by broker', 'PerBrokerNlbListeners.companionHost', { advertisedHost: AdvertisedHost.perBroker('r{brokerId}.kafka.pay.example.com') }, /has \{brokerId\}, and a companion has one name for all of its hosts; give AdvertisedHost\.shared/],
    ['no target', 'PerBrokerNlbListeners.companionTargets', { targets: [] }, /'targets' of companion "registry" is empty/],
    ['what is no target', 'PerBrokerNlbListeners.companionTargets', { targets: [{} as any] }, /something that is not a target of a network load balancer/],
    ['one target twice', 'PerBrokerNlbListeners.companionTargets', { targets: [new targets.IpTarget(ADDRESS), new targets.IpTarget(ADDRESS)] }, /companion "registry" has a target more than once: "10\.0\.0\.30"/],
    ['targets of two kinds', 'PerBrokerNlbListeners.companionTargets', { targets: [new targets.IpTarget(ADDRESS), new targets.InstanceIdTarget('i-0123456789abcdef0')] }, /different kinds \(ip, instance\)/],
    ['another port of the target', 'PerBrokerNlbListeners.companionTargets', { targets: [new targets.IpTarget(ADDRESS, 18081)] }, /the target "10\.0\.0\.30" of companion "registry" is on port 18081, and 8081 is opened and checked there; give 'targetPort'/],
    ["a broker's own port", 'PerBrokerNlbListeners.companionTargets', { targets: [new targets.IpTarget('10.0.0.11')], targetPort: 9093 }, /the target "10\.0\.0\.11" of companion "registry" is port 9093 of broker 1/],
    ['a load balancer as a target', 'PerBrokerNlbListeners.companionTargets', { targets: [elsewhere(elbv2.TargetType.ALB, { id: 'arn', port: 8081 })] }, /is of the kind alb; give hosts/],
    ['a target without a kind', 'PerBrokerNlbListeners.companionTargets', { targets: [elsewhere(undefined)] }, /says no 'targetType'/],
    ['a path for TCP', 'PerBrokerNlbListeners.companionHealthCheck', { protocol: CompanionProtocol.TCP, healthCheckPath: '/' }, /has a 'healthCheckPath' and speaks TCP/],
    ['a path without a slash', 'PerBrokerNlbListeners.companionHealthCheck', { healthCheckPath: 'subjects' }, /'healthCheckPath' of companion "registry" begins with "\/".*got "subjects"/],
    ['a path that is too long', 'PerBrokerNlbListeners.companionHealthCheck', { healthCheckPath: `/${'a'.repeat(1024)}` }, /up to 1024 characters/],
    ['codes without a path', 'PerBrokerNlbListeners.companionHealthCheck', { healthCheckCodes: '200' }, /has 'healthCheckCodes' and no 'healthCheckPath'/],
    ['codes below 200', 'PerBrokerNlbListeners.companionHealthCheck', { healthCheckPath: '/', healthCheckCodes: '100-200' }, /numbers and ranges from 200 to 599, got "100-200"/],
    ['codes backwards', 'PerBrokerNlbListeners.companionHealthCheck', { healthCheckPath: '/', healthCheckCodes: '299-200' }, /numbers and ranges from 200 to 599/],
  ])('%s', (_, rule, changes, message) => {
    expect(() => serving(changes)).toThrow(`${rule}: `);
    expect(() => serving(changes)).toThrow(message);
  });

  test('a name that the brokers have', () => {
    const clientListenersOf = [clientListener({ advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.pay.example.com') })];
    const host = (name: string) => () => setup({
      clientListeners: clientListenersOf, companions: [companion({ advertisedHost: AdvertisedHost.shared(name) })],
    });
    expect(host('b17.kafka.pay.example.com')).toThrow(/companionHost: the host "b17\.kafka\.pay\.example\.com" of companion "registry" is one of "b\{brokerId\}\.kafka\.pay\.example\.com", the names of client listener CLIENT; give another one, such as "registry\.kafka\.pay\.example\.com"/);
    expect(host('registry.kafka.pay.example.com')).not.toThrow();
  });

  test('two of one name, and two of one port', () => {
    expect(() => serving({}, { port: 8082 })).toThrow('PerBrokerNlbListeners.companionName: two companions are named "registry"; rename one');
    expect(() => serving({}, { name: 'connect' })).toThrow('PerBrokerNlbListeners.companionPort: companions registry and connect have the port 8081, which leads to one of them');
  });

  test('all at once', () => {
    expect(() => serving({ name: 'R', port: 20000, targets: [] }, { name: 'connect', port: 8083, healthCheckPath: 'x' })).toThrow(/4 problems/);
  });

  test('a port that something else has on a given load balancer', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = importVpc(stack);
    const brokers = [KafkaBroker.fromIpAddress(0, '10.0.0.10')];
    const loadBalancer = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
    loadBalancer.addListener('Other', { port: 8081, defaultTargetGroups: [new elbv2.NetworkTargetGroup(stack, 'Targets', { vpc, port: 80 })] });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, loadBalancer, clientListeners: [clientListener()], brokers, companions: [REGISTRY] });
    expect(() => Template.fromStack(stack)).toThrow(/portTaken/);
  });

  test('one more than a load balancer has room for', () => {
    const beside = (brokers: number, companions: number) => () => setup({
      brokers: range(brokers), companions: range(companions).map(i => companion({ name: `c${i}`, port: 8000 + i, targets: [new targets.IpTarget(`10.0.9.${i}`)] })),
    });
    expect(beside(48, 1)).not.toThrow();
    expect(beside(48, 2)).toThrow('PerBrokerNlbListeners.tooManyListeners: 1 client listener × (48 brokers + 1 to bootstrap) + 2 companions = 51 listeners, and a load balancer has 50 at most, which AWS does not raise; beside these companions it serves 47 brokers of one client listener');
    expect(() => setup({ clientListeners: clientListeners(2), brokers: range(24), companions: [REGISTRY] }))
      .toThrow('2 client listeners × (24 brokers + 1 to bootstrap) + 1 companion = 51 listeners, and a load balancer has 50 at most, which AWS does not raise; beside these companions with 24 brokers it serves 1 client listener');
  });
});
