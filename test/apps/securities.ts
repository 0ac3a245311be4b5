// Clients get in by every kind of security, brokers run already in a VPC of somebody else, and no consumer is in the app.
import { App, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, KafkaBroker, KafkaPrivateLinkService, KafkaProtocol, ListenerSecurity,
  PerBrokerNlbListeners, ScramMechanism,
} from 'cdk-kafka-privatelink';

const app = new App();
const stack = new Stack(app, 'Kafka');
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
});
const certificate = BrokerCertificate.fromPemFile('/etc/kafka/tls/broker.pem');
const atLoadBalancer = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-4000-8000-000000000001');
const securities: { readonly [name: string]: ListenerSecurity } = {
  PLAIN: ListenerSecurity.plaintext(),
  MUTUAL: ListenerSecurity.mutualTls(certificate, ClientCa.fromPemFile('/etc/kafka/tls/clients.pem')),
  SCRAM: ListenerSecurity.saslScram(certificate, ScramMechanism.SCRAM_SHA_256),
  TOKENS: ListenerSecurity.saslOauthBearer(certificate, { issuer: 'https://login.example.com', audience: 'kafka', jwksUrl: 'https://login.example.com/keys' }),
  BALANCED: ListenerSecurity.tlsAtLoadBalancer(atLoadBalancer, { scram: ScramMechanism.SCRAM_SHA_512 }),
  DESCRIBED: ListenerSecurity.described({ protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['PLAIN'] }),
};
const clientListeners = Object.entries(securities).map(([name, security], slot) =>
  new ClientListener({ name, advertisedHost: AdvertisedHost.perBroker(`b{brokerId}.${name.toLowerCase()}.example.com`), security, slot }));
const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', 'sg-0123456789abcdef0');
const brokers = ['10.0.0.11', '10.0.1.11'].map((address, id) => KafkaBroker.fromIpAddress(id, address, { securityGroup }));
const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners });
new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
app.synth();
