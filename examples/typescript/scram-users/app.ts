// A new cluster for clients that log in: three controllers, three brokers, and a first user who makes the others.
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaDistribution, KafkaPrivateLinkService, ListenerSecurity,
  MultiAzKafkaBrokers, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** What Apache publishes beside the archive. */
const KAFKA_SHA512 = '0123456789abcdef'.repeat(8);

const app = new App();
const stack = new Stack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
});
const artifacts = s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts-111111111111');

const certificate = BrokerCertificate.fromSecret(secrets.Secret.fromSecretNameV2(stack, 'Certificate', 'kafka/client'));
const client = new ClientListener({
  name: 'CLIENT',
  advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'),
  security: ListenerSecurity.saslScram(certificate),
});
const cluster = new MultiAzKafkaBrokers(stack, 'Brokers', {
  vpc,
  brokerCount: 3,
  clientListeners: [client],
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  clusterId: 'Ye2n9lagXrj7SY84IDTCAA', // your own, by kafka-storage.sh random-uuid
  availabilityZoneIds: { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2', 'eu-west-1c': 'euw1-az3' },
  kafka: KafkaDistribution.fromBucket(artifacts, 'kafka_2.13-4.4.0.tgz', '4.4.0', KAFKA_SHA512),
  machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  administrator: new secrets.Secret(stack, 'Administrator', {
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: 'admin' }), generateStringKey: 'password', excludeCharacters: ' \\',
    },
  }),
});
const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: cluster.brokers, clientListeners: [client] });
const service = new KafkaPrivateLinkService(stack, 'Service', {
  listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')],
});
service.addContractOutput();
