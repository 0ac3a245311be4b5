/**
 * The rows of "What an update does" in docs/architecture.md: an app before and after the change. All stand in one stack, each in a scope and VPC of its own.
 */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { Fate } from './cdk-diff';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, ClientListenerProps, Companion, CompanionProtocol, KafkaBroker, KafkaPrivateLinkConsumer,
  KafkaPrivateLinkConsumerProps,
  KafkaPrivateLinkService, KafkaServiceContract, ListenerSecurity, PerBrokerNlbListeners, PerBrokerNlbListenersProps,
} from '../../src';
import { contractJson, listenerJson, SERVICE_NAME } from '../private-link/fixtures';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

export interface Change {
  readonly before: (scope: Construct) => void;
  readonly after: (scope: Construct) => void;
  /** What `cdk diff` says: how many of which. What only waits for other resources than before is left out. */
  readonly shows: { readonly [fateAndType: string]: number };
  /** What AWS refuses while it is done. */
  readonly refused?: string[];
}

interface Kafka extends Partial<Pick<PerBrokerNlbListenersProps, 'loadBalancer' | 'clientListeners' | 'companions' | 'vpcSubnets'>> {
  readonly id?: string;
  readonly serviceId?: string;
  readonly brokers?: number;
  readonly firstId?: number;
  readonly byInstance?: boolean;
}

function listener(props: Partial<ClientListenerProps> = {}): ClientListener {
  const security = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
  return new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security, ...props });
}

function vpcOf(scope: Construct): ec2.IVpc {
  return scope.node.tryFindChild('Vpc') as ec2.IVpc | undefined ?? ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: `vpc-of-${scope.node.id}`, availabilityZones: ZONES, privateSubnetIds: ZONES.map(zone => `subnet-${zone}`), privateSubnetRouteTableIds: ZONES,
  });
}

/** A load balancer of the team's own; what the scope has is there, used or not. */
function givenOnes(scope: Construct): elbv2.NetworkLoadBalancer[] {
  const vpc = vpcOf(scope);
  return ['One', 'Two'].map(id => {
    const securityGroups = [new ec2.SecurityGroup(scope, `${id}Group`, { vpc, allowAllOutbound: false })];
    return new elbv2.NetworkLoadBalancer(scope, id, { vpc, securityGroups, enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false });
  });
}

/** Listeners of three brokers, and a service over them. */
export function kafka({ id = 'Listeners', serviceId = 'Service', brokers: count = 3, firstId = 0, byInstance = false, ...props }: Kafka = {}) {
  return (scope: Construct) => {
    const vpc = props.loadBalancer?.vpc ?? vpcOf(scope);
    const securityGroup = new ec2.SecurityGroup(scope, 'Brokers', { vpc });
    const brokers = Array.from({ length: count }, (_, i) => firstId + i).map(broker => byInstance
      ? KafkaBroker.fromInstanceId(broker, `i-0123456789abcdef${broker}`, { securityGroup })
      : KafkaBroker.fromIpAddress(broker, `10.0.${broker}.10`, { securityGroup }));
    const listeners = new PerBrokerNlbListeners(scope, id, { vpc, brokers, clientListeners: [listener()], ...props });
    new KafkaPrivateLinkService(scope, serviceId, { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
  };
}

/** The same on one of two load balancers that are there in any case. */
function onGiven(which: 0 | 1, id?: string) {
  return (scope: Construct) => kafka({ id, loadBalancer: givenOnes(scope)[which] })(scope);
}

const listening = (...props: Partial<ClientListenerProps>[]) => kafka({ clientListeners: props.map(listener) });

/** Listeners with a companion in a group of its own, which is there in any case. */
function accompanied(changes?: Partial<Companion>) {
  return (scope: Construct) => {
    const registry = {
      name: 'registry',
      port: 8081,
      protocol: CompanionProtocol.HTTPS,
      targets: [new targets.IpTarget('10.0.0.30')],
      securityGroups: [new ec2.SecurityGroup(scope, 'Registry', { vpc: vpcOf(scope), allowAllOutbound: false })],
    };
    kafka({ brokers: 1, companions: changes && [{ ...registry, ...changes }] })(scope);
  };
}

interface Consumer extends Partial<Omit<KafkaPrivateLinkConsumerProps, 'hostedZone' | 'endpoint' | 'securityGroups' | 'zoneVpcs'>> {
  readonly id?: string;
  readonly host?: string;
  readonly inGivenZone?: boolean;
  readonly companions?: object[];
  readonly given?: (scope: Construct) => Partial<KafkaPrivateLinkConsumerProps>;
}

function consumer({ id = 'Consumer', host = 'kafka.pay.example.com', inGivenZone = false, companions, given: more, ...props }: Consumer = {}) {
  return (scope: Construct) => {
    const vpc = vpcOf(scope);
    const given = new route53.PrivateHostedZone(scope, 'Given', { vpc, zoneName: 'pay.example.com' });
    const contract = KafkaServiceContract.fromJson(contractJson({ listeners: [listenerJson({ host })], companions }));
    new KafkaPrivateLinkConsumer(scope, id, { vpc, contract, hostedZone: inGivenZone ? given : undefined, ...props, ...more?.(scope) });
  };
}

/** What a network team has made. */
const givenEndpoint = (scope: Construct) => ({
  endpoint: ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, 'Theirs', {
    vpcEndpointId: 'vpce-0e1f', port: 20000, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(scope, 'Group', 'sg-0e1f')],
  }),
  endpointDnsEntry: { dnsName: 'vpce-0e1f-ab12.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com', hostedZoneId: 'Z7' },
});
const givenGroup = (scope: Construct) => ({ securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(scope, 'Group', 'sg-0e1f')] });
const givenVpc = (scope: Construct) => ({ zoneVpcs: [ec2.Vpc.fromVpcAttributes(scope, 'Further', { vpcId: 'vpc-0e1f', availabilityZones: ZONES })] });

