import { Size } from 'aws-cdk-lib';

/**
 * One data volume of a node: an encrypted gp3 volume with a directory of Kafka's logs. It survives the instance, and stays when
 * it leaves the stack.
 *
 * Size, operations and throughput can be raised in place, without a restart; an EBS volume never shrinks. AWS takes the next
 * change of a volume only when the one before is complete. With much data that takes hours. AWS takes four changes a day at most.
 * A rollback is a change too, so change volumes in a deployment of their own.
 *
 * @see https://docs.amazonaws.cn/AWSEC2/latest/APIReference/API_ModifyVolume.html
 */
export interface KafkaVolume {
  /** The size. It can only grow. */
  readonly size: Size;

  /**
   * Operations in a second, 3000 to 80000. Above 3000 they are charged.
   *
   * @default 3000
   */
  readonly iops?: number;

  /**
   * Throughput in MiB in a second, 125 to 2000. Above 125 it is charged.
   *
   * @default 125
   */
  readonly throughput?: number;
}
