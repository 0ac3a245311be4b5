import { App, CfnParameter, Fn, Stack, Stage } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { InstanceIdTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { check } from './answer';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, ListenerSecurity,
  PerBrokerNlbListeners,
} from '../../../src';

const env = { account: '111111111111', region: 'eu-west-1' };
const TLS = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
const listenerOf = (host: string, security = TLS) => new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared(host), security });

const newApp = () => new App({ context: { 'aws:cdk:enable-path-metadata': false } });
const isolated = (scope: Stack, props: ec2.VpcProps = {}) => new ec2.Vpc(scope, 'Vpc', {
  restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }], ...props,
});

interface KafkaOptions {
  readonly vpc?: (stack: Stack) => ec2.IVpc;
  readonly security?: ListenerSecurity;
  readonly loadBalancer?: (stack: Stack, vpc: ec2.IVpc) => elbv2.INetworkLoadBalancer;
}

/** A stack of brokers at two addresses, and its service. */
function kafkaIn(scope: App | Stage, host: string, { vpc: vpcOf = isolated, security, loadBalancer }: KafkaOptions = {}) {
  const stack = new Stack(scope, 'Kafka', { env });
  const vpc = vpcOf(stack);
  const securityGroup = new ec2.SecurityGroup(stack, 'Brokers', { vpc });
  securityGroup.addIngressRule(securityGroup, ec2.Port.tcp(9092));
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', {
    vpc,
    brokers: ['10.0.0.10', '10.0.1.10'].map((address, i) => KafkaBroker.fromIpAddress(i, address, { securityGroup })),
    clientListeners: [listenerOf(host, security)],
    loadBalancer: loadBalancer?.(stack, vpc),
  });
  return { stack, vpc, service: new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal(env.account)] }) };
}

/** A stack of clients of the service. */
function payIn(
  scope: App | Stage, service: KafkaPrivateLinkService, vpcOf: (stack: Stack) => ec2.IVpc = isolated,
  allow?: (kafka: KafkaPrivateLinkConsumer) => void,
) {
  const stack = new Stack(scope, 'Pay', { env });
  const vpc = vpcOf(stack);
  const kafka = new KafkaPrivateLinkConsumer(stack, 'Consumer', { vpc, contract: service.contract });
  if (allow) { allow(kafka); } else { kafka.allowFrom(new ec2.SecurityGroup(stack, 'App', { vpc })); }
  return { stack, vpc, kafka };
}

const CLIENT_PORTS = [20999, 20000, 20001];

test.each<[string, AdvertisedHost['pattern'], KafkaOptions, string[]]>([
  ['a VPC of a parameter', 'kafka.pay.example.com', {
    vpc: stack => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: new CfnParameter(stack, 'VpcId').valueAsString, availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-01', 'subnet-02'],
    }),
  }, ['the parameter VpcId of Kafka']],
  ['a VPC of exports', 'kafka.pay.example.com', {
    vpc: stack => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: Fn.importValue('net-vpc'), availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: [Fn.importValue('net-a'), Fn.importValue('net-b')],
    }),
  }, ['the export net-vpc', 'the export net-a']],
  ['a list of subnets in one export', 'kafka.pay.example.com', {
    vpc: stack => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-01', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: Fn.split(',', Fn.importValue('net-subnets'), 2),
    }),
  }, ['the export net-subnets']],
  ['a load balancer of somebody else', 'kafka.pay.example.com', {
    loadBalancer: (stack, vpc) => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/theirs/0123456789abcdef', vpc, loadBalancerSecurityGroups: ['sg-0123'],
    }),
  }, ['loadbalancer/net/theirs/0123456789abcdef. The subnets and security groups are not known']],
  ['TLS at the load balancer', 'kafka.pay.example.com', {
    security: ListenerSecurity.tlsAtLoadBalancer(elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/mine')),
  }, []],
])('%s: the paths of a consumer are followed', async (_, host, options, unknown) => {
  const app = newApp();
  payIn(app, kafkaIn(app, host, options).service);
  const { status, findings, paths, notes } = await check(app);
  expect({ status, findings }).toEqual({ status: 0, findings: [] });
  expect(paths.map(({ endpoint, port }) => [endpoint?.split('.')[0], port])).toEqual(CLIENT_PORTS.map(port => ['Pay', port]));
  for (const what of unknown) { expect(notes.join('\n')).toContain(what); }
});

