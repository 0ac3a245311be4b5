import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { KAFKA_FIGURES } from './kafka-figures';

/** Where nodes publish their figures. */
export const METRIC_NAMESPACE = 'KafkaNodes';

/**
 * What a node says of itself every minute, in the namespace `KafkaNodes` with the dimensions `Cluster` and `NodeId`. Each figure
 * is charged as a custom metric. A node that can't ask for a figure publishes none, so let alarms take missing data as breaching.
 *
 * It makes nothing: nodes publish the figures anyway. For a complete set of alarms take `MultiAzKafkaBrokers.addAlarms`.
 */
export class KafkaNodeMetrics {
  /** @internal */
  constructor(private readonly cluster: string, private readonly nodeId: number) {}

  /**
   * Whether Kafka runs and all of its ports accept: 1, or 0. An instance that does not hold the node's disks says nothing.
   * Minimum over 5 minutes, unless `options` say otherwise.
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
   * How many of the connections that it may have (`maxConnections`) a client listener of this broker has, in percent: of the
   * listener that has most of its own. At 100 Kafka lets clients wait and says nothing; what the system has accepted beyond that
   * counts too. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @see https://github.com/apache/kafka/issues/12559
   *
   * @param options what to change of the metric
   */
  public connectionsPercent(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ConnectionsPercent', cloudwatch.Stats.MAXIMUM, options);
  }

  /**
   * Partitions that this broker leads and of which a copy is not in sync. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public underReplicatedPartitions(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('underReplicatedPartitions', options);
  }

  /**
   * Partitions that this broker leads, of which a copy is not in sync, and that would refuse writes without one more. Maximum
   * over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public partitionsAtRisk(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('partitionsAtRisk', options);
  }

  /**
   * Days until the first of the certificates and authorities that the node uses expires; one that it has yet to take over does
   * not count. Minimum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public certificateDaysLeft(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CertificateDaysLeft', cloudwatch.Stats.MINIMUM, options);
  }

  /**
   * Seconds since the first boot of an instance that has not passed its health gate; 0 once it has. Maximum over 5 minutes,
   * unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public bootSeconds(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('BootSeconds', cloudwatch.Stats.MAXIMUM, options);
  }

  /**
   * Stops that went ahead although no check had said that the cluster can do without the node: 1 for such a stop, 0 for a safe
   * one, nothing otherwise. Sum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public drainsForced(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('DrainsForced', cloudwatch.Stats.SUM, options);
  }

  /**
   * Partitions without a leader, which nobody can use. The active controller counts them; other controllers say 0, brokers
   * nothing. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public offlinePartitions(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('offlinePartitions', options);
  }

  /**
   * Partitions that this broker leads and that refuse writes with `acks=all`, since fewer copies than `min.insync.replicas` are
   * in sync. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public underMinIsrPartitions(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('underMinIsrPartitions', options);
  }

  /**
   * 1 of the active controller, 0 of others. The sum over the controllers must be 1. Brokers say nothing. Maximum over 5 minutes,
   * unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public activeControllers(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('activeControllers', options);
  }

  /**
   * Records of the metadata that this node could not take over since Kafka started. It goes by what is no longer true: restart
   * it. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public metadataErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('metadataErrors', options);
  }

  /**
   * The share of the last minute in which the broker's request handlers had nothing to do, from 0 to 1. Below 0.3 it is busy.
   * Minimum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public requestHandlerIdle(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('requestHandlerIdle', options);
  }

  /**
   * Directories that this broker no longer uses, since their disk failed. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public offlineLogDirectories(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('offlineLogDirectories', options);
  }

  /**
   * Elections of a leader that was not in sync: acknowledged records are lost. The active controller counts them. Sum over 5
   * minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public uncleanElections(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('uncleanElections', options);
  }

  /**
   * Partitions that this broker leads and of which exactly `min.insync.replicas` copies are in sync. One with no more copies than
   * that counts always. `KafkaMetricLevel.FULL` only. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public atMinIsrPartitions(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('atMinIsrPartitions', options);
  }

  /**
   * Brokers that are registered and away. The active controller counts them. `KafkaMetricLevel.FULL` only. Maximum over 5
   * minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public fencedBrokers(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('fencedBrokers', options);
  }

  /**
   * How old the last record of the metadata is that this node took over, in milliseconds. One is written twice a second.
   * `KafkaMetricLevel.FULL` only. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public metadataLag(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('metadataLag', options);
  }

  /**
   * How long 99 of 100 events waited for the active controller at most, in milliseconds. `KafkaMetricLevel.FULL` only. Maximum
   * over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public controllerQueueTime(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('controllerQueueTime', options);
  }

  /**
   * Heartbeats of brokers that the controller answered too late. `KafkaMetricLevel.FULL` only. Sum over 5 minutes, unless
   * `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public timedOutHeartbeats(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('timedOutHeartbeats', options);
  }

  /**
   * The share of time in which this node's network threads had nothing to do, from 0 to 1, all listeners together.
   * `KafkaMetricLevel.FULL` only. Minimum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public networkProcessorIdle(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('networkProcessorIdle', options);
  }

  /**
   * Times that this broker, as a leader, took a copy for one that is not in sync. `KafkaMetricLevel.FULL` only. Sum over 5
   * minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public isrShrinks(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('isrShrinks', options);
  }

  /**
   * How long 99 of 100 requests to produce took at most, in milliseconds. `KafkaMetricLevel.FULL` only. Maximum over 5 minutes,
   * unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public produceTime(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('produceTime', options);
  }

  /**
   * How long 99 of 100 requests of consumers took at most, in milliseconds, with the time that they wait for records.
   * `KafkaMetricLevel.FULL` only. Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public fetchConsumerTime(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('fetchConsumerTime', options);
  }

  /**
   * Connections of the client listener that has most of them. `KafkaMetricLevel.FULL` only. Maximum over 5 minutes, unless
   * `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public connections(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('connections', options);
  }

  /**
   * New connections in a second of the client listener that gets most of them. `KafkaMetricLevel.FULL` only. Maximum over 5
   * minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public connectionCreationRate(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('connectionCreationRate', options);
  }

  /**
   * How long 99 of 100 writes of a log to the disk took at most, in milliseconds. `KafkaMetricLevel.FULL` only. Maximum over 5
   * minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public logFlushTime(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.figure('logFlushTime', options);
  }

  private figure(method: keyof typeof KAFKA_FIGURES, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const { name, statistic } = KAFKA_FIGURES[method];
    return this.metric(name, statistic, options);
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
