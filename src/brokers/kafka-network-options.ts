import * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * Where nodes are, and who may come to them.
 */
export interface KafkaNetworkOptions {
  /**
   * The VPC of the nodes, with DNS names and DNS support on. In one without a way out nodes need a gateway endpoint for S3 and
   * interface endpoints for `ec2`, `autoscaling`, `cloudformation`, `logs`, `monitoring`, `ssm` and `ssmmessages`, and for
   * `secretsmanager` and `kms` where they are used.
   */
  readonly vpc: ec2.IVpc;

  /**
   * The nodes' subnets, one in each zone. Never change them: a node's address comes from its subnet, and all nodes would lose
   * theirs at once. Name a group or subnets where the VPC is not this app's: what others add to it must not change what is
   * selected.
   *
   * @default - private subnets of `vpc`, if there is one in each zone
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The names of the nodes' zones, in the order in which nodes take them: a node with number *n* (a controller's begins at 0 too)
   * is in the zone at *n* modulo the number of zones. Give at least three, so that the cluster survives the loss of one. Never
   * change them, since a volume can't move to another zone. If you go from three to four, nodes 3, 4 and 5 get other interfaces,
   * disks and subnets. Their names then lead to addresses that no node has yet, and the deployment fails and rolls back. To get a
   * broker into another zone, add one with a new id.
   *
   * @default - the first three zones of `vpc`, if this app makes it with three or more known ones; else they must be given
   */
  readonly availabilityZones?: string[];

  /**
   * The ids of the zones by their names, for example `{ 'eu-west-1a': 'euw1-az3' }`; they differ between accounts. Client
   * listeners with hosts named by zone need them.
   *
   * @default - not known here; each broker asks for its own at boot, and gives it to Kafka as its rack
   */
  readonly availabilityZoneIds?: { [availabilityZone: string]: string };

  /**
   * Who inside the VPC may use the listener between brokers. Without `nodeSecurity` it neither encrypts nor authenticates, and
   * they may do everything, also where clients of other listeners authenticate. With it they need a certificate by the nodes'
   * authority, and are nodes.
   *
   * @default - only the nodes themselves
   */
  readonly internalClients?: ec2.IConnectable[];
}