test('two stages with brokers of the same ids are two clusters, each with its own consumer', async () => {
  const app = newApp();
  for (const name of ['Dev', 'Prod']) {
    const stage = new Stage(app, name, { env });
    payIn(stage, kafkaIn(stage, `kafka.${name.toLowerCase()}.internal`).service);
  }
  const { status, findings, paths } = await check(app);
  expect({ status, findings }).toEqual({ status: 0, findings: [] });
  expect(paths.map(({ endpoint, host, port }) => [endpoint?.split('.')[0], host, port]))
    .toEqual(['dev', 'prod'].flatMap(name => CLIENT_PORTS.map(port => [`${name[0].toUpperCase()}${name.slice(1)}-Pay`, `kafka.${name}.internal`, port])));
});

test('a web server, its names and a load balancer for something else are no part of it', async () => {
  const app = newApp();
  const { service, stack: kafka, vpc: own } = kafkaIn(app, 'kafka.pay.example.com');
  const { stack, vpc } = payIn(app, service);
  const web = new elbv2.ApplicationLoadBalancer(stack, 'Web', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111111111111:certificate/web');
  web.addListener('Https', { port: 443, certificates: [certificate] }).addTargets('Web', { port: 8080, targets: [new InstanceIdTarget('i-0123')] });
  const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
  new route53.ARecord(stack, 'Name', { zone, target: route53.RecordTarget.fromIpAddresses('192.0.2.1') });
  new route53.TxtRecord(stack, 'Text', { zone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Theirs', { hostedZoneId: 'Z0123', zoneName: 'example.org' }), values: ['x'] });
  new elbv2.NetworkLoadBalancer(kafka, 'Metrics', { vpc: own, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }).addListener('Http', { port: 80 })
    .addTargets('Metrics', { port: 9100, targets: [new InstanceIdTarget('i-4567')] });
  const { status, findings, notes, paths } = await check(app);
  expect({ status, findings }).toEqual({ status: 0, findings: [] });
  expect(paths).toHaveLength(3);
  expect(notes.join('\n')).toMatch(/Load balancers that no endpoint service has are left out: Kafka\.Metrics\w*, Pay\.Web\w*\./);
});

test.each<[string, (stack: Stack) => ec2.IVpc, string, string[]]>([
  ['of the VPC', isolated, '10.0.0.0/16', []],
  ['of a part of it', isolated, '10.0.1.0/24', []],
  ['of an imported VPC', stack => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-02', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-03'] }), '172.20.0.0/16', []],
  ['of a network that is joined', isolated, '192.168.0.0/24', []],
])('clients by their addresses, %s', async (_, vpcOf, cidr, causes) => {
  const app = newApp();
  payIn(app, kafkaIn(app, 'kafka.pay.example.com').service, vpcOf, kafka => kafka.allowFrom(ec2.Peer.ipv4(cidr)));
  const { findings } = await check(app);
  expect(findings.map(({ cause }) => cause)).toEqual(causes);
});

test('a network ACL may drop everything, so a type of networking that nobody here knows is a finding, unless somebody says that it does not matter', async () => {
  const app = () => {
    const root = newApp();
    const { service, vpc } = kafkaIn(root, 'kafka.pay.example.com');
    new ec2.NetworkAcl(Stack.of(vpc), 'Acl', { vpc });
    payIn(root, service);
    return root;
  };
  const { status, findings } = await check(app());
  expect(status).toBe(1);
  expect(findings.map(({ cause, message }) => [cause, /AWS::EC2::NetworkAcl/.test(message)])).toEqual([['unknown-type', true]]);
  expect((await check(app(), '--ignore', 'AWS::EC2::NetworkAcl')).status).toBe(0);
});