const before = kafka();
const atLoadBalancer = ListenerSecurity.tlsAtLoadBalancer(elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/0'));

const OPENED = ['SecurityGroupEgress', 'SecurityGroupIngress'];
const PORTS = ['TargetGroup', 'Listener'];
const ENDPOINT = ['SecurityGroup', 'VPCEndpoint'];

/** `{ 'create Listener': 4, … }`, the fate of as many of each. */
const all = (fate: Fate, types: string[], count = 1) => Object.fromEntries(types.map(type => [`${fate} ${type}`, count]));
const anew = (types: string[], count = 1) => ({ ...all('create', types, count), ...all('destroy', types, count) });

/** By the first cell of the row; where a row is of several changes, with what tells them apart after a colon. */
export const CHANGES: { [change: string]: Change } = {
  'add a broker': { before, after: kafka({ brokers: 4 }), shows: { ...all('create', PORTS), 'update TargetGroup': 1 } },
  'remove a broker': { before: kafka({ brokers: 4 }), after: before, shows: { ...all('destroy', PORTS), 'update TargetGroup': 1 } },
  'add a companion': { before: accompanied(), after: accompanied({}), shows: { ...all('create', [...PORTS, ...OPENED]) } },
  'add a companion: at the consumer': {
    before: consumer({ clients: [ec2.Peer.ipv4('10.0.0.0/8')] }),
    after: consumer({ clients: [ec2.Peer.ipv4('10.0.0.0/8')], companions: [{ name: 'registry', protocol: 'https', host: 'registry.kafka.pay.example.com', port: 8081 }] }),
    shows: { 'create RecordSet': 1, 'update SecurityGroup': 1 },
  },
  'rename a companion': { before: accompanied({}), after: accompanied({ name: 'schemas' }), shows: {} },
  'change a companion\'s `port`': { before: accompanied({}), after: accompanied({ port: 8082, targetPort: 8081 }), shows: anew(PORTS) },
  'change a companion\'s `targetPort`': { before: accompanied({}), after: accompanied({ targetPort: 18081 }), shows: { 'replace TargetGroup': 1, ...anew(OPENED) } },
  'change a companion\'s `targets` or health check': {
    before: accompanied({}), after: accompanied({ targets: [new targets.IpTarget('10.0.0.30'), new targets.IpTarget('10.0.1.30')] }), shows: { 'update TargetGroup': 1 },
  },
  'change a companion\'s `targets` or health check: the latter': { before: accompanied({}), after: accompanied({ healthCheckPath: '/' }), shows: { 'update TargetGroup': 1 } },
  'rename a listener': { before, after: listening({ name: 'PAYMENTS' }), shows: {} },
  'add a client listener': {
    before,
    after: listening({}, { name: 'PARTNER', slot: 1, advertisedHost: AdvertisedHost.shared('kafka.partner.example.com') }),
    shows: { ...all('create', PORTS, 4), ...all('create', OPENED), ...all('destroy', OPENED) },
  },
  'change a slot': { before, after: listening({ slot: 1 }), shows: { ...anew(PORTS, 4), ...anew(OPENED) } },
  'change a slot of 25 brokers or more': {
    before: kafka({ brokers: 25 }),
    after: kafka({ brokers: 25, clientListeners: [listener({ slot: 1 })] }),
    shows: { ...anew(PORTS, 26), ...anew(OPENED) },
    refused: ['more than 50 listeners at a time'],
  },
  'change a slot and keep `firstPort`': {
    before, after: listening({ slot: 1, firstPort: 20000 }), shows: { ...anew(PORTS, 4), ...anew(OPENED) }, refused: ['ports that are taken'],
  },
  'change `firstPort` or `bootstrapPort`': { before, after: listening({ firstPort: 30000 }), shows: { 'update Listener': 4 } },
  'change `firstPort` or `bootstrapPort`: the latter': { before, after: listening({ bootstrapPort: 20998 }), shows: { 'update Listener': 1 } },
  'change `firstBrokerId`': {
    before: kafka({ firstId: 2 }),
    after: kafka({ firstId: 2, clientListeners: [listener({ firstBrokerId: 1 })] }),
    shows: { 'update Listener': 3 },
    refused: ['ports that are taken'],
  },
  'change `bindPort`': { before, after: listening({ bindPort: 9193 }), shows: { 'replace TargetGroup': 4, ...anew(OPENED) } },
  'change `advertisedHost`': { before, after: listening({ advertisedHost: AdvertisedHost.shared('kafka.other.internal') }), shows: {} },
  'change `advertisedHost`: at the consumer': { before: consumer(), after: consumer({ host: 'kafka.other.internal' }), shows: anew(['HostedZone', 'RecordSet']) },
  'a name in the place of `AdvertisedHost.pending()`': {
    before: listening({ advertisedHost: AdvertisedHost.pending() }), after: listening({ advertisedHost: AdvertisedHost.shared('kafka.vendor.example.com') }), shows: {},
  },
  'change `security`': { before, after: listening({ security: ListenerSecurity.plaintext() }), shows: {} },
  'change `security`: end TLS at the load balancer': { before, after: listening({ security: atLoadBalancer }), shows: { 'update Listener': 4 } },
  'brokers by instance in the place of addresses, or the reverse': { before, after: kafka({ byInstance: true }), shows: { 'replace TargetGroup': 4 } },
  'brokers by instance in the place of addresses, or the reverse: the latter': { before: kafka({ byInstance: true }), after: before, shows: { 'replace TargetGroup': 4 } },
  'a subnet more for the load balancer': {
    before: kafka({ vpcSubnets: { availabilityZones: ZONES.slice(0, 2) } }), after: kafka({ vpcSubnets: { availabilityZones: ZONES } }), shows: { 'update LoadBalancer': 1 },
  },
  'rename or move `PerBrokerNlbListeners`': {
    before,
    after: kafka({ id: 'Edge' }),
    shows: { ...anew(['LoadBalancer', 'SecurityGroup', ...OPENED]), ...anew(PORTS, 4), 'update VPCEndpointService': 1 },
    refused: ['another load balancer for the service'],
  },
  'rename or move `PerBrokerNlbListeners` on a given `loadBalancer`': {
    before: onGiven(0), after: onGiven(0, 'Edge'), shows: anew(PORTS, 4), refused: ['ports that are taken'],
  },
  'give `loadBalancer` later, or another one': {
    before: scope => { givenOnes(scope); before(scope); },
    after: onGiven(0),
    shows: {
      ...all('destroy', ['LoadBalancer', 'SecurityGroup']), ...anew(OPENED), 'update SecurityGroup': 1, 'replace Listener': 4, 'update VPCEndpointService': 1,
    },
    refused: ['another load balancer for the service', 'target groups on two load balancers'],
  },
  'give `loadBalancer` later, or another one: the latter': {
    before: onGiven(0),
    after: onGiven(1),
    shows: { ...anew(OPENED), 'update SecurityGroup': 2, 'replace Listener': 4, 'update VPCEndpointService': 1 },
    refused: ['another load balancer for the service', 'target groups on two load balancers'],
  },
  'rename or move `KafkaPrivateLinkService`': {
    before, after: kafka({ serviceId: 'Offer' }), shows: anew(['VPCEndpointService', 'VPCEndpointServicePermissions']), refused: ['a load balancer in two services'],
  },
  'rename or move `KafkaPrivateLinkConsumer`': {
    before: consumer(), after: consumer({ id: 'Payments' }), shows: anew([...ENDPOINT, 'HostedZone', 'RecordSet']), refused: ['a second zone of the name'],
  },
  'rename or move `KafkaPrivateLinkConsumer` with a given `hostedZone`': {
    before: consumer({ inGivenZone: true }),
    after: consumer({ id: 'Payments', inGivenZone: true }),
    shows: anew([...ENDPOINT, 'RecordSet']),
    refused: ['a second record of the name'],
  },
  'give the consumer `hostedZone` later': { before: consumer(), after: consumer({ inGivenZone: true }), shows: { 'destroy HostedZone': 1, 'replace RecordSet': 1 } },
  'give the consumer `endpoint` later': {
    before: consumer(), after: consumer({ given: givenEndpoint }), shows: { ...all('destroy', ENDPOINT), 'update RecordSet': 1 },
  },
  'take `endpoint` out': { before: consumer({ given: givenEndpoint }), after: consumer(), shows: { ...all('create', ENDPOINT), 'update RecordSet': 1 } },
  'give the consumer `securityGroups` later': { before: consumer(), after: consumer({ given: givenGroup }), shows: { 'update VPCEndpoint': 1, 'destroy SecurityGroup': 1 } },
  'a VPC more or less in `zoneVpcs`': { before: consumer(), after: consumer({ given: givenVpc }), shows: { 'update HostedZone': 1 } },
  'a VPC more or less in `zoneVpcs`: the latter': { before: consumer({ given: givenVpc }), after: consumer(), shows: { 'update HostedZone': 1 } },
  'another `serviceName`': { before: consumer(), after: consumer({ serviceName: `${SERVICE_NAME}1` }), shows: { 'replace VPCEndpoint': 1 } },
};
