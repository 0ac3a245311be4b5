import { Token } from 'aws-cdk-lib';
import { NlbHealthCheck } from '../model/nlb-health-check';
import { isIntegerIn, Problems, quote } from '../private/validation';

/** The numbers of a target group. */
export interface CheckNumbers {
  readonly healthCheckIntervalSeconds: number;
  readonly healthCheckTimeoutSeconds?: number;
  readonly healthyThresholdCount: number;
  readonly unhealthyThresholdCount: number;
}

/** Of TCP, if nothing else is said. It can't be longer than the interval. */
const DEFAULT_TIMEOUT = 10;

/** As in the post that this began with: out after 30 seconds, since a long garbage collection is no outage. */
export function checkNumbers(
  { interval, healthyThresholdCount = 3, unhealthyThresholdCount = 3 }: NlbHealthCheck = {},
): CheckNumbers {
  const seconds = interval?.toSeconds() ?? 10;
  return {
    healthCheckIntervalSeconds: seconds,
    ...seconds < DEFAULT_TIMEOUT ? { healthCheckTimeoutSeconds: seconds } : {},
    healthyThresholdCount,
    unhealthyThresholdCount,
  };
}

/** Adds what AWS would refuse. */
export function checkHealthCheck(problems: Problems, { interval, ...counts }: NlbHealthCheck = {}): void {
  const rule = 'PerBrokerNlbListeners.healthCheck';
  const seconds = interval === undefined || interval.isUnresolved() ? interval : interval.toSeconds({ integral: false });
  if (seconds !== undefined && (typeof seconds !== 'number' || !isIntegerIn(seconds, 5, 300))) {
    problems.add(rule, "'interval' of 'healthCheck' must be a literal of 5 to 300 whole seconds, "
      + `got ${typeof seconds === 'number' ? `${seconds} seconds` : 'a token'}; give for example Duration.seconds(10)`);
  }
  for (const key of ['healthyThresholdCount', 'unhealthyThresholdCount'] as const) {
    const count = counts[key];
    if (count !== undefined && (Token.isUnresolved(count) || !isIntegerIn(count, 2, 10))) {
      problems.add(rule, `'${key}' of 'healthCheck' must be a literal integer from 2 to 10, got ${quote(count)}`);
    }
  }
}
