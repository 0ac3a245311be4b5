// A Kafka that already runs: the brokers keep their ids, their hosts and their security, and get a way in.
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, ClientListener, KafkaBroker, KafkaPrivateLinkService, KafkaProtocol, ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

const app = new App();
const stack = new Stack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
});
const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Hosts', 'sg-0123456789abcdef0');

const external = new ClientListener({
  name: 'EXTERNAL',
  bindPort: 9094,
  firstBrokerId: 1001, // the lowest id that the cluster may ever have
  advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'),
  security: ListenerSecurity.described({
    protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['SCRAM-SHA-512'], truststoreType: 'JKS',
  }),
});
const hosts = { 1001: '10.0.0.10', 1002: '10.0.1.10', 1003: '10.0.2.10' };
const listeners = new PerBrokerNlbListeners(stack, 'Listeners', {
  vpc,
  clientListeners: [external],
  brokers: Object.entries(hosts).map(([brokerId, address]) =>
    KafkaBroker.fromIpAddress(Number(brokerId), address, { securityGroup, clientListeners: [external] })),
});
const service = new KafkaPrivateLinkService(stack, 'Service', {
  listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')],
});
service.addContractOutput();
