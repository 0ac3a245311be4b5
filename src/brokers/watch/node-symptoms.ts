import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { KAFKA_FIGURES, KafkaFigure } from './kafka-figures';
import { KafkaMetricLevel } from './kafka-metric-level';
import { METRIC_NAMESPACE } from './node-metrics';
import { KafkaAlarm } from '../../model/kafka-alarms-options';
import { everySeries, Series } from '../../private/metrics-insights';
import { Symptom } from '../../private/symptom-alarms';

/** What of a cluster decides which figures its nodes publish. */
export interface WatchedCluster {
  /** The value of the dimension `Cluster`. */
  readonly name: string;
  readonly level: KafkaMetricLevel;
  readonly hasCertificates: boolean;
}

/** What a node knows of itself, without Kafka's JVM. */
type OwnFigure = 'BootSeconds' | 'CertificateDaysLeft' | 'ConnectionsPercent' | 'DataUsedPercent' | 'DrainsForced' | 'KafkaUp';

export type NodeFigure = keyof typeof KAFKA_FIGURES | OwnFigure;

interface NodeSymptom extends Omit<Symptom, 'metric'> {
  readonly figure: NodeFigure;
  /** What is made one of the values of all nodes. */
  readonly statistic: Series['statistic'];
  /** Whether it is one symptom of the cluster: the figure of one node says it for all. */
  readonly isOfCluster?: boolean;
}

const SYMPTOMS: NodeSymptom[] = [
  {
    alarm: KafkaAlarm.OFFLINE_PARTITIONS,
    what: 'partitions have no leader, and nobody can use them',
    figure: 'offlinePartitions',
    statistic: 'MAX',
    isOfCluster: true,
    isUrgent: true,
    threshold: 0,
    minutes: [2, 3],
  },
  {
    alarm: KafkaAlarm.UNDER_MIN_ISR,
    what: 'partitions refuse writes, since too few copies are in sync',
    figure: 'underMinIsrPartitions',
    statistic: 'MAX',
    isUrgent: true,
    threshold: 0,
    minutes: [2, 3],
  },
  {
    // The largest and not the sum: a node that publishes a second late is in none of one minute and twice in the next.
    alarm: KafkaAlarm.NO_CONTROLLER,
    what: 'no controller is active, or none says so: no leader is elected, and nothing can be changed',
    figure: 'activeControllers',
    statistic: 'MAX',
    isOfCluster: true,
    isUrgent: true,
    isLeast: true,
    threshold: 1,
    minutes: [5, 5],
  },
  {
    alarm: KafkaAlarm.TWO_CONTROLLERS,
    what: 'more than one controller takes itself for the active one',
    figure: 'activeControllers',
    statistic: 'SUM',
    isOfCluster: true,
    isUrgent: true,
    threshold: 1,
    minutes: [5, 5],
  },
  {
    alarm: KafkaAlarm.UNCLEAN_ELECTIONS,
    what: 'a copy that was not in sync became the leader, and acknowledged records are lost',
    figure: 'uncleanElections',
    statistic: 'SUM',
    isOfCluster: true,
    isUrgent: true,
    threshold: 0,
    minutes: [1, 1],
  },
  {
    alarm: KafkaAlarm.OFFLINE_LOG_DIRECTORIES,
    what: 'a broker has given up a disk that failed',
    figure: 'offlineLogDirectories',
    statistic: 'MAX',
    isUrgent: true,
    threshold: 0,
    minutes: [1, 1],
  },
  {
    alarm: KafkaAlarm.METADATA_ERRORS,
    what: 'a node could not take over metadata, and goes by what is no longer true',
    figure: 'metadataErrors',
    statistic: 'MAX',
    isUrgent: true,
    threshold: 0,
    minutes: [1, 1],
  },
  {
    alarm: KafkaAlarm.METADATA_LAG,
    what: 'a node does not keep up with the metadata',
    figure: 'metadataLag',
    statistic: 'MAX',
    isUrgent: true,
    threshold: 30_000,
    minutes: [5, 5],
  },
  {
    alarm: KafkaAlarm.DISK_FULL,
    what: 'a data volume is almost full, and a broker whose disk is full stops',
    figure: 'DataUsedPercent',
    statistic: 'MAX',
    isUrgent: true,
    threshold: 90,
    minutes: [5, 5],
  },
  {
    alarm: KafkaAlarm.REQUESTS_WAIT,
    what: 'a broker has hardly a request handler free, and clients wait',
    figure: 'requestHandlerIdle',
    statistic: 'MIN',
    isUrgent: true,
    isLeast: true,
    isQuietWithout: true,
    threshold: 0.1,
    minutes: [5, 5],
  },
  {
    alarm: KafkaAlarm.PARTITIONS_AT_RISK,
    what: 'partitions would refuse writes if one more broker went',
    figure: 'partitionsAtRisk',
    statistic: 'MAX',
    isUrgent: false,
    threshold: 0,
    minutes: [15, 15],
  },
  {
    alarm: KafkaAlarm.UNDER_REPLICATED,
    what: 'copies have not been in sync for a while',
    figure: 'underReplicatedPartitions',
    statistic: 'MAX',
    isUrgent: false,
    threshold: 0,
    minutes: [15, 15],
  },
  {
    alarm: KafkaAlarm.DISK_FILLS,
    what: 'a data volume fills; raise its size',
    figure: 'DataUsedPercent',
    statistic: 'MAX',
    isUrgent: false,
    threshold: 80,
    minutes: [10, 10],
  },
  {
    alarm: KafkaAlarm.CONNECTIONS,
    what: 'a client listener has most of the connections that it may have; when it is full, clients wait without a word',
    figure: 'ConnectionsPercent',
    statistic: 'MAX',
    isUrgent: false,
    threshold: 80,
    minutes: [5, 5],
  },
  {
    alarm: KafkaAlarm.BUSY,
    what: 'request handlers of a broker are busy for most of the time',
    figure: 'requestHandlerIdle',
    statistic: 'MIN',
    isUrgent: false,
    isLeast: true,
    isQuietWithout: true,
    threshold: 0.3,
    minutes: [15, 15],
  },
  {
    alarm: KafkaAlarm.NETWORK_BUSY,
    what: 'network threads of a node are busy for most of the time',
    figure: 'networkProcessorIdle',
    statistic: 'MIN',
    isUrgent: false,
    isLeast: true,
    isQuietWithout: true,
    threshold: 0.3,
    minutes: [15, 15],
  },
  {
    alarm: KafkaAlarm.PRODUCE_TIME,
    what: 'requests to produce take long',
    figure: 'produceTime',
    statistic: 'MAX',
    isUrgent: false,
    minutes: [15, 15],
  },
  {
    alarm: KafkaAlarm.CONTROLLER_QUEUE,
    what: 'events wait long for the controller',
    figure: 'controllerQueueTime',
    statistic: 'MAX',
    isOfCluster: true,
    isUrgent: false,
    threshold: 1000,
    minutes: [5, 5],
  },
  {
    alarm: KafkaAlarm.HEARTBEATS,
    what: 'the controller answers heartbeats of brokers too late',
    figure: 'timedOutHeartbeats',
    statistic: 'SUM',
    isOfCluster: true,
    isUrgent: false,
    threshold: 0,
    minutes: [5, 15],
  },
  {
    alarm: KafkaAlarm.ISR_SHRINKS,
    what: 'copies fall out of sync again and again',
    figure: 'isrShrinks',
    statistic: 'SUM',
    isUrgent: false,
    threshold: 0,
    minutes: [15, 30],
  },
  {
    alarm: KafkaAlarm.CERTIFICATE,
    what: 'a certificate expires soon',
    figure: 'CertificateDaysLeft',
    statistic: 'MIN',
    isUrgent: false,
    isLeast: true,
    isQuietWithout: true,
    threshold: 21,
    minutes: [3, 3],
  },
  {
    // Java that has just started counts as Kafka that does not accept, and so does a boot from its disks to its ports.
    alarm: KafkaAlarm.CRASHES,
    what: 'Kafka of a node ends again and again, or does not accept; its log says why',
    figure: 'KafkaUp',
    statistic: 'MIN',
    isUrgent: false,
    isLeast: true,
    isQuietWithout: true,
    threshold: 1,
    minutes: [5, 15],
  },
  {
    alarm: KafkaAlarm.BOOT,
    what: 'an instance tries to boot for long; its boot log says what it waits for',
    figure: 'BootSeconds',
    statistic: 'MAX',
    isUrgent: false,
    threshold: 900,
    minutes: [1, 1],
  },
  {
    alarm: KafkaAlarm.DRAIN_FORCED,
    what: 'a node was stopped although that was not known to be safe',
    figure: 'DrainsForced',
    statistic: 'SUM',
    isUrgent: false,
    threshold: 0,
    minutes: [1, 1],
  },
];

