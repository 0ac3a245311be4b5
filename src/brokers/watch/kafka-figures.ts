import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { KafkaMetricLevel } from './kafka-metric-level';
import { KafkaRole } from '../../properties/kafka-node';

/** How a figure follows from its sources. */
export enum FigureRule {
  SUM = 'sum',
  MOST = 'most',
  /** How much the sum has grown since the figure was last published. */
  GROWTH = 'growth',
  /** For each client listener the sum over its network threads. */
  LISTENERS = 'listeners',
  /** Of the partitions that the first counts, at most as many as the others count. */
  AT_RISK = 'at-risk',
}

/** A number in Kafka's JVM. `*` stands for any value of a key. */
export interface FigureSource {
  readonly bean: string;
  readonly attribute: string;
}

/** A figure that Kafka's JVM has, and nodes publish. */
export interface KafkaFigure {
  /** Of the metric in CloudWatch. */
  readonly name: string;
  readonly level: KafkaMetricLevel;
  /** Who publishes it. */
  readonly on: KafkaRole | 'any';
  /** None where it was published without one before: an alarm on a metric of two units is not defined. */
  readonly unit?: cloudwatch.Unit;
  readonly statistic: string;
  readonly rule: FigureRule;
  readonly sources: FigureSource[];
  /** For the table in docs/operations.md. */
  readonly says: string;
}

const { BASIC, FULL } = KafkaMetricLevel;
const { BROKER, CONTROLLER } = KafkaRole;
const { SUM, MOST, GROWTH, LISTENERS, AT_RISK } = FigureRule;
const { MAXIMUM, MINIMUM, SUM: TOTAL } = cloudwatch.Stats;
const { COUNT, COUNT_PER_SECOND, MILLISECONDS } = cloudwatch.Unit;

const bean = (domain: string, type: string) =>
  (name: string, attribute: string = 'Value'): FigureSource => ({ bean: `${domain}:type=${type},name=${name}`, attribute });
const controller = bean('kafka.controller', 'KafkaController');
const replicas = bean('kafka.server', 'ReplicaManager');
const requests = bean('kafka.network', 'RequestMetrics');
const metadata = (attribute: string): FigureSource => ({ bean: 'kafka.server:type=broker-metadata-metrics', attribute });
const sockets = (attribute: string): FigureSource =>
  ({ bean: 'kafka.server:type=socket-server-metrics,listener=*,networkProcessor=*', attribute });

/**
 * All of them. Names, units and levels, what nodes read and what the exporter has, and the table in the documentation follow from
 * this list.
 * @see https://kafka.apache.org/documentation/#monitoring
 */
