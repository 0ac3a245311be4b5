import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as r53 from 'aws-cdk-lib/aws-route53';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { KafkaControllers } from './kafka-controllers';
import { KafkaRollout } from './kafka-rollout';
import { NodeSecurity } from '../../model/node-security';
import { BrokerPropertiesRenderer } from '../../properties/broker-properties-renderer';

/**
 * A cluster that others may join: a `MultiAzKafkaBrokers`.
 */
export interface IKafkaCluster extends IConstruct, ec2.IConnectable {
  /** The cluster's id. */
  readonly clusterId: string;
  /** The name of the private hosted zone with the nodes' names. */
  readonly zoneName: string;
}

/**
 * What makes a cluster, whatever nodes it has.
 */
export interface KafkaClusterOptions {
  /**
   * The cluster's id, 22 characters, as `kafka-storage.sh random-uuid` prints it. Nodes refuse disks of another cluster. **Give
   * it to every cluster that matters.** If you rename or move the construct, its logical ids change: CloudFormation makes an
   * empty cluster and deletes this one, and only the volumes stay. With the same id the new cluster asks for a second private
   * zone of the same name in the VPC, and Route 53 refuses that zone before anything is deleted. You also need the id to adopt
   * volumes.
   *
   * @default - made from the stack's name, so that it is the same wherever the construct is in its stack and the stack is in the
   * app. Two stacks of one name, in two accounts or regions, have the same
   */
  readonly clusterId?: string;

  /**
   * The name of the private hosted zone that is made for the nodes, or with `hostedZone` of the domain in it: `b0`, `b1`, … are
   * brokers in it, `c1000`, `c1001`, … controllers. It is never to change: controllers remember each other by name, and no quorum
   * finds itself again under other names.
   *
   * @default - made from the cluster's id, below `kafka.internal` or the name of `hostedZone`
   */
  readonly zoneName?: string;

  /**
   * A private hosted zone that gets the nodes' names: of a VPC that another account shares, in which no zone can be made, or of a
   * team that keeps its names in one. It must be of this account, and be asked in `vpc`. Of a running cluster it can be given
   * later with the same `zoneName`, once the names are in it: CloudFormation deletes the records of the old zone at the end.
   *
   * @default - one is made
   */
  readonly hostedZone?: r53.IPrivateHostedZone;

  /**
   * The nodes that keep the cluster's metadata, fixed when the cluster is created: their number, and whether they are brokers
   * too. If you change them, nodes refuse their disks, and the deployment rolls back.
   *
   * @default - KafkaControllers.dedicated(): three instances of their own
   */
  readonly controllers?: KafkaControllers;

  /**
   * In which order deployments restart brokers. To change it restarts nothing, and holds from that deployment on. Brokers that
   * join have the cluster's.
   *
   * @default KafkaRollout.oneByOne()
   */
  readonly rollout?: KafkaRollout;

  /**
   * The id of the first broker.
   *
   * @default 0
   */
  readonly firstBrokerId?: number;

  /**
   * Brokers with controllers that these brokers join: for a cluster of more brokers than one stack holds (about 45, or 38 with
   * `addAlarms`). They share its cluster id, names, security group and properties, have ids of their own by `firstBrokerId`, and
   * are deployed after it: none is touched before all of the others are well. They are in the same VPC, and each has as many
   * `volumes`.
   *
   * @default - these are a cluster of their own
   */
  readonly joins?: IKafkaCluster;

  /**
   * How nodes meet each other. To change it stops the cluster: nodes of one kind do not meet those of the other.
   *
   * @default NodeSecurity.plaintext()
   */
  readonly nodeSecurity?: NodeSecurity;

  /**
   * The first user who logs in with a password: a secret with the JSON keys `username` and `password`, as Secrets Manager
   * generates them. It needs a client listener with SCRAM. Brokers make the user when they boot, with all rights, and take over a
   * new password within an hour. Under another `username` a new user takes the place of the old one, which loses its password and
   * these rights. The name is of ASCII letters, digits, `_` and `-`, and not `ANONYMOUS`; the password of ASCII letters, digits
   * and punctuation without blanks and backslashes.
   *
   * @default - none; users are made on a node, by `kafka-admin configs` and `kafka-admin acls`
   */
  readonly administrator?: secrets.ISecret;

  /**
   * More Kafka properties for every node, which `BrokerPropertiesRenderer` checks.
   *
   * @default - none
   */
  readonly overrides?: { [key: string]: string };

  /**
   * Writes the nodes' `server.properties`, instead of a renderer that is made here. It has the same `clientListeners`, the quorum
   * of `MultiAzKafkaBrokers.quorum()`, and the directories `/data/0/log`, `/data/1/log`, … one for each volume. `zoneName` is
   * needed too.
   *
   * @default - one is made, with the internal listener `INTERNAL`
   */
  readonly properties?: BrokerPropertiesRenderer;
}
