// Two audiences that must not reach each other's listener: each has a load balancer and an endpoint service of its own.
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaBroker, KafkaPrivateLinkService, ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

const app = new App();
const stack = new Stack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
});
const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Hosts', 'sg-0123456789abcdef0');
const brokers = ['10.0.0.10', '10.0.1.10', '10.0.2.10'].map((address, brokerId) =>
  KafkaBroker.fromIpAddress(brokerId, address, { securityGroup }));

const audiences = [
  { name: 'PAYMENTS', slot: 0, host: 'kafka.pay.example.com', account: '222222222222' },
  { name: 'ANALYTICS', slot: 1, host: 'kafka.analytics.example.com', account: '333333333333' },
];
for (const { name, slot, host, account } of audiences) {
  const certificate = BrokerCertificate.fromPemFile(`/etc/kafka/tls/${name.toLowerCase()}.pem`);
  const listeners = new PerBrokerNlbListeners(stack, `${name}Listeners`, {
    vpc,
    brokers,
    clientListeners: [new ClientListener({
      name, slot, advertisedHost: AdvertisedHost.shared(host), security: ListenerSecurity.tls(certificate),
    })],
  });
  const service = new KafkaPrivateLinkService(stack, `${name}Service`, {
    listeners, allowedPrincipals: [new iam.AccountPrincipal(account)],
  });
  service.addContractOutput(`${name}Contract`);
}
