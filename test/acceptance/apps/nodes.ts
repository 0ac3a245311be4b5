import { App, Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { HOST } from './host';
import { AcceptanceStack, DefineApp, Place, Variant } from './place';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, KafkaControllers, KafkaDistribution, KafkaRollout, ListenerSecurity,
  MultiAzKafkaBrokers, NodeSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

interface NodesVariant extends Variant {
  readonly restartToken?: string;
  readonly byZone?: boolean;
  readonly overrides?: { [key: string]: string };
  readonly brokerCount?: number;
  readonly renamed?: boolean;
  /** An output more: a deployment that changes no resource. */
  readonly note?: string;
  /** Volumes of nodes by the tag of their Name, as `describe-volumes` has them. */
  readonly adopts?: boolean;
}

export const ZONE_NAME = 'nodes.acceptance.internal';

/** What nodes need in a VPC without a way out, as the docstring of `vpc` says. */
const APIS = ['ec2', 'autoscaling', 'cloudformation', 'logs', 'monitoring', 'ssm', 'ssmmessages'];
const MACHINE = ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM);

const APIS_OF_SECRETS = ['secretsmanager', 'kms'];

/** A small cluster in subnets without a way out. With `secured` nodes meet by certificates, and disks are under a key of one's own. */
export function nodesApp({ secured = false }: { readonly secured?: boolean }): DefineApp {
  return (app: App, place: Place, variant: NodesVariant) => {
    const stack = new AcceptanceStack(app, 'Kafka', place, 'kafka');
    const vpc = stack.isolatedVpc();
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    for (const api of [...APIS, ...secured ? APIS_OF_SECRETS : []]) {
      vpc.addInterfaceEndpoint(`Api-${api}`, { service: new ec2.InterfaceVpcEndpointAwsService(api), open: true });
    }
    const client = new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared(HOST), security: ListenerSecurity.plaintext() });
    const archive = new Asset(stack, 'Archive', { path: place.kafka.file });
    const key = secured ? new kms.Key(stack, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY }) : undefined;
    const kafka = new MultiAzKafkaBrokers(stack, variant.renamed ? 'Renamed' : 'Brokers', {
      vpc,
      brokerCount: variant.brokerCount ?? 4,
      controllers: KafkaControllers.dedicated({ instanceType: MACHINE }),
      clientListeners: [client],
      zoneName: ZONE_NAME,
      clusterId: 'Ye2n9lagXrj7SY84IDTCAA',
      kafka: KafkaDistribution.fromBucket(archive.bucket, archive.s3ObjectKey, place.kafka.version, place.kafka.sha512),
      machineImage: ec2.MachineImage.genericLinux({ [place.regions.kafka]: place.facts.Image ?? 'ami-0123456789abcdef0' }),
      instanceType: MACHINE,
      availabilityZoneIds: Object.fromEntries(place.zones.kafka.map(({ name, id }) => [name, id])),
      volumes: [{ size: Size.gibibytes(10) }],
      // Three passes ten seconds apart, and most of an hour, are for production: a gate that never opens shall end a deployment soon.
      healthGate: { consecutive: 2, interval: Duration.seconds(5), settle: Duration.seconds(5), timeout: Duration.minutes(15) },
      restartToken: variant.restartToken,
      rollout: variant.byZone ? KafkaRollout.byZone() : undefined,
      overrides: variant.overrides,
      adoptVolumes: variant.adopts ? adopted(place) : undefined,
      ...secured && { encryptionKey: key, ...security(stack, place) },
    });
    kafka.addAlarms({ page: new sns.Topic(stack, 'Operators', { enforceSSL: true }) });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: kafka.brokers, clientListeners: [client] });
    stack.tell({ Cluster: kafka.clusterId, VpcId: vpc.vpcId, ...key && { KeyArn: key.keyArn }, ...variant.note && { Note: variant.note } });
  };
}

/** Secrets that are made before the stack, by the AWS CLI; a plan has none yet. */
function security(stack: AcceptanceStack, { facts, accounts, regions }: Place) {
  const secret = (name: string) => secrets.Secret.fromSecretCompleteArn(stack, name,
    facts[name] ?? `arn:aws:secretsmanager:${regions.kafka}:${accounts.kafka}:secret:acceptance/${name}-AbCdEf`);
  return { nodeSecurity: NodeSecurity.mutualTls(BrokerCertificate.fromSecret(secret('NodesCertificate')), ClientCa.fromSecret(secret('NodesCa'))) };
}

const adopted = ({ facts }: Place): { [node: string]: string[] } => JSON.parse(facts.Volumes ?? '{"0":["vol-0123456789abcdef0"],"1000":["vol-0123456789abcdef1"]}');
