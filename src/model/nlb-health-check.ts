import type { Duration } from 'aws-cdk-lib';

/**
 * How a load balancer finds out whether a broker is there: by opening a connection to the port that it binds.
 *
 * A broker is taken out after `unhealthyThresholdCount` failures in a row, `interval` apart, and back in after
 * `healthyThresholdCount` successes. Each node of the load balancer checks for itself, several times in an interval.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export interface NlbHealthCheck {
  /**
   * The time between two checks: whole seconds, 5 to 300. A broker that does not answer within it, or within 10 seconds, has
   * failed one.
   *
   * @default Duration.seconds(10)
   */
  readonly interval?: Duration;

  /**
   * How many checks in a row let a broker in: 2 to 10.
   *
   * @default 3
   */
  readonly healthyThresholdCount?: number;

  /**
   * How many failures in a row take a broker out: 2 to 10. Less than a long garbage collection takes would make it an outage.
   *
   * @default 3
   */
  readonly unhealthyThresholdCount?: number;
}
