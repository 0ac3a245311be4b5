import { Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as r53 from 'aws-cdk-lib/aws-route53';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { KafkaControllers } from './kafka-controllers';
import { KafkaDistribution } from './kafka-distribution';
import { KafkaHealthGate } from './kafka-health-gate';
import { KafkaVolume } from './kafka-volume';
import type { MultiAzKafkaBrokers } from './multi-az-kafka-brokers';
import { ClientListener } from '../model/client-listener';
import { NodeSecurity } from '../model/node-security';
import { BrokerPropertiesRenderer } from '../properties/broker-properties-renderer';

/**
 * Properties of `MultiAzKafkaBrokers`.
 *
 * What is part of a node's launch template restarts the nodes, one after another, when it changes: `kafka`, `machineImage`, `instanceType`,
 * `clientListeners`, `nodeSecurity`, `administrator`, `overrides`, `healthGate`, `heap`, `javaPackage`, `secretFiles`, `rootEncryptionKey`, `restartToken`, and the number of `volumes`.
 */
export interface MultiAzKafkaBrokersProps {
  /**
   * The VPC of the nodes, with DNS names and DNS support on. In one without a way out nodes need a gateway endpoint for S3 and interface endpoints
   * for `ec2`, `autoscaling`, `cloudformation`, `logs`, `monitoring`, `ssm` and `ssmmessages`, and for `secretsmanager` and `kms` where they are used.
   */
  readonly vpc: ec2.IVpc;

  /**
   * How many brokers, with consecutive ids from `firstBrokerId`. From three on, adding one touches no other; from one to two and from two to three the
   * defaults for replication change, which restarts every node. Before one is taken away, move its partitions off it; it is always the one with the
   * highest id that goes.
   */
  readonly brokerCount: number;

  /**
   * The listeners for clients outside the VPC: the same values that are given to the load balancer's side.
   */
  readonly clientListeners: ClientListener[];

  /**
   * Where nodes get Kafka from, 4.2 or newer.
   */
  readonly kafka: KafkaDistribution;

  /**
   * Amazon Linux 2023, pinned: by its id, or by a lookup that is kept in `cdk.context.json`
   * (`ec2.MachineImage.latestAmazonLinux2023({ cachedInContext: true, cpuType: ec2.AmazonLinuxCpuType.ARM_64 })`). It is the full one, or one of your own that is
   * made from it: not the minimal one, not that for ECS or EKS, not Amazon Linux 2, no other distribution. It has the architecture of the instance types.
   * Java and Kafka are installed at boot unless the image has them.
   */
  readonly machineImage: ec2.IMachineImage;

  /**
   * The brokers' instance type. It is on the Nitro hypervisor, as all are but old families such as t2, m4 and i3, and has the architecture of the image.
   *
   * @default - m7g.large: Graviton, 2 vCPUs, 8 GiB
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * The brokers' data volumes, each with a directory of its own. Several can be smaller and fail apart, and Kafka spreads partitions over them.
   * Add one at the end only, and take none away. Those of adopted nodes are grown outside the stack, and get no further one.
   *
   * @default - one of 100 GiB
   */
  readonly volumes?: KafkaVolume[];

  /**
   * The nodes that keep the cluster's metadata, fixed when the cluster is created: their number, and whether they are brokers too. Nodes refuse
   * another set than the one that their disks were formatted for, and the deployment rolls back.
   *
   * @default - KafkaControllers.dedicated(): three instances of their own
   */
  readonly controllers?: KafkaControllers;

  /**
   * The names of the nodes' zones, in the order in which nodes take them: a node with number *n* (a controller's begins at 0 too) is in the one
   * at *n* modulo their number. At least three survive the loss of one. Never change them, since a volume can't move to another zone: from three to
   * four, nodes 3, 4 and 5 get other interfaces, disks and subnets. Their names lead to addresses that nobody has yet, all at once, and the deployment
   * fails and rolls back. A broker gets into another zone under a new id.
   *
   * @default - the first three zones of `vpc`, if this app makes it with three or more known ones; else they must be given
   */
  readonly availabilityZones?: string[];

  /**
   * The ids of the zones by their names, for example `{ 'eu-west-1a': 'euw1-az3' }`; they differ between accounts. Client listeners whose hosts
   * are named by zone need them.
   *
   * @default - not known here; each broker asks for its own at boot, and gives it to Kafka as its rack
   */
  readonly availabilityZoneIds?: { [availabilityZone: string]: string };

  /**
   * The nodes' subnets, one in each zone. Never change them: a node's address comes from its subnet, and all nodes would lose theirs at once. Name a
   * group or subnets where the VPC is not this app's: what others add to it must not change what is selected.
   *
   * @default - private subnets of `vpc`, if there is one in each zone
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * What a node must show before the deployment goes on to the next one.
   *
   * @default - `FULL`, three times in a row, 10 seconds apart, then 60 seconds more, all within 55 minutes
   */
  readonly healthGate?: KafkaHealthGate;

  /**
   * How often a node's disks were given up, by node id. One more makes new, empty volumes, from which the node starts as if it were new and copies
   * its data from the others; the old volumes stay outside the stack. First check that no partition has only this copy, and move the partitions
   * away if copying them takes longer than the health gate waits. Change nothing else in the same deployment, and never lower a number or remove
   * it. A controller whose disk was lost must leave the quorum before: `kafka-admin metadata-quorum remove-controller`. A node in `adoptVolumes` is
   * taken out of it in the same deployment.
   *
   * @default - 0 for every node
   */
  readonly dataGenerations?: { [nodeId: string]: number };

  /**
   * Volumes that exist already, by node id and in the order of the node's volumes: those that stayed when a stack was deleted. Their tags say whose
   * they are (`kafka:node`, `kafka:disk`); of several take the highest `kafka:generation`. They must be in the node's zone, and `clusterId` that of
   * their cluster, which nodes check. The first controller's must be among them, unless it has a generation: it would start a second quorum. They stay
   * outside the stack, which does not grow them. Take a node out later only together with a generation in `dataGenerations`, which gives its data up.
   *
   * @default - every volume is made here
   */
  readonly adoptVolumes?: { [nodeId: string]: string[] };

  /**
   * Ids of nodes without an instance, whose disk, address and place in the chain stay. In a zone that is down instances can't be launched, and
   * deployments would fail: park its nodes, deploy, and take them out of the list when the zone is back, in a deployment of its own. Nodes that run
   * are parked one at a time: those that are parked together stop together.
   *
   * @default - none
   */
  readonly parked?: number[];

  /**
   * Another text than before restarts every node, one after another. To restart a single node, terminate its instance.
   *
   * @default - none
   */
  readonly restartToken?: string;

  /**
   * The key of the data volumes; it can't be changed afterwards. Nodes may make grants on it to attach their volumes; its policy must let the account's
   * roles be allowed that. Where it does not, the boot log repeats `waiting: vol-… could not be attached` below `not authorized to perform: kms:CreateGrant`.
   *
   * @default - the account's default key for EBS, AWS's own or one that the account has chosen: nodes may make grants on keys of the account, by EC2 and for its volumes only
   * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The key of the root volumes, which hold no data. EC2 Auto Scaling must be able to use it: where the key's policy is made in this app its service-linked
   * role is allowed to, which must exist already (`aws iam create-service-linked-role --aws-service-name autoscaling.amazonaws.com`); elsewhere allow it
   * there. Without it launches fail with `Client.InvalidKMSKey.InvalidState` or `Client.InternalError: Client error on launch`. Another key restarts every node.
   *
   * @default - AWS's own key, `alias/aws/ebs`, also where the account's default key for EBS is another
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   */
  readonly rootEncryptionKey?: kms.IKey;

  /**
   * More secrets that a broker writes into files at every boot, by path under `/run`, which is memory: the secret's string is the file.
   * Certificates of client listeners that are secrets (`BrokerCertificate.fromSecret`) are fetched without being named here. An update of a secret
   * reaches the file within an hour, and Kafka without a restart where it is a client listener's certificate or authority.
   *
   * @default - none; files that client listeners need and that are no secrets must be in the image
   */
  readonly secretFiles?: { [path: string]: secrets.ISecret };

  /**
   * Who inside the VPC may use the listener between brokers. Without `nodeSecurity` it neither encrypts nor authenticates, and they may do everything,
   * also where clients of other listeners authenticate. With it they need a certificate by the nodes' authority, and are nodes.
   *
   * @default - only the nodes themselves
   */
  readonly internalClients?: ec2.IConnectable[];

  /**
   * How nodes meet each other. To change it stops the cluster: nodes of one kind do not meet those of the other.
   *
   * @default NodeSecurity.plaintext()
   */
  readonly nodeSecurity?: NodeSecurity;

  /**
   * The first user who logs in with a password: a secret with the JSON keys `username` and `password`, as Secrets Manager generates them. It needs a
   * client listener with SCRAM. Brokers make the user when they boot, with all rights, and take over a new password within an hour. Under another
   * `username` a new user takes the place of the old one, which loses its password and these rights.
   * The name is of ASCII letters, digits, `_` and `-`, and not `ANONYMOUS`; the password of ASCII letters, digits and punctuation without blanks and backslashes.
   *
   * @default - none; users are made on a node, by `kafka-admin configs` and `kafka-admin acls`
   */
  readonly administrator?: secrets.ISecret;

  /**
   * Is told of every instance that is launched or terminated, or could not be.
   *
   * @default - nobody is told
   */
  readonly notificationTopic?: sns.ITopic;

  /**
   * More Kafka properties for every node, which `BrokerPropertiesRenderer` checks.
   *
   * @default - none
   */
  readonly overrides?: { [key: string]: string };

  /**
   * Writes the nodes' `server.properties`, instead of a renderer that is made here. It has the same `clientListeners`, the quorum of
   * `MultiAzKafkaBrokers.quorum()`, and the directories `/data/0/log`, `/data/1/log`, … one for each volume. `zoneName` is needed too.
   *
   * @default - one is made, with the internal listener `INTERNAL`
   */
  readonly properties?: BrokerPropertiesRenderer;

  /**
   * The cluster's id, 22 characters, as `kafka-storage.sh random-uuid` prints it. Nodes refuse disks of another cluster. **Give it to every cluster that
   * matters.** A construct that is renamed or moved has other logical ids, so that CloudFormation makes an empty cluster and deletes this one, of which
   * the volumes stay. With the same id it also asks for a second private zone of the same name in the VPC, which Route 53 refuses before anything is
   * deleted. It is needed to adopt volumes, too.
   *
   * @default - made from the stack's name, so that it is the same wherever the construct is in its stack and the stack is in the app. Two stacks of one
   * name, in two accounts or regions, have the same
   */
  readonly clusterId?: string;

  /**
   * The name of the private hosted zone that is made for the nodes, or with `hostedZone` of the domain in it: `b0`, `b1`, … are brokers in it, `c1000`,
   * `c1001`, … controllers. It is never to change: controllers remember each other by name, and no quorum finds itself again under other names.
   *
   * @default - made from the cluster's id, below `kafka.internal` or the name of `hostedZone`
   */
  readonly zoneName?: string;

  /**
   * A private hosted zone that gets the nodes' names: of a VPC that another account shares, in which no zone can be made, or of a team that keeps its
   * names in one. It must be of this account, and be asked in `vpc`. Of a running cluster it can be given later with the same `zoneName`, once the names are
   * in it: CloudFormation deletes the records of the old zone at the end.
   *
   * @default - one is made
   */
  readonly hostedZone?: r53.IPrivateHostedZone;

  /**
   * The private addresses of nodes, by their ids: of the network interface that each keeps, inside its subnet and free. Give one before the node is deployed:
   * another address, also the one that the node has by chance, is another interface, for which CloudFormation asks before the old one is gone, and a
   * deployment that asks for an address that is taken fails.
   *
   * @default - AWS chooses one from the node's subnet, which the node keeps
   */
  readonly privateIpAddresses?: { [nodeId: string]: string };

  /**
   * Brokers with controllers that these brokers join: for a cluster of more brokers than one stack holds (about 45, or 26 with `addAlarms`). They share its cluster id, names, security
   * group and properties, have ids of their own by `firstBrokerId`, and are deployed after it: none is touched before all of the others are well. They
   * are in the same VPC, and each has as many `volumes`.
   *
   * @default - these are a cluster of their own
   */
  readonly joins?: MultiAzKafkaBrokers;

  /**
   * The id of the first broker.
   *
   * @default 0
   */
  readonly firstBrokerId?: number;

  /**
   * The heap of the brokers' Java.
   *
   * @default - a quarter of the instance's memory, 1 to 6 GiB; the rest is the page cache, which Kafka lives on
   */
  readonly heap?: Size;

  /**
   * The package with Java, 17 or newer, installed where the image has none.
   *
   * @default 'java-21-amazon-corretto-headless'
   */
  readonly javaPackage?: string;

  /**
   * How long the nodes' logs are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;
}
