/**
 * The integration apps: whole stacks, one for each way of using a construct, deployable in an empty account but for the addresses of the brokers.
 * Their templates are linted, and the logical ids in them are compared with those of the last release.
 */
import { Size, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as r53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, IKafkaBroker, KafkaBroker, KafkaControllers, KafkaDistribution,
  KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, ListenerSecurity, MultiAzKafkaBrokers, NodeSecurity,
  PerBrokerNlbListeners, ScramMechanism,
} from '../../src';

const KAFKA_ENV = { account: '111111111111', region: 'eu-west-1' };
const CONSUMER_ENV = { account: '222222222222', region: 'eu-west-1' };
const ZONES = ['a', 'b', 'c'];
const ZONE_IDS = ['euw1-az1', 'euw1-az2', 'euw1-az3'];
const SERVICE_NAME = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';

/** By this context the construct ids of the stacks begin in another way, while CloudFormation knows them by the same names. */
export const STACK_ID_PREFIX = 'integ:stack-id-prefix';

/** A stack that CloudFormation knows by its id, whatever the construct's is. */
class NamedStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, `${scope.node.tryGetContext(STACK_ID_PREFIX) ?? ''}${id}`, { stackName: id, ...props });
  }
}

/** A stack whose zones are known without asking the account. */
class IntegStack extends NamedStack {
  public get availabilityZones(): string[] {
    return ZONES.map(zone => `${this.region}${zone}`);
  }
}

function network(scope: Construct): ec2.Vpc {
  return new ec2.Vpc(scope, 'Vpc', {
    subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    restrictDefaultSecurityGroup: false,
  });
}

function brokersIn(vpc: ec2.IVpc, scope: Construct): IKafkaBroker[] {
  const securityGroup = new ec2.SecurityGroup(scope, 'Brokers', { vpc, description: 'Kafka brokers' });
  return ZONE_IDS.map((zoneId, id) => KafkaBroker.fromIpAddress(id, `10.0.${id}.10`, { zoneId, securityGroup }));
}

const tls = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/run/kafka/tls/client.pem'));
const shared = () => new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: tls });
const perBroker = () => new ClientListener({
  name: 'PARTNER', slot: 1, advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.partner.example.com'), security: tls,
});
const perZone = () => new ClientListener({
  name: 'ZONAL', slot: 2, advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.zonal.internal'), security: tls,
});

const inPlain = () => new ClientListener({
  name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(),
});

const DIGEST = '0123456789abcdef'.repeat(8);
const KAFKA = KafkaDistribution.fromUrl('https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz', '4.2.0', DIGEST);
const IMAGE = ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' });

const contract = (region = 'eu-west-1') => KafkaServiceContract.fromJson(JSON.stringify({
  version: '1.0',
  serviceName: SERVICE_NAME.replace('eu-west-1', region),
  region,
  zoneIds: ZONE_IDS,
  brokerIds: [0, 1, 2],
  brokerZoneIds: ZONE_IDS,
  listeners: [shared(), perBroker(), perZone()].map(listener => ({
    name: listener.name,
    protocol: listener.security.clientProtocol,
    saslMechanisms: [],
    host: listener.advertisedHost.pattern,
    firstPort: listener.firstPort,
    bootstrapPort: listener.bootstrapPort,
  })),
}));

