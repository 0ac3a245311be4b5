/**
 * What a Kafka process does in the cluster.
 */
export enum KafkaRole {
  /** It stores partitions and serves clients. */
  BROKER = 'broker',
  /** It takes part in the metadata quorum. */
  CONTROLLER = 'controller',
}

/**
 * A node of the cluster, as its `server.properties` says it.
 */
export interface KafkaNode {
  /**
   * The node's `node.id`, never given to another node of the cluster. With the broker role it is one of the ids that each client
   * listener has ports for: its first port. A node that is only a controller may have any id from 0; this library counts its own
   * controllers from 1000.
   */
  readonly nodeId: number;

  /**
   * The DNS name or private IPv4 address at which the cluster's other nodes reach this one, for example `b0.kafka.internal`. May
   * be a token.
   */
  readonly host: string;

  /**
   * What the node does.
   *
   * @default - a broker only
   */
  readonly roles?: KafkaRole[];

  /**
   * The id (not the name) of the node's availability zone, for example `use1-az1`. A broker gives it to Kafka as its rack. Needed
   * here where a client listener's hosts are named by zone.
   *
   * @default - a broker's file has the line `broker.rack=@@ZONE_ID@@`, in which the host puts its zone id before Kafka starts
   */
  readonly zoneId?: string;
}
