import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';

/**
 * A symptom that has an alarm, with its default threshold. "Pages" and "a ticket" say which topic of `addAlarms()` it goes to.
 */
export enum KafkaAlarm {
  /**
   * `PerBrokerNlbListeners`: a load balancer node finds a broker or companion unhealthy. More than 0 in 2 of 3 minutes; pages.
   */
  TARGET_UNHEALTHY = 'targetUnhealthy',

  /**
   * `PerBrokerNlbListeners`: connections that were refused in a minute, since the load balancer had no port left towards a
   * broker. More than 0; pages.
   */
  CONNECTIONS_REFUSED = 'connectionsRefused',

  /**
   * `KafkaPrivateLinkService`: resets that were sent to endpoints in a minute: brokers refuse connections, or connections are
   * idle for too long. More than 100 in 3 of 5 minutes; a ticket.
   */
  SERVICE_RESETS = 'serviceResets',

  /**
   * `KafkaPrivateLinkService`: fewer endpoints are connected than this. Made only if `thresholds` has it, since only you know how
   * many there should be; a ticket after 15 minutes.
   */
  ENDPOINTS_MISSING = 'endpointsMissing',

  /**
   * `KafkaPrivateLinkConsumer`: packets that the endpoint dropped in a minute: the service is overloaded, or does not answer.
   * More than 0 in 3 of 5 minutes; a ticket.
   */
  PACKETS_DROPPED = 'packetsDropped',

  /**
   * `KafkaPrivateLinkConsumer`: resets that came from the service in a minute. More than 100 in 3 of 5 minutes; a ticket.
   */
  ENDPOINT_RESETS = 'endpointResets',

  /**
   * `KafkaPathCanary`: 1 if a path works. Less, or no figure, in 2 of 3 runs; pages.
   */
  PATH_FAILS = 'pathFails',

  /**
   * `MultiAzKafkaBrokers`: one of `OFFLINE_PARTITIONS`, `UNDER_MIN_ISR` and `NO_CONTROLLER` is in alarm, or an alarm of
   * `alsoNotServing`. It pages once, in their place. If you exclude it, they page themselves.
   */
  NOT_SERVING = 'notServing',

  /** `MultiAzKafkaBrokers`: partitions without a leader. More than 0 in 2 of 3 minutes; pages. */
  OFFLINE_PARTITIONS = 'offlinePartitions',

  /** `MultiAzKafkaBrokers`: partitions that refuse writes with `acks=all`. More than 0 in 2 of 3 minutes; pages. */
  UNDER_MIN_ISR = 'underMinIsr',

  /** `MultiAzKafkaBrokers`: active controllers. Less than 1, or no figure, for 5 minutes; pages. */
  NO_CONTROLLER = 'noController',

  /** `MultiAzKafkaBrokers`: active controllers. More than 1 for 5 minutes; pages. */
  TWO_CONTROLLERS = 'twoControllers',

  /** `MultiAzKafkaBrokers`: elections of a copy that was not in sync, in a minute: records are lost. More than 0; pages. */
  UNCLEAN_ELECTIONS = 'uncleanElections',

  /** `MultiAzKafkaBrokers`: log directories of a broker on a disk that failed. More than 0; pages. */
  OFFLINE_LOG_DIRECTORIES = 'offlineLogDirectories',

  /** `MultiAzKafkaBrokers`: metadata records that a node could not apply. More than 0; pages. */
  METADATA_ERRORS = 'metadataErrors',

  /**
   * `MultiAzKafkaBrokers` with `KafkaMetricLevel.FULL`: milliseconds that a node's metadata is behind. More than 30,000 for 5
   * minutes; pages.
   */
  METADATA_LAG = 'metadataLag',

  /** `MultiAzKafkaBrokers`: percent of a data volume. More than 90 for 5 minutes; pages. */
  DISK_FULL = 'diskFull',

  /**
   * `MultiAzKafkaBrokers`: the share of time in which a broker's request handlers are idle. Less than 0.1 for 5 minutes; pages.
   */
  REQUESTS_WAIT = 'requestsWait',

  /**
   * `MultiAzKafkaBrokers`: 1 if Kafka runs on a node. Less, or no figure, for 10 minutes; pages. Each node that is not parked has
   * an alarm.
   */
  NODE_DOWN = 'nodeDown',

