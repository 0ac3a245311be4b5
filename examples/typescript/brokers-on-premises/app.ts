// Brokers in a data centre, behind Direct Connect or a VPN: the load balancer of a VPC leads to their addresses.
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaBroker, KafkaPrivateLinkService, ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

const app = new App();
const stack = new Stack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { // the VPC with the virtual private gateway, or the transit gateway's attachment
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
});
const client = new ClientListener({
  name: 'CLIENT',
  advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'),
  security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')),
});
const brokers = ['192.168.10.11', '192.168.10.12', '192.168.10.13'].map((address, brokerId) =>
  KafkaBroker.fromIpAddress(brokerId, address, { outsideVpc: true }));
const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners: [client] });
Validations.of(listeners).acknowledge({
  id: 'cdk-kafka-privatelink:PerBrokerNlbListeners.brokerNotOpened',
  reason: 'the firewall of the data centre lets the subnets of the load balancer in',
});
const service = new KafkaPrivateLinkService(stack, 'Service', {
  listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')],
});
service.addContractOutput();