/** What goes wrong in a cluster, of all that its nodes publish: by queries, so that a node more changes none of them. */
export function nodeSymptoms(cluster: WatchedCluster): Symptom[] {
  return SYMPTOMS.filter(({ figure }) => isPublished(cluster, figure)).map(({ figure, statistic, isOfCluster, ...symptom }) => ({
    ...symptom,
    metric: clusterSeries(cluster, figure, statistic, isOfCluster),
  }));
}

/** Whether nodes of a cluster publish a figure. */
export function isPublished({ level, hasCertificates }: WatchedCluster, figure: NodeFigure): boolean {
  const known = jvmFigure(figure);
  if (known) { return known.level === KafkaMetricLevel.BASIC || level === KafkaMetricLevel.FULL; }
  return figure !== 'CertificateDaysLeft' || hasCertificates;
}

/** A figure of all nodes of a cluster: a series for each of them, or one. */
export function clusterSeries(
  cluster: WatchedCluster, figure: NodeFigure, statistic: Series['statistic'], isOne: boolean = false,
): cloudwatch.MathExpression {
  return everySeries({
    namespace: METRIC_NAMESPACE,
    metricName: jvmFigure(figure)?.name ?? figure,
    statistic,
    dimensions: ['Cluster', 'NodeId'],
    where: ['Cluster', cluster.name],
    groupBy: isOne ? [] : ['NodeId'],
  });
}

function jvmFigure(figure: string): KafkaFigure | undefined {
  return (KAFKA_FIGURES as { readonly [figure: string]: KafkaFigure })[figure];
}
