import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IConstruct, IDependable } from 'constructs';
import { ClientListener } from './client-listener';
import { Companion } from './companion';
import { IKafkaBroker } from './kafka-broker';

/**
 * The listeners of one load balancer in front of Kafka brokers: all that an endpoint service knows of them.
 *
 * `PerBrokerNlbListeners` makes them. Implement it to put an endpoint service in front of listeners that something else made.
 */
export interface IKafkaNlbListeners extends IConstruct {
  /** The network load balancer. Everything on it is open to every principal of its endpoint service. */
  readonly loadBalancer: elbv2.INetworkLoadBalancer;

  /** The client listeners that are served, in the order in which they were given. */
  readonly clientListeners: ClientListener[];

  /** The brokers that are served, in the order in which they were given. */
  readonly brokers: IKafkaBroker[];

  /**
   * What is served beside Kafka, in the order in which it was given.
   *
   * @default - nothing
   */
  readonly companions?: Companion[];

  /** Whether every node of the load balancer reaches the brokers of every zone. */
  readonly crossZone: boolean;

  /** What an endpoint service depends on, so that no client meets a load balancer without listeners. */
  readonly ready: IDependable;
}
