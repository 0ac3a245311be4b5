import type { ClientListener } from './client-listener';
import type { CompanionAddress } from './companion';

/**
 * What is known of an endpoint service that this library did not make, or that is only planned.
 */
export interface ServiceContractAttributes {
  /** The region of the service, a literal. */
  readonly region: string;

  /** The `node.id`s of the brokers behind it. */
  readonly brokerIds: number[];

  /**
   * Its client listeners: names, hosts, ports and security as the brokers and the load balancer have them.
   * `ListenerSecurity.described()` says a security that nothing here renders.
   */
  readonly listeners: ClientListener[];

  /**
   * The name of the endpoint service, for example `com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0`; a token is accepted.
   *
   * @default - not known: consumers give it by their own `serviceName`
   */
  readonly serviceName?: string;

  /**
   * The id of the cluster, a literal, as `kafka-cluster.sh cluster-id` prints it. Whoever compares it with what a broker says
   * knows that a port leads to this cluster.
   *
   * @default - not known, and a port that leads to another cluster looks like one that leads to this one
   */
  readonly clusterId?: string;

  /**
   * What else is on its load balancer for consumers of Kafka.
   *
   * @default - nothing
   */
  readonly companions?: CompanionAddress[];

  /**
   * The ids of the availability zones that have a broker.
   *
   * @default - those of `brokerZoneIds`
   */
  readonly zoneIds?: string[];

  /**
   * The zone id of each broker, in the order of `brokerIds`. Needed where hosts are named by zone.
   *
   * @default - not known
   */
  readonly brokerZoneIds?: string[];
}
