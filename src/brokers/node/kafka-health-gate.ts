import { Duration, Size } from 'aws-cdk-lib';

/**
 * What a node must show before the deployment goes on to the next one.
 */
export enum KafkaHealthGateMode {
  /**
   * The node has caught up with the metadata. A controller is Leader or Follower, and all voters have caught up. A broker is
   * registered, unfenced, reachable on every port, and in sync for all its replicas. No partition of the cluster would be lost
   * with one more node.
   */
  FULL = 'FULL',

  /**
   * Kafka runs, and every port of it answers. For one purpose only: to repair a cluster that is down, in which no node can pass
   * the full gate and every deployment, the repairing one included, would roll back. Return to `FULL` in the next deployment,
   * which rolls the nodes once more.
   */
  LIVENESS = 'LIVENESS',
}

/**
 * How a node is judged before the deployment goes on to the next one.
 */
export interface KafkaHealthGate {
  /**
   * What it must show.
   *
   * @default KafkaHealthGateMode.FULL
   */
  readonly mode?: KafkaHealthGateMode;

  /**
   * How many times in a row it must pass. A check that fails or takes too long is never a pass, and starts the count again.
   *
   * @default 3
   */
  readonly consecutive?: number;

  /**
   * The time between two checks.
   *
   * @default Duration.seconds(10)
   */
  readonly interval?: Duration;

  /**
   * How long it waits after the last pass, so that load balancers and clients have come back to it.
   *
   * @default Duration.seconds(60)
   */
  readonly settle?: Duration;

  /**
   * When it gives up, counted from launch, at most 55 minutes: CloudFormation waits an hour, and needs the rest to hear of it.
   * The deployment then rolls back, while the node itself goes on trying.
   *
   * @default Duration.minutes(55)
   */
  readonly timeout?: Duration;

  /**
   * The heap of Kafka's tools. The gate and the drain run them to see whether the cluster is well. While a tool runs, it takes
   * this memory beside Kafka's. `docs/performance.md` says how much they need for how many partitions.
   *
   * @default Size.mebibytes(256)
   */
  readonly toolHeap?: Size;

  /**
   * After which time a tool of Kafka that has not answered is ended. It counts as no answer then: no pass, and no safe stop.
   *
   * @default Duration.seconds(60)
   */
  readonly toolTimeout?: Duration;
}
