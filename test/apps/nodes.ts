/**
 * The app that `e2e:nodes` runs: a cluster of three controllers and three brokers, and a consumer. The context says what a deployment changes.
 */
import { App, CfnOutput, Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { ThreeZones } from './three-zones';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaDistribution, KafkaHealthGateMode, KafkaMetricLevel, KafkaPlugin, KafkaPrivateLinkConsumer,
  KafkaPrivateLinkService, KafkaRollout, ListenerSecurity, MultiAzKafkaBrokers, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** What deployments of the same cluster differ in. */
export interface Variant {
  /** Of the archive that the nodes fetch. */
  readonly version: string;
  readonly sha512: string;
  /** Its name in the bucket. */
  readonly archive?: string;
  /** The jar of the Prometheus JMX exporter in the same bucket. */
  readonly exporter?: { readonly file: string; readonly sha512: string };
  readonly brokerCount?: number;
  /** All brokers of a zone at once. */
  readonly byZone?: boolean;
  readonly overrides?: { [key: string]: string };
  /** A property of brokers, which no controller has. */
  readonly maxConnections?: number;
  readonly parked?: number[];
  readonly clusterId?: string;
  readonly adoptVolumes?: { [nodeId: string]: string[] };
  readonly dataGenerations?: { [nodeId: string]: number };
  readonly restartToken?: string;
  readonly mode?: keyof typeof KafkaHealthGateMode;
  /** Beside Kafka: paths of two jars, a file and a hook, and what Java is told. */
  readonly additions?: {
    readonly agent: string;
    readonly argument: string;
    readonly beside: string;
    readonly file: string;
    readonly hook: string;
    readonly jvmOption: string;
  };
}

const CERTIFICATE = '/run/kafka/tls/client.pem';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/client-AbCdEf';

const app = new App();
const variant: Variant = JSON.parse(app.node.tryGetContext('variant'));
const stack = new ThreeZones(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
const vpc = stack.makeVpc();
const client = new ClientListener({
  name: 'CLIENT',
  advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'),
  security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(CERTIFICATE)),
  maxConnections: variant.maxConnections,
});
const artifacts = s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
const brokers = new MultiAzKafkaBrokers(stack, 'Kafka', {
  vpc,
  brokerCount: variant.brokerCount ?? 3,
  rollout: variant.byZone ? KafkaRollout.byZone() : undefined,
  clientListeners: [client],
  kafka: KafkaDistribution.fromBucket(artifacts, variant.archive ?? 'kafka.tgz', variant.version, variant.sha512),
  machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  secretFiles: { [CERTIFICATE]: secrets.Secret.fromSecretCompleteArn(stack, 'Certificate', SECRET) },
  volumes: [{ size: Size.gibibytes(100) }],
  overrides: variant.overrides,
  metrics: variant.exporter && {
    level: KafkaMetricLevel.FULL,
    exporter: KafkaPlugin.fromBucket(artifacts, variant.exporter.file, variant.exporter.sha512),
    scrapedFrom: new ec2.SecurityGroup(stack, 'Prometheus', { vpc }),
  },
  ...variant.additions && {
    jvmOptions: [variant.additions.jvmOption],
    plugins: [KafkaPlugin.fromAsset(variant.additions.agent).asAgent(variant.additions.argument), KafkaPlugin.fromAsset(variant.additions.beside)],
    files: { '/etc/additions/file': new Asset(stack, 'File', { path: variant.additions.file }) },
    bootHook: new Asset(stack, 'Hook', { path: variant.additions.hook }),
  },
  parked: variant.parked,
  clusterId: variant.clusterId,
  adoptVolumes: variant.adoptVolumes,
  dataGenerations: variant.dataGenerations,
  restartToken: variant.restartToken,
  // Three passes ten seconds apart and a minute more are for production; what is checked is the same.
  healthGate: {
    mode: variant.mode && KafkaHealthGateMode[variant.mode],
    consecutive: 2,
    interval: Duration.seconds(1),
    settle: Duration.seconds(1),
    timeout: Duration.minutes(10),
  },
});
const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: brokers.brokers, clientListeners: [client] });
const service = new KafkaPrivateLinkService(stack, 'Service', {
  listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')], acceptanceRequired: false,
});
new CfnOutput(stack, 'Contract', { value: service.contract.toJson() });

const shop = new ThreeZones(app, 'Shop', { env: { account: '222222222222', region: 'eu-west-1' } });
const contract = service.contract.withServiceName('com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0');
const shopVpc = shop.makeVpc();
const consumer = new KafkaPrivateLinkConsumer(shop, 'Kafka', { vpc: shopVpc, contract });
consumer.allowFrom(new ec2.SecurityGroup(shop, 'App', { vpc: shopVpc }));
