import * as sns from 'aws-cdk-lib/aws-sns';

/**
 * A symptom that has an alarm. The thresholds that stand here are the defaults, and mean more than, unless they say otherwise.
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
}

/**
 * Where alarms go, and what they are to be.
 */
export interface KafkaAlarmsOptions {
  /** Wakes somebody: clients are cut off, or soon will be. */
  readonly page: sns.ITopic;

  /**
   * Can wait until the morning.
   *
   * @default - `page`
   */
  readonly ticket?: sns.ITopic;

  /**
   * Other thresholds, in the unit of the alarm, for example `{ [KafkaAlarm.SERVICE_RESETS]: 500 }`. The same options can be given
   * to every construct: each takes what is its own.
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