export const KAFKA_FIGURES = {
  offlinePartitions: {
    name: 'OfflinePartitions',
    level: BASIC,
    on: CONTROLLER,
    unit: COUNT,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [controller('OfflinePartitionsCount')],
    says: 'partitions without a leader, which nobody can use; the active controller counts them, others say 0',
  },
  underMinIsrPartitions: {
    name: 'UnderMinIsrPartitions',
    level: BASIC,
    on: BROKER,
    unit: COUNT,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [replicas('UnderMinIsrPartitionCount')],
    says: 'partitions that it leads and that refuse writes with `acks=all`, since fewer copies than `min.insync.replicas` are '
      + 'in sync',
  },
  underReplicatedPartitions: {
    name: 'UnderReplicatedPartitions',
    level: BASIC,
    on: BROKER,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [replicas('UnderReplicatedPartitions')],
    says: 'partitions that it leads and of which a copy is not in sync',
  },
  partitionsAtRisk: {
    name: 'PartitionsAtRisk',
    level: BASIC,
    on: BROKER,
    statistic: MAXIMUM,
    rule: AT_RISK,
    sources: [replicas('UnderReplicatedPartitions'), replicas('AtMinIsrPartitionCount'), replicas('UnderMinIsrPartitionCount')],
    says: 'partitions that it leads, of which a copy is not in sync, and that would refuse writes without one more',
  },
  activeControllers: {
    name: 'ActiveControllers',
    level: BASIC,
    on: CONTROLLER,
    unit: COUNT,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [controller('ActiveControllerCount')],
    says: '1 of the active controller, 0 of others; the sum over the controllers must be 1',
  },
  metadataErrors: {
    name: 'MetadataErrors',
    level: BASIC,
    on: 'any',
    unit: COUNT,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [controller('MetadataErrorCount'), metadata('metadata-load-error-count'), metadata('metadata-apply-error-count')],
    says: 'records of the metadata that it could not take over since Kafka started: it goes by what is no longer true',
  },
  requestHandlerIdle: {
    name: 'RequestHandlerIdle',
    level: BASIC,
    on: BROKER,
    unit: cloudwatch.Unit.NONE,
    statistic: MINIMUM,
    rule: SUM,
    sources: [bean('kafka.server', 'KafkaRequestHandlerPool')('BrokerRequestHandlerAvgIdlePercent', 'OneMinuteRate')],
    says: 'the share of the last minute in which its request handlers had nothing to do, from 0 to 1; below 0.3 it is busy',
  },
  offlineLogDirectories: {
    name: 'OfflineLogDirectories',
    level: BASIC,
    on: BROKER,
    unit: COUNT,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [bean('kafka.log', 'LogManager')('OfflineLogDirectoryCount')],
    says: 'directories that it no longer uses, since their disk failed',
  },
  uncleanElections: {
    name: 'UncleanElections',
    level: BASIC,
    on: CONTROLLER,
    unit: COUNT,
    statistic: TOTAL,
    rule: GROWTH,
    sources: [bean('kafka.controller', 'ControllerStats')('UncleanLeaderElectionsPerSec', 'Count')],
    says: 'elections of a leader that was not in sync: acknowledged records are lost',
  },
  atMinIsrPartitions: {
    name: 'AtMinIsrPartitions',
    level: FULL,
    on: BROKER,
    unit: COUNT,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [replicas('AtMinIsrPartitionCount')],
    says: 'partitions that it leads and of which exactly `min.insync.replicas` copies are in sync; '
      + 'one with no more copies than that counts always',
  },
  fencedBrokers: {
    name: 'FencedBrokers',
    level: FULL,
    on: CONTROLLER,
    unit: COUNT,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [controller('FencedBrokerCount')],
    says: 'brokers that are registered and away; the active controller counts them',
  },
  metadataLag: {
    name: 'MetadataLagMs',
    level: FULL,
    on: 'any',
    unit: MILLISECONDS,
    statistic: MAXIMUM,
    rule: MOST,
    sources: [controller('LastAppliedRecordLagMs'), metadata('last-applied-record-lag-ms')],
    says: 'how old the last record of the metadata is that it took over; one is written twice a second',
  },
  controllerQueueTime: {
    name: 'ControllerQueueTimeP99Ms',
    level: FULL,
    on: CONTROLLER,
    unit: MILLISECONDS,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [bean('kafka.controller', 'ControllerEventManager')('EventQueueTimeMs', '99thPercentile')],
    says: 'how long 99 of 100 events waited for the controller at most',
  },
  timedOutHeartbeats: {
    name: 'TimedOutHeartbeats',
    level: FULL,
    on: CONTROLLER,
    unit: COUNT,
    statistic: TOTAL,
    rule: GROWTH,
    sources: [controller('TimedOutBrokerHeartbeatCount')],
    says: 'heartbeats of brokers that the controller answered too late',
  },
  networkProcessorIdle: {
    name: 'NetworkProcessorIdle',
    level: FULL,
    on: 'any',
    unit: cloudwatch.Unit.NONE,
    statistic: MINIMUM,
    rule: SUM,
    sources: [bean('kafka.network', 'SocketServer')('NetworkProcessorAvgIdlePercent')],
    says: 'the share of time in which its network threads had nothing to do, from 0 to 1, all listeners together',
  },
  isrShrinks: {
    name: 'IsrShrinks',
    level: FULL,
    on: BROKER,
    unit: COUNT,
    statistic: TOTAL,
    rule: GROWTH,
    sources: [replicas('IsrShrinksPerSec', 'Count')],
    says: 'times that it, as a leader, took a copy for one that is not in sync',
  },
  produceTime: {
    name: 'ProduceP99Ms',
    level: FULL,
    on: BROKER,
    unit: MILLISECONDS,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [requests('TotalTimeMs,request=Produce', '99thPercentile')],
    says: 'how long 99 of 100 requests to produce took at most',
  },
  fetchConsumerTime: {
    name: 'FetchConsumerP99Ms',
    level: FULL,
    on: BROKER,
    unit: MILLISECONDS,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [requests('TotalTimeMs,request=FetchConsumer', '99thPercentile')],
    says: 'the same of requests of consumers, with the time that they wait for records (`fetch.max.wait.ms`)',
  },
  connections: {
    name: 'Connections',
    level: FULL,
    on: BROKER,
    unit: COUNT,
    statistic: MAXIMUM,
    rule: LISTENERS,
    sources: [sockets('connection-count')],
    says: 'connections of a client listener, a value for each of them',
  },
  connectionCreationRate: {
    name: 'ConnectionCreationRate',
    level: FULL,
    on: BROKER,
    unit: COUNT_PER_SECOND,
    statistic: MAXIMUM,
    rule: LISTENERS,
    sources: [sockets('connection-creation-rate')],
    says: 'new connections of a client listener in a second, a value for each of them; `maxConnectionRate` is the most',
  },
  logFlushTime: {
    name: 'LogFlushP99Ms',
    level: FULL,
    on: 'any',
    unit: MILLISECONDS,
    statistic: MAXIMUM,
    rule: SUM,
    sources: [bean('kafka.log', 'LogFlushStats')('LogFlushRateAndTimeMs', '99thPercentile')],
    says: 'how long 99 of 100 writes of a log to the disk took at most; few of them are asked for by Kafka itself',
  },
} as const satisfies { readonly [method: string]: KafkaFigure };

/** As they are read, in the order of the list. */
export const FIGURES: KafkaFigure[] = Object.values(KAFKA_FIGURES);
