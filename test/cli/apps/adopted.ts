import { App, AppProps, Environment, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, ListenerSecurity,
  PerBrokerNlbListeners,
} from '../../../src';

const certificate = BrokerCertificate.fromPemFile('/etc/kafka/tls/broker.pem');
const ZONES = ['a', 'b', 'c'].map(letter => `eu-west-1${letter}`);

/** Who may connect, each by a listener, a load balancer and a service of its own. */
export const AUDIENCES = [
  new ClientListener({ name: 'PARTNER_A', advertisedHost: AdvertisedHost.shared('kafka.partner-a.example.com'), security: ListenerSecurity.saslScram(certificate), slot: 0, firstBrokerId: 1001 }),
  new ClientListener({
    name: 'PARTNER_B',
    advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.partner-b.example.com'),
    security: ListenerSecurity.mutualTls(certificate, ClientCa.fromPemFile('/etc/kafka/tls/partner-b.pem')),
    slot: 1,
    firstBrokerId: 1001,
  }),
  new ClientListener({ name: 'OWN', advertisedHost: AdvertisedHost.shared('kafka.own.example.com'), security: ListenerSecurity.tls(certificate), slot: 2, firstBrokerId: 1001 }),
];

export const BROKER_IDS = [1001, 1002, 1003, 1004, 1005];
export const addressOf = (brokerId: number) => `10.${brokerId % 3}.0.${brokerId - 1000 + 10}`;

export interface AdoptedProps {
  readonly env?: Environment;
  /** Brokers as targets by their instance ids. */
  readonly byInstance?: boolean;
  /** In an app of today's `cdk init`, stacks refer to each other by `Fn::GetStackOutput`. */
  readonly context?: AppProps['context'];
}

/** Five brokers that run already, in a VPC of somebody else, for three audiences. One of them has a VPC in the same app, and the service is in a stack of its own. */
export function adopted({ env, byInstance, context }: AdoptedProps = {}): { app: App; kafka: Stack; own: Stack } {
  const app = new App({ context: { 'aws:cdk:enable-path-metadata': false, ...context } });
  const [kafka, edge, own] = ['Kafka', 'Edge', 'Own'].map(id => new Stack(app, id, { env }));
  const vpcOf = (scope: Stack) => ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0', availabilityZones: ZONES, privateSubnetIds: ZONES.map((_, i) => `subnet-0123456789abcdef${i}`),
  });
  const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(kafka, 'Brokers', 'sg-0123456789abcdef0');
  const brokers = BROKER_IDS.map(id => byInstance
    ? KafkaBroker.fromInstanceId(id, `i-0123456789abc${id}`, { securityGroup })
    : KafkaBroker.fromIpAddress(id, addressOf(id), { securityGroup }));
  const vpc = vpcOf(kafka);
  const services = AUDIENCES.map(listener => {
    const listeners = new PerBrokerNlbListeners(kafka, `${listener.name}Listeners`, { vpc, brokers, clientListeners: [listener] });
    return new KafkaPrivateLinkService(edge, `${listener.name}Service`, { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222'), new iam.AccountPrincipal('333333333333')] });
  });
  services[0].addContractOutput('PartnerA'); // the others have a contract that nobody prints

  const clients = new ec2.Vpc(own, 'Vpc', { ipAddresses: ec2.IpAddresses.cidr('10.50.0.0/16'), restrictDefaultSecurityGroup: false });
  const consumer = new KafkaPrivateLinkConsumer(own, 'Consumer', { vpc: clients, contract: services[2].contract, listenerNames: ['OWN'] });
  consumer.allowFrom(new ec2.SecurityGroup(own, 'Clients', { vpc: clients }));
  new sqs.Queue(own, 'Queue');
  return { app, kafka, own };
}

/** The `server.properties` of a host, as its team has it: with ZooKeeper, with lines that go on, and written on Windows. */
export function hostFile(brokerId: number): string {
  const hosts: { [name: string]: string } = { PARTNER_A: 'kafka.partner-a.example.com', PARTNER_B: `b${brokerId}.kafka.partner-b.example.com`, OWN: 'kafka.own.example.com' };
  const protocols: { [name: string]: string } = { PARTNER_A: 'SASL_SSL', PARTNER_B: 'SSL', OWN: 'SSL', INTERNAL: 'PLAINTEXT' };
  return [
    `broker.id=${brokerId}`,
    'listeners=INTERNAL://:9092,\\',
    `    ${AUDIENCES.map(({ name, bindPort }) => `${name}://:${bindPort}`).join(',')}`,
    `advertised.listeners=INTERNAL://kafka${brokerId}.dc.internal:9092,${AUDIENCES.map(({ name, firstPort }) => `${name}://${hosts[name]}:${firstPort + brokerId - 1001}`).join(',')}`,
    'inter.broker.listener.name=INTERNAL',
    `listener.security.protocol.map=${Object.entries(protocols).map(pair => pair.join(':')).join(',')}`,
    'zookeeper.connect=zk1.dc.internal:2181',
    '',
  ].join('\r\n');
}