  /** `MultiAzKafkaBrokers`: partitions that would refuse writes without one more copy. More than 0 for 15 minutes; a ticket. */
  PARTITIONS_AT_RISK = 'partitionsAtRisk',

  /** `MultiAzKafkaBrokers`: partitions of which a copy is not in sync. More than 0 for 15 minutes; a ticket. */
  UNDER_REPLICATED = 'underReplicated',

  /** `MultiAzKafkaBrokers`: percent of a data volume. More than 80 for 10 minutes; a ticket. */
  DISK_FILLS = 'diskFills',

  /**
   * `MultiAzKafkaBrokers`: percent of the connections that a client listener may have (`maxConnections`). More than 80 for 5
   * minutes; a ticket.
   */
  CONNECTIONS = 'connections',

  /**
   * `MultiAzKafkaBrokers`: the share of time in which a broker's request handlers are idle. Less than 0.3 for 15 minutes; a
   * ticket.
   */
  BUSY = 'busy',

  /**
   * `MultiAzKafkaBrokers` with `KafkaMetricLevel.FULL`: the share of time in which a node's network threads are idle. Less than
   * 0.3 for 15 minutes; a ticket.
   */
  NETWORK_BUSY = 'networkBusy',

  /**
   * `MultiAzKafkaBrokers` with `KafkaMetricLevel.FULL`: milliseconds that 99 of 100 requests to produce take at most. Made only
   * if `thresholds` has it, since only you know how long is too long; a ticket after 15 minutes.
   */
  PRODUCE_TIME = 'produceTime',

  /**
   * `MultiAzKafkaBrokers` with `KafkaMetricLevel.FULL`: milliseconds that 99 of 100 events wait for the controller at most. More
   * than 1000 for 5 minutes; a ticket.
   */
  CONTROLLER_QUEUE = 'controllerQueue',

  /**
   * `MultiAzKafkaBrokers` with `KafkaMetricLevel.FULL`: heartbeats of brokers in a minute that were answered too late. More than
   * 0 in 5 of 15 minutes; a ticket.
   */
  HEARTBEATS = 'heartbeats',

  /**
   * `MultiAzKafkaBrokers` with `KafkaMetricLevel.FULL`: times in a minute that a copy fell out of sync. More than 0 in 15 of 30
   * minutes; a ticket.
   */
  ISR_SHRINKS = 'isrShrinks',

  /** `MultiAzKafkaBrokers` with certificates: days until the first one expires. Less than 21; a ticket. */
  CERTIFICATE = 'certificate',

  /** `MultiAzKafkaBrokers`: 1 if Kafka runs on a node and accepts connections. Less in 5 of 15 minutes; a ticket. */
  CRASHES = 'crashes',

  /** `MultiAzKafkaBrokers`: seconds that an instance has tried to boot. More than 900; a ticket. */
  BOOT = 'boot',

  /** `MultiAzKafkaBrokers`: stops in a minute that were not known to be safe. More than 0; a ticket. */
  DRAIN_FORCED = 'drainForced',

  /** `MultiAzKafkaBrokers`: an instance could not be launched. This is an event, so it has no threshold; a ticket. */
  LAUNCH_FAILED = 'launchFailed',
}

/**
 * Where alarms go, and their thresholds.
 */
export interface KafkaAlarmsOptions {
  /** For alarms that wake somebody: clients are cut off, or soon will be. */
  readonly page: sns.ITopic;

  /**
   * For alarms that can wait until the morning.
   *
   * @default - `page`
   */
  readonly ticket?: sns.ITopic;

  /**
   * Other thresholds, in the unit of the alarm, for example `{ [KafkaAlarm.SERVICE_RESETS]: 500 }`. You can give the same options
   * to every construct: each takes what concerns its own alarms.
   *
   * @default - those of `KafkaAlarm`
   */
  readonly thresholds?: { [alarm: string]: number };

  /**
   * Alarms that are not made.
   *
   * @default - all are made
   */
  readonly exclude?: KafkaAlarm[];
}

/**
 * The same for `MultiAzKafkaBrokers`.
 */
export interface KafkaBrokersAlarmsOptions extends KafkaAlarmsOptions {
  /**
   * Other alarms of this account and region that say that clients are not served: that of a `KafkaPathCanary`, or of your own.
   * `KafkaAlarm.NOT_SERVING` is in alarm if one of them is.
   *
   * @default - none
   */
  readonly alsoNotServing?: cloudwatch.IAlarmRule[];
}
