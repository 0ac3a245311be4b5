import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { KafkaClusterOptions } from './cluster/kafka-cluster-options';
import { KafkaNetworkOptions } from './kafka-network-options';
import { KafkaNodeOptions } from './node/kafka-node-options';
import { ClientListener } from '../model/client-listener';

/**
 * Properties of `MultiAzKafkaBrokers`.
 *
 * What is part of a node's launch template restarts the nodes, one after another, when it changes: `kafka`, `machineImage`,
 * `instanceType`, `clientListeners`, `nodeSecurity`, `administrator`, `overrides`, `healthGate`, `heap`, `jvmOptions`, `plugins`,
 * `metrics`, `files`, `bootHook`, `javaPackage`, `secretFiles`, `rootEncryptionKey`, `restartToken`, and the number of `volumes`.
 */
export interface MultiAzKafkaBrokersProps extends KafkaClusterOptions, KafkaNodeOptions, KafkaNetworkOptions {
  /**
   * How many brokers, with consecutive ids from `firstBrokerId`. If there are three or more, a new broker changes no other node.
   * From one to two and from two to three the defaults for replication change, and every node restarts. Before you lower the
   * number, move the partitions off the broker with the highest id: that broker goes.
   */
  readonly brokerCount: number;

  /**
   * The listeners for clients outside the VPC: the same values that are given to the load balancer's side.
   */
  readonly clientListeners: ClientListener[];

  /**
   * Is told of every instance that is launched or terminated, or could not be.
   *
   * @default - nobody is told
   */
  readonly notificationTopic?: sns.ITopic;

  /**
   * How long the nodes' logs are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;
}
