// Brokers that run already on files of their own, with an authorizer that lets in nodes and clients without a name; one of them is the controller, too.
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AdvertisedHost, ClientListener, KafkaBroker, KafkaPrivateLinkService, ListenerSecurity, PerBrokerNlbListeners } from 'cdk-kafka-privatelink';

const ADDRESSES = ['10.0.0.11', '10.0.1.11'];
const HOST = 'kafka.plain.example.com';

const app = new App();
const stack = new Stack(app, 'Kafka');
const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
});
const listener = new ClientListener({ name: 'PLAIN', advertisedHost: AdvertisedHost.shared(HOST), security: ListenerSecurity.plaintext() });
const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', 'sg-0123456789abcdef0');
const brokers = ADDRESSES.map((address, id) => KafkaBroker.fromIpAddress(id, address, { securityGroup }));
const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners: [listener] });
new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
const { directory } = app.synth();

const files = join(directory, 'hosts');
mkdirSync(files, { recursive: true });
ADDRESSES.forEach((address, id) => writeFileSync(join(files, `${id}.properties`), `
process.roles=${id === 0 ? 'broker,controller' : 'broker'}
node.id=${id}
listeners=PLAIN://:9093,PEERS://${address}:9190${id === 0 ? `,QUORUM://${address}:9191` : ''}
advertised.listeners=PLAIN://${HOST}:${listener.portOf(id)},PEERS://${address}:9190
listener.security.protocol.map=PLAIN:PLAINTEXT,PEERS:PLAINTEXT,QUORUM:PLAINTEXT
inter.broker.listener.name=PEERS
controller.listener.names=QUORUM
controller.quorum.voters=0@${ADDRESSES[0]}:9191
log.dirs=/var/lib/kafka/data
offsets.topic.replication.factor=2
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:operator;User:ANONYMOUS
`));
