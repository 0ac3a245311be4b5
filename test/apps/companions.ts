/**
 * The app that `e2e:cloud` runs beside the example: brokers that were there before, with a schema registry of two hosts in another zone each and a Kafka Connect on
 * the same load balancer, and a consumer that uses the registry. The local cluster sees its templates and files only.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ThreeZones } from './three-zones';
import {
  AdvertisedHost, BrokerPropertiesRenderer, ClientListener, CompanionProtocol, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService,
  KafkaQuorum, ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

const env = { account: '111111111111', region: 'eu-west-1' };
const app = new App();
const [kafka, pay] = ['Kafka', 'Pay'].map(id => new ThreeZones(app, id, { env }));

const client = new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext() });
const addresses = ['10.0.0.10', '10.0.1.10', '10.0.2.10'];
const vpc = kafka.makeVpc();
const ofBrokers = new ec2.SecurityGroup(kafka, 'Brokers', { vpc });
[9090, 9092].forEach(port => ofBrokers.addIngressRule(ofBrokers, ec2.Port.tcp(port)));
const ofRegistry = new ec2.SecurityGroup(kafka, 'Registry', { vpc, allowAllOutbound: false });
const ofConnect = new ec2.SecurityGroup(kafka, 'Connect', { vpc, allowAllOutbound: false });

const listeners = new PerBrokerNlbListeners(kafka, 'Listeners', {
  vpc,
  clientListeners: [client],
  brokers: addresses.map((address, i) => KafkaBroker.fromIpAddress(i, address, { zoneId: `euw1-az${i + 1}`, securityGroup: ofBrokers })),
  companions: [
    {
      name: 'registry',
      port: 8081,
      targetPort: 18081,
      protocol: CompanionProtocol.HTTP,
      advertisedHost: AdvertisedHost.shared('registry.kafka.pay.example.com'),
      targets: ['10.0.0.30', '10.0.1.30'].map(address => new targets.IpTarget(address)),
      securityGroups: [ofRegistry],
      healthCheckPath: '/subjects',
      healthCheckCodes: '200',
    },
    { name: 'connect', port: 8083, protocol: CompanionProtocol.HTTP, targets: [new targets.IpTarget('10.0.2.31')], securityGroups: [ofConnect] },
  ],
});
const service = new KafkaPrivateLinkService(kafka, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal(env.account)], acceptanceRequired: false });
service.addContractOutput();

const inPay = pay.makeVpc();
new KafkaPrivateLinkConsumer(pay, 'Kafka', {
  vpc: inPay, contract: service.contract, companionNames: ['registry'], clients: [new ec2.SecurityGroup(pay, 'App', { vpc: inPay, allowAllOutbound: false })],
});

const renderer = new BrokerPropertiesRenderer(kafka, 'Properties', {
  clientListeners: [client], brokerCount: 3, quorum: KafkaQuorum.bootstrapServers(...addresses.map(address => `${address}:9090`)),
});
mkdirSync(join(app.outdir, 'brokers'), { recursive: true });
addresses.forEach((host, nodeId) => {
  writeFileSync(join(app.outdir, 'brokers', `broker-${nodeId}.server.properties`), renderer.render({ nodeId, host, zoneId: `euw1-az${nodeId + 1}` }));
});
