import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Where nodes publish their figures. */
export const METRIC_NAMESPACE = 'KafkaNodes';

/**
 * What a node says of itself every minute, in the namespace `KafkaNodes` with the dimensions `Cluster` and `NodeId`. Each figure is charged as a
 * custom metric. A node that can't ask for a figure publishes none, so let alarms take missing data as breaching.
 *
 * It makes nothing: nodes publish the figures anyway. For a complete set of alarms take `MultiAzKafkaBrokers.addAlarms`.
 */
export class KafkaNodeMetrics {
  /** @internal */
  constructor(private readonly cluster: string, private readonly nodeId: number) {}

  /**
   * Whether Kafka runs and all of its ports accept: 1, or 0. An instance that does not hold the node's disks says nothing. Minimum over 5 minutes,
   * unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public kafkaUp(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('KafkaUp', cloudwatch.Stats.MINIMUM, options);
  }

  /**
   * How full the fullest of its data volumes is, in percent. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public dataUsedPercent(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('DataUsedPercent', cloudwatch.Stats.MAXIMUM, options);
  }

  /**
   * How many of the connections that it may have (`maxConnections`) a client listener of this broker has, in percent: of the listener that has most of its
   * own. At 100 Kafka lets clients wait and says nothing; what the system has accepted beyond that counts too. Maximum over 5 minutes, unless `options`
   * say otherwise.
   *
   * @see https://github.com/apache/kafka/issues/12559
   *
   * @param options what to change of the metric
   */
  public connectionsPercent(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ConnectionsPercent', cloudwatch.Stats.MAXIMUM, options);
  }

  /**
   * Partitions of which this broker has a copy that is not in sync. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public underReplicatedPartitions(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('UnderReplicatedPartitions', cloudwatch.Stats.MAXIMUM, options);
  }

  /**
   * Partitions of the whole cluster, as this broker sees them, that have a copy missing and would refuse writes without one more. Maximum over 5
   * minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public partitionsAtRisk(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('PartitionsAtRisk', cloudwatch.Stats.MAXIMUM, options);
  }

  /**
   * Days until the first of the certificates and authorities that the node uses expires; one that it has yet to take over does not count. Minimum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public certificateDaysLeft(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CertificateDaysLeft', cloudwatch.Stats.MINIMUM, options);
  }

  /**
   * Seconds since the first boot of an instance that has not passed its health gate; 0 once it has. Maximum over 5 minutes, unless `options` say
   * otherwise.
   *
   * @param options what to change of the metric
   */
  public bootSeconds(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('BootSeconds', cloudwatch.Stats.MAXIMUM, options);
  }

  /**
   * Stops that went ahead although no check had said that the cluster can do without the node: 1 for such a stop, 0 for a safe one, nothing
   * otherwise. Sum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public drainsForced(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('DrainsForced', cloudwatch.Stats.SUM, options);
  }

  private metric(metricName: string, statistic: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { Cluster: this.cluster, NodeId: `${this.nodeId}` },
      statistic,
      ...options,
    });
  }
}
