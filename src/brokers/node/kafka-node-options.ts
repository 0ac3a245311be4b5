import { Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3_assets from 'aws-cdk-lib/aws-s3-assets';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { KafkaHealthGate } from './kafka-health-gate';
import { KafkaPlugin } from './kafka-plugin';
import { KafkaVolume } from './kafka-volume';
import { KafkaDistribution } from '../cluster/kafka-distribution';
import { KafkaMetrics } from '../watch/kafka-metrics';

/**
 * What each node has and runs.
 */
export interface KafkaNodeOptions {
  /**
   * Where nodes get Kafka from, 4.2 or newer.
   */
  readonly kafka: KafkaDistribution;

  /**
   * Amazon Linux 2023, pinned: by its id, or by a lookup that is kept in `cdk.context.json`
   * (`ec2.MachineImage.latestAmazonLinux2023({ cachedInContext: true, cpuType: ec2.AmazonLinuxCpuType.ARM_64 })`). It is the full
   * one, or one of your own that is made from it: not the minimal one, not that for ECS or EKS, not Amazon Linux 2, no other
   * distribution. It has the architecture of the instance types. Java and Kafka are installed at boot unless the image has them.
   */
  readonly machineImage: ec2.IMachineImage;

  /**
   * The brokers' instance type. It is on the Nitro hypervisor, as all are but old families such as t2, m4 and i3, and has the
   * architecture of the image.
   *
   * @default - m7g.large: Graviton, 2 vCPUs, 8 GiB
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * The brokers' data volumes, each with a directory of its own. Several can be smaller and fail apart, and Kafka spreads
   * partitions over them. Add one at the end only, and take none away. Those of adopted nodes are grown outside the stack, and
   * get no further one.
   *
   * @default - one of 100 GiB
   */
  readonly volumes?: KafkaVolume[];

  /**
   * The heap of the brokers' Java.
   *
   * @default - a quarter of the instance's memory, 1 to 6 GiB; the rest is the page cache, which Kafka lives on
   */
  readonly heap?: Size;

  /**
   * Options of Kafka's Java on every node, each option by itself: `['-XX:MaxGCPauseMillis=50', '-XX:+UseZGC']`. They come after
   * the library's own options, and if two options contradict each other, Java takes the last one. If you name a garbage
   * collector, it replaces Kafka's. Files that options name must be in the image. Set the heap by `heap`.
   *
   * @default - Kafka's own. Garbage collection is logged to `/var/log/kafka/kafkaServer-gc.log` (10 files of 100 MB). If Kafka
   * runs out of memory, it ends and is started again
   */
  readonly jvmOptions?: string[];

  /**
   * Jar files for Kafka's Java on every node: on the class path, in this order, or as agents. Each needs a file name of its own.
   *
   * @default - none
   */
  readonly plugins?: KafkaPlugin[];

  /**
   * What nodes say of Kafka's own JVM, and to whom.
   *
   * @default - the figures of `KafkaMetricLevel.BASIC`, which need no exporter
   */
  readonly metrics?: KafkaMetrics;

  /**
   * Files of every node, by their absolute paths, which no file of the library's own has. Each is one file of the app: nodes
   * fetch it before Kafka starts, compare its digest, and put it back at a boot where somebody has changed it. Root owns it and
   * everybody on the node reads it, so it is never a secret: those are `secretFiles`. One that begins with `#!` can be executed.
   * Another content restarts every node.
   *
   * @default - none
   */
  readonly files?: { [path: string]: s3_assets.Asset };

  /**
   * A script that every node runs as root before Kafka's first start of each boot, when disks, address, secrets and `files` are
   * there. Its first line names its interpreter. It has the node's settings as environment (`NODE_ID`, `CLUSTER_ID`, `AWS_REGION`
   * …) and must work if it runs twice. What it leaves running ends with the boot. If it ends with another code than 0, Kafka does
   * not start and the node reports no success. The log has its code and its last 20 lines, and the node runs it again after 30
   * seconds. After the code 78 the node reports the failure at once. Another content restarts every node.
   *
   * @default - none
   */
  readonly bootHook?: s3_assets.Asset;

  /**
   * The package with Java, 17 or newer, installed where the image has none.
   *
   * @default 'java-21-amazon-corretto-headless'
   */
  readonly javaPackage?: string;

  /**
   * More secrets that a broker writes into files at every boot, by path under `/run`, which is memory: the secret's string is the
   * file. Certificates of client listeners that are secrets (`BrokerCertificate.fromSecret`) are fetched without being named
   * here. An update of a secret reaches the file within an hour, and Kafka without a restart where it is a client listener's
   * certificate or authority.
   *
   * @default - none; files that client listeners need and that are no secrets must be in the image
   */
  readonly secretFiles?: { [path: string]: secrets.ISecret };

  /**
   * What a node must show before the deployment goes on to the next one.
   *
   * @default - `FULL`, three times in a row, 10 seconds apart, then 60 seconds more, all within 55 minutes
   */
  readonly healthGate?: KafkaHealthGate;

  /**
   * Another text than before restarts every node, one after another. To restart a single node, terminate its instance.
   *
   * @default - none
   */
  readonly restartToken?: string;

  /**
   * How often a node's disks were given up, by node id. One more makes new, empty volumes, from which the node starts as if it
   * were new and copies its data from the others; the old volumes stay outside the stack. First check that no partition has only
   * this copy, and move the partitions away if copying them takes longer than the health gate waits. Change nothing else in the
   * same deployment, and never lower a number or remove it. If a controller lost its disk, first take it out of the quorum:
   * `kafka-admin metadata-quorum remove-controller`. If the node is in `adoptVolumes`, take it out of there in the same
   * deployment.
   *
   * @default - 0 for every node
   */
  readonly dataGenerations?: { [nodeId: string]: number };

  /**
   * Volumes that exist already, by node id and in the order of the node's volumes: those that stayed when a stack was deleted.
   * The tags `kafka:node` and `kafka:disk` of a volume name its node. If there are several, take the highest `kafka:generation`.
   * The volumes must be in the node's zone, and `clusterId` must be that of their cluster: nodes check both. Give the volumes of
   * the first controller too, or a number for it in `dataGenerations`: otherwise it would start a second quorum. The volumes stay
   * outside the stack, so the stack does not grow them. If you take a node out later, raise its number in `dataGenerations` in
   * the same deployment: that gives up its data.
   *
   * @default - every volume is made here
   */
  readonly adoptVolumes?: { [nodeId: string]: string[] };

  /**
   * Ids of nodes that have no instance for a time. Their disks, addresses and places in the chain stay. If a zone is down, EC2
   * can't launch instances there, and deployments would fail: park its nodes, and deploy. When the zone is back, take them out of
   * the list, in a deployment of its own. If nodes still run, park one at a time: nodes that you park together stop together.
   *
   * @default - none
   */
  readonly parked?: number[];

  /**
   * The private addresses of nodes, by their ids: of the network interface that each keeps, inside its subnet and free. Give one
   * before the node is deployed. A new address is a new interface, and CloudFormation asks for it before the old interface is
   * gone. So a deployment fails if the address is taken, also by the node itself.
   *
   * @default - AWS chooses one from the node's subnet, which the node keeps
   */
  readonly privateIpAddresses?: { [nodeId: string]: string };

  /**
   * The key of the data volumes; it can't be changed afterwards. Nodes may make grants on it to attach their volumes; its policy
   * must let the account's roles be allowed that. Where it does not, the boot log repeats `waiting: vol-… could not be attached`
   * below `not authorized to perform: kms:CreateGrant`.
   *
   * @default - the account's default key for EBS, AWS's own or one that the account has chosen: nodes may make grants on keys of
   * the account, by EC2 and for its volumes only
   * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The key of the root volumes, which hold no data. EC2 Auto Scaling must be able to use it: where the key's policy is made in
   * this app its service-linked role is allowed to, which must exist already (`aws iam create-service-linked-role
   * --aws-service-name autoscaling.amazonaws.com`); elsewhere allow it there. Without it launches fail with
   * `Client.InvalidKMSKey.InvalidState` or `Client.InternalError: Client error on launch`. Another key restarts every node.
   *
   * @default - AWS's own key, `alias/aws/ebs`, also where the account's default key for EBS is another
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   */
  readonly rootEncryptionKey?: kms.IKey;
}
