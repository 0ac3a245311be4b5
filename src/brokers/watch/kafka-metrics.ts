import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KafkaMetricLevel } from './kafka-metric-level';
import { KafkaPlugin } from '../node/kafka-plugin';

/**
 * What nodes say of Kafka's own JVM, and to whom.
 */
export interface KafkaMetrics {
  /**
   * How many figures a node publishes in CloudWatch, each of which is charged. `FULL` needs an `exporter`.
   *
   * @default KafkaMetricLevel.BASIC
   */
  readonly level?: KafkaMetricLevel;

  /**
   * The jar of the Prometheus JMX exporter as a Java agent (`jmx_prometheus_javaagent-<version>.jar`), 1.0 or newer, not as an
   * agent already: its argument and its configuration are made here. It listens on port 9404 and is read once a minute. In a VPC
   * without a way out take it from a bucket or from the app.
   *
   * @default - none: a node starts Kafka's `kafka-jmx.sh` once a minute, for the figures of `BASIC`
   * @see https://github.com/prometheus/jmx_exporter
   */
  readonly exporter?: KafkaPlugin;

  /**
   * Who may read the exporter besides the node: Prometheus, or a managed collector. It listens on the node's address then, at
   * `http://<name of the node>:9404/metrics`, and the nodes' security group lets this one in. Nobody is asked for a password, and
   * nothing is encrypted.
   *
   * @default - nobody: the exporter listens on the node's loopback address
   */
  readonly scrapedFrom?: ec2.IConnectable;
}
