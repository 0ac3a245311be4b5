// Traffic that stays in its zone: a name for each zone, no cross-zone balancing, and an endpoint in every zone that has a broker.
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService,
  ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

const app = new App();
const client = new ClientListener({
  name: 'CLIENT',
  advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com'),
  security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')), // for *.kafka.pay.example.com too
});

const kafka = new Stack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
const vpc = ec2.Vpc.fromVpcAttributes(kafka, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
});
const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(kafka, 'Hosts', 'sg-0123456789abcdef0');
const listeners = new PerBrokerNlbListeners(kafka, 'Listeners', {
  vpc,
  clientListeners: [client],
  crossZone: false,
  brokers: [
    KafkaBroker.fromIpAddress(0, '10.0.0.10', { securityGroup, zoneId: 'euw1-az1' }),
    KafkaBroker.fromIpAddress(1, '10.0.1.10', { securityGroup, zoneId: 'euw1-az2' }),
    KafkaBroker.fromIpAddress(2, '10.0.2.10', { securityGroup, zoneId: 'euw1-az3' }),
  ],
});
const service = new KafkaPrivateLinkService(kafka, 'Service', {
  listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')], acceptanceRequired: false,
});
service.addContractOutput();

// In real life the consumer is an app of its own, which reads the contract from a file.
const shop = new Stack(app, 'Shop', { env: { account: '222222222222', region: 'eu-west-1' } });
const shopVpc = ec2.Vpc.fromVpcAttributes(shop, 'Vpc', {
  vpcId: 'vpc-0fedcba9876543210',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  privateSubnetIds: ['subnet-0fedcba9876543210', 'subnet-0fedcba9876543211', 'subnet-0fedcba9876543212'],
});
new KafkaPrivateLinkConsumer(shop, 'Kafka', {
  vpc: shopVpc,
  contract: service.contract.withServiceName('com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0'),
  availabilityZoneIds: { 'eu-west-1a': 'euw1-az3', 'eu-west-1b': 'euw1-az1', 'eu-west-1c': 'euw1-az2' }, // names differ by account
  clients: [new ec2.SecurityGroup(shop, 'App', { vpc: shopVpc })], // of the instances or functions that use Kafka
});
