/**
 * The app that `e2e:security` runs: brokers with listeners of several kinds of security, their certificates and first user in Secrets Manager, nodes that
 * meet by mutual TLS, and a consumer of all listeners. What operators and clients have to know of it is written beside the templates.
 */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { App, CfnOutput, Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { ThreeZones } from './three-zones';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientCa, ClientListener, ClientListenerProps, ContractListener, KafkaClientLibrary,
  KafkaControllers, KafkaDistribution, KafkaPathCanary, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, ListenerSecurity, MultiAzKafkaBrokers,
  NodeSecurity, PerBrokerNlbListeners, ScramMechanism,
} from 'cdk-kafka-privatelink';

/** What is outside of the app: ARNs and addresses, nothing that is secret. */
export interface Outside {
  /** The listeners of this deployment. */
  readonly listeners: string[];
  readonly restartToken?: string;
  /** Of the archive that the nodes fetch. */
  readonly version: string;
  readonly sha512: string;
  /** ARNs of secrets by name. */
  readonly secrets: { readonly [name: string]: string };
  /** ARNs of certificates in ACM by name. */
  readonly acmCertificates: { readonly [name: string]: string };
  /** The file of the authority that clients trust. */
  readonly trusted: string;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** The SSM parameter in which the consumer has its contract. */
  readonly contractParameter: string;
}

/** What the app tells its operators and clients, in `operators.json`. */
export interface Told {
  /** Names that a listener's certificate must have, by listener. */
  readonly certificateNames: { readonly [listener: string]: string[] };
  /** The listeners that have the certificate of `shared`. */
  readonly sharing: string[];
  /** The file of each listener's clients, by library and listener. */
  readonly clientFiles: { readonly [library: string]: { readonly [listener: string]: string } };
  readonly zoneName: string;
}

const BROKER_IDS = [0, 1, 2];
const ZONE_NAME = 'kafka.cluster.internal';

const app = new App();
const outside: Outside = JSON.parse(app.node.tryGetContext('outside'));
const stack = new ThreeZones(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
const vpc = stack.makeVpc();
const secret = (name: string) => secrets.Secret.fromSecretCompleteArn(stack, name, outside.secrets[name]);

const shared = BrokerCertificate.fromSecret(secret('shared'));
const fromAcm = (name: string) => elbv2.ListenerCertificate.fromArn(outside.acmCertificates[name]);
const at = (listener: string) => AdvertisedHost.shared(`${listener.toLowerCase()}.kafka.internal`);
/** Which of them have one certificate. Those whose TLS ends at the load balancer do not, and no broker has a certificate for their names. */
const SHARING = ['MTLS', 'SCRAM', 'OAUTH'];
const kinds: { [name: string]: Pick<ClientListenerProps, 'slot' | 'security'> & Partial<ClientListenerProps> } = {
  PLAIN: { slot: 0, security: ListenerSecurity.plaintext() },
  TLS: {
    slot: 1,
    advertisedHost: AdvertisedHost.perBroker('b{brokerId}.tls.kafka.internal'),
    security: ListenerSecurity.tls(BrokerCertificate.fromSecretPerBroker(Object.fromEntries(BROKER_IDS.map(id => [id, secret(`broker${id}`)])))),
  },
  MTLS: { slot: 2, security: ListenerSecurity.mutualTls(shared, ClientCa.fromSecret(secret('clientCa'))) },
  SCRAM: { slot: 3, security: ListenerSecurity.saslScram(shared) },
  OAUTH: {
    slot: 4, security: ListenerSecurity.saslOauthBearer(shared, { issuer: outside.issuer, audience: outside.audience, jwksUrl: outside.jwksUrl }),
  },
  NLB: { slot: 5, security: ListenerSecurity.tlsAtLoadBalancer(fromAcm('good'), { scram: ScramMechanism.SCRAM_SHA_256 }) },
  // Two with a certificate at which clients must stop.
  LATE: { slot: 6, security: ListenerSecurity.tlsAtLoadBalancer(fromAcm('expired')) },
  FALSE: { slot: 8, security: ListenerSecurity.tlsAtLoadBalancer(fromAcm('wrongName')) },
  EDGE: { slot: 9, security: ListenerSecurity.tlsAtLoadBalancer(fromAcm('good')) },
};
const clientListeners = outside.listeners.map(name => new ClientListener({ name, advertisedHost: at(name), ...kinds[name] }));
const hasUsers = ['SCRAM', 'NLB'].some(name => outside.listeners.includes(name));

const nodeSecurity = NodeSecurity.mutualTls(BrokerCertificate.fromSecret(secret('node')), ClientCa.fromSecret(secret('nodeCa')));
const brokers = new MultiAzKafkaBrokers(stack, 'Kafka', {
  vpc,
  brokerCount: BROKER_IDS.length,
  clientListeners,
  controllers: KafkaControllers.combined(),
  zoneName: ZONE_NAME,
  nodeSecurity,
  restartToken: outside.restartToken,
  administrator: hasUsers ? secret('administrator') : undefined,
  kafka: KafkaDistribution.fromBucket(s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts'), 'kafka.tgz', outside.version, outside.sha512),
  machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  volumes: [{ size: Size.gibibytes(100) }],
  healthGate: { consecutive: 2, interval: Duration.seconds(1), settle: Duration.seconds(1), timeout: Duration.minutes(10) },
});
const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: brokers.brokers, clientListeners });
const service = new KafkaPrivateLinkService(stack, 'Service', {
  listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')], acceptanceRequired: false,
});
new CfnOutput(stack, 'Contract', { value: service.contract.toJson() });