export const INTEGRATION_APPS: { [name: string]: (app: Construct) => void } = {
  'provider-minimal': app => {
    const stack = new IntegStack(app, 'ProviderMinimal', { env: KAFKA_ENV });
    const vpc = network(stack);
    const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: brokersIn(vpc, stack), clientListeners: [shared()] });
    new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal(CONSUMER_ENV.account)] });
  },

  'provider-everything': app => {
    const stack = new IntegStack(app, 'ProviderEverything', { env: KAFKA_ENV });
    const vpc = network(stack);
    const listeners = new PerBrokerNlbListeners(stack, 'Listeners', {
      vpc, brokers: brokersIn(vpc, stack), clientListeners: [shared(), perBroker(), perZone()], deletionProtection: true, crossZone: true,
    });
    new KafkaPrivateLinkService(stack, 'Service', {
      listeners,
      allowedPrincipals: [new iam.AccountPrincipal(CONSUMER_ENV.account), new iam.ArnPrincipal('arn:aws:iam::333333333333:role/Deploy')],
      acceptanceRequired: false,
      supportedRegions: ['eu-central-1'],
      notificationTopic: new sns.Topic(stack, 'Connections', { enforceSSL: true }),
      contractParameterName: '/kafka/contract',
    });
  },

  'provider-zonal': app => {
    const stack = new IntegStack(app, 'ProviderZonal', { env: KAFKA_ENV });
    const vpc = network(stack);
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: brokersIn(vpc, stack), clientListeners: [perZone()], crossZone: false });
  },

  'provider-given-load-balancer': app => {
    const kafka = new IntegStack(app, 'GivenBrokers', { env: KAFKA_ENV });
    const vpc = network(kafka);
    const brokers = brokersIn(vpc, kafka);
    const stack = new IntegStack(app, 'GivenLoadBalancer', { env: KAFKA_ENV });
    const securityGroup = new ec2.SecurityGroup(stack, 'Nlb', { vpc, description: 'Load balancer', allowAllOutbound: false });
    const loadBalancer = new elbv2.NetworkLoadBalancer(stack, 'LoadBalancer', {
      vpc, securityGroups: [securityGroup], enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
    });
    new PerBrokerNlbListeners(stack, 'First', { vpc, brokers, loadBalancer, clientListeners: [shared()] });
    new PerBrokerNlbListeners(stack, 'Second', { vpc, brokers, loadBalancer, clientListeners: [perBroker()] });
  },

  'consumer-minimal': app => {
    const stack = new IntegStack(app, 'ConsumerMinimal', { env: CONSUMER_ENV });
    const vpc = network(stack);
    const client = new ec2.SecurityGroup(stack, 'App', { vpc, description: 'An application' });
    new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: contract(), listenerNames: ['CLIENT'], clients: [client] });
  },

  'consumer-everything': app => {
    const stack = new IntegStack(app, 'ConsumerEverything', { env: CONSUMER_ENV });
    const vpc = network(stack);
    const client = new ec2.SecurityGroup(stack, 'App', { vpc, description: 'An application', allowAllOutbound: false });
    new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: contract(), clients: [client] });
  },

  'consumer-other-region': app => {
    const stack = new IntegStack(app, 'ConsumerOtherRegion', { env: { account: CONSUMER_ENV.account, region: 'eu-central-1' } });
    const vpc = network(stack);
    const hostedZone = new r53.PrivateHostedZone(stack, 'Zone', { vpc, zoneName: 'example.com' });
    new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: contract(), listenerNames: ['CLIENT', 'PARTNER'], hostedZone });
  },

  'brokers-minimal': app => {
    const stack = new NamedStack(app, 'BrokersMinimal', { env: KAFKA_ENV });
    const vpc = network(stack);
    const { brokers } = new MultiAzKafkaBrokers(stack, 'Kafka', {
      vpc, brokerCount: 3, clientListeners: [inPlain()], kafka: KAFKA, machineImage: IMAGE, controllers: KafkaControllers.combined(),
    });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners: [inPlain()] });
  },

  'brokers-everything': app => {
    const stack = new NamedStack(app, 'BrokersEverything', { env: KAFKA_ENV });
    const vpc = network(stack);
    const topic = new sns.Topic(stack, 'Operators', { enforceSSL: true });
    const clientListeners = [shared(), perBroker(), perZone()];
    const kafka = new MultiAzKafkaBrokers(stack, 'Kafka', {
      vpc,
      brokerCount: 4,
      clientListeners,
      kafka: KafkaDistribution.fromBucket(new s3.Bucket(stack, 'Artifacts', { enforceSSL: true }), 'kafka.tgz', '4.2.0', DIGEST),
      machineImage: IMAGE,
      instanceType: new ec2.InstanceType('r7g.xlarge'),
      volumes: [{ size: Size.gibibytes(500), iops: 6000, throughput: 500 }, { size: Size.gibibytes(500) }],
      controllers: KafkaControllers.dedicated({ count: 5, instanceType: new ec2.InstanceType('m7g.medium') }),
      availabilityZones: ZONES.map(zone => `eu-west-1${zone}`),
      availabilityZoneIds: Object.fromEntries(ZONES.map((zone, i) => [`eu-west-1${zone}`, ZONE_IDS[i]])),
      healthGate: { consecutive: 5 },
      dataGenerations: { 1: 1, 1000: 1 },
      adoptVolumes: { 2: ['vol-0123456789abcdef0', 'vol-0123456789abcdef1'] },
      parked: [1002],
      restartToken: '1',
      encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
      secretFiles: { '/run/kafka/tls/client.pem': new secrets.Secret(stack, 'Certificate') },
      internalClients: [new ec2.SecurityGroup(stack, 'Monitor', { vpc, description: 'Monitors Kafka' })],
      notificationTopic: topic,
      overrides: { 'log.retention.hours': '72' },
      clusterId: 'Ye2n9lagXrj7SY84IDTCAA',
      zoneName: 'kafka.example.internal',
      heap: Size.gibibytes(6),
    });
    kafka.addAlarms({ page: topic });
  },

  'brokers-secured': app => {
    const stack = new NamedStack(app, 'BrokersSecured', { env: KAFKA_ENV });
    const vpc = network(stack);
    const secret = (name: string) => secrets.Secret.fromSecretCompleteArn(stack, name, `arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/${name}-AbCdEf`);
    const certificate = BrokerCertificate.fromSecret(secret('Certificate'));
    const acm = elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/0123abcd-0123-0123-0123-0123456789ab');
    const clientListeners = [
      ListenerSecurity.mutualTls(certificate, ClientCa.fromSecret(secret('Clients'))), ListenerSecurity.tlsAtLoadBalancer(acm, { scram: ScramMechanism.SCRAM_SHA_512 }),
    ].map((security, slot) => new ClientListener({ slot, name: `CLIENT_${slot}`, advertisedHost: AdvertisedHost.shared(`kafka${slot}.pay.example.com`), security }));
    const { brokers } = new MultiAzKafkaBrokers(stack, 'Kafka', {
      vpc,
      brokerCount: 3,
      clientListeners,
      kafka: KAFKA,
      machineImage: IMAGE,
      nodeSecurity: NodeSecurity.mutualTls(BrokerCertificate.fromSecret(secret('Nodes')), ClientCa.fromSecret(secret('NodesCa'))),
      administrator: secret('Administrator'),
    });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners });
  },

  'brokers-two-stacks': app => {
    const first = new NamedStack(app, 'BrokersFirst', { env: KAFKA_ENV });
    const vpc = network(first);
    const common = { vpc, clientListeners: [inPlain()], kafka: KAFKA, machineImage: IMAGE };
    const founder = new MultiAzKafkaBrokers(first, 'Kafka', { ...common, brokerCount: 3 });
    const second = new NamedStack(app, 'BrokersSecond', { env: KAFKA_ENV });
    const joiner = new MultiAzKafkaBrokers(second, 'Kafka', {
      ...common, brokerCount: 2, joins: founder, firstBrokerId: 100, availabilityZones: ZONES.map(zone => `eu-west-1${zone}`),
    });
    const edge = new NamedStack(app, 'BrokersEdge', { env: KAFKA_ENV });
    new PerBrokerNlbListeners(edge, 'Listeners', { vpc, brokers: [...founder.brokers, ...joiner.brokers], clientListeners: [inPlain()] });
  },
};
