/**
 * The app whose canaries `e2e:cloud` calls: brokers that were there before, a listener with certificates and one with passwords, and a consumer with a canary for
 * each. One canary has nothing but what came with its code; the other is told everything when it runs.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { ThreeZones } from './three-zones';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientCa, ClientListener, KafkaBroker, KafkaPathCanary, KafkaPrivateLinkConsumer,
  KafkaPrivateLinkService, KafkaQuorum, ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

const env = { account: '111111111111', region: 'eu-west-1' };
const app = new App();
const [kafka, pay] = ['Kafka', 'Pay'].map(id => new ThreeZones(app, id, { env }));

const certificate = BrokerCertificate.fromPemFile('/etc/kafka/broker.pem');
const listener = (name: string, slot: number, security: ListenerSecurity) =>
  new ClientListener({ name, slot, security, advertisedHost: AdvertisedHost.shared(`${name.toLowerCase()}.kafka.pay.example.com`) });
const clientListeners = [
  listener('MTLS', 0, ListenerSecurity.mutualTls(certificate, ClientCa.fromPemFile('/etc/kafka/clients.pem'))), listener('SCRAM', 1, ListenerSecurity.saslScram(certificate)),
];
const addresses = ['10.0.0.10', '10.0.1.10', '10.0.2.10'];
const vpc = kafka.makeVpc();
const securityGroup = new ec2.SecurityGroup(kafka, 'Brokers', { vpc });
[9090, 9092].forEach(port => securityGroup.addIngressRule(securityGroup, ec2.Port.tcp(port)));
const listeners = new PerBrokerNlbListeners(kafka, 'Listeners', {
  vpc, clientListeners, brokers: addresses.map((address, i) => KafkaBroker.fromIpAddress(i, address, { zoneId: `euw1-az${i + 1}`, securityGroup })),
});
const service = new KafkaPrivateLinkService(kafka, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal(env.account)], acceptanceRequired: false });
service.addContractOutput();

const consumer = new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc: pay.makeVpc(), contract: service.contract });
const authoritiesFile = process.env.AUTHORITIES!;
new KafkaPathCanary(pay, 'Simple', { consumer, authoritiesFile, listenerNames: ['MTLS'] });
new KafkaPathCanary(pay, 'Told', {
  consumer,
  authoritiesFile,
  listenerNames: ['SCRAM'],
  credentials: secrets.Secret.fromSecretCompleteArn(pay, 'Login', `arn:aws:secretsmanager:${env.region}:${env.account}:secret:kafka/canary-AbCdEf`),
  contractParameterName: '/kafka/contract',
});

const renderer = new BrokerPropertiesRenderer(kafka, 'Properties', {
  clientListeners, brokerCount: 3, quorum: KafkaQuorum.bootstrapServers(...addresses.map(address => `${address}:9090`)),
});
mkdirSync(join(app.outdir, 'brokers'), { recursive: true });
addresses.forEach((host, nodeId) => {
  writeFileSync(join(app.outdir, 'brokers', `broker-${nodeId}.server.properties`), renderer.render({ nodeId, host, zoneId: `euw1-az${nodeId + 1}` }));
});