const shop = new ThreeZones(app, 'Shop', { env: { account: '222222222222', region: 'eu-west-1' } });
const contract = service.contract.withServiceName('com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0');
const shopVpc = shop.makeVpc();
const consumer = new KafkaPrivateLinkConsumer(shop, 'Kafka', { vpc: shopVpc, contract });
consumer.allowFrom(new ec2.SecurityGroup(shop, 'App', { vpc: shopVpc }));
// One that is told everything when it runs and goes the whole way, and one that has nothing but what came with its code.
if (hasUsers) {
  new KafkaPathCanary(shop, 'Thorough', {
    consumer,
    listenerNames: ['SCRAM'],
    authoritiesFile: outside.trusted,
    credentials: secrets.Secret.fromSecretCompleteArn(shop, 'Login', outside.secrets.canary),
    topic: 'canary',
    contractParameterName: outside.contractParameter,
  });
}
new KafkaPathCanary(shop, 'Simple', { consumer, authoritiesFile: outside.trusted });

const renderer = new BrokerPropertiesRenderer(stack, 'Names', {
  clientListeners, nodeSecurity, brokerCount: BROKER_IDS.length, quorum: MultiAzKafkaBrokers.quorum(ZONE_NAME, KafkaControllers.combined()),
});
const told: Told = {
  certificateNames: Object.fromEntries(clientListeners.map(listener => [listener.name, renderer.certificateNames(listener)])),
  sharing: SHARING.filter(name => outside.listeners.includes(name)),
  clientFiles: Object.fromEntries(Object.values(KafkaClientLibrary).map(library => [library, filesOfClients(library)])),
  zoneName: brokers.zoneName,
};
writeFileSync(join(app.outdir, 'operators.json'), JSON.stringify(told, null, 2));

function filesOfClients(library: KafkaClientLibrary): { [listener: string]: string } {
  const of = (listener: ContractListener) =>
    listener.clientFile({ clientLibrary: library, truststoreLocation: listener.protocol.endsWith('SSL') ? outside.trusted : undefined });
  return Object.fromEntries(contract.listeners.map(listener => [listener.name, of(listener)]));
}
