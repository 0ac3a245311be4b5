import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { deployedName } from './stack-path';
import { fail, Problems, quote } from './validation';
import { KafkaAlarm, KafkaAlarmsOptions } from '../model/kafka-alarms-options';

/** What an alarm watches. */
export interface Symptom {
  readonly alarm: KafkaAlarm;
  /** Where each part of a construct has an alarm of its own: which part. */
  readonly ofPart?: string;
  /** What is wrong, for a tired person. */
  readonly what: string;
  readonly metric: cloudwatch.IMetric;
  readonly isUrgent: boolean;
  /** Without one the alarm is made only if the user gives one. */
  readonly threshold?: number;
  /** Whether less than the threshold is wrong, and not more. */
  readonly isLeast?: boolean;
  /** Whether nobody need know that there is no figure, although less is wrong: another alarm tells it. */
  readonly isQuietWithout?: boolean;
  /** How many of how many minutes. */
  readonly minutes: readonly [wrong: number, of: number];
}

/** An alarm of a symptom. */
export interface SymptomAlarm {
  readonly alarm: KafkaAlarm;
  readonly made: cloudwatch.Alarm;
}

/** Of figures that alarms look at. */
export const MINUTE = { period: Duration.minutes(1) };

/** The page and heading that say what to do. */
export const RUNBOOK = 'docs/troubleshooting.md#from-an-alarm';

const KNOWN: string[] = Object.values(KafkaAlarm);

/** What is made of other alarms, or of events. */
const WITHOUT_THRESHOLD: string[] = [KafkaAlarm.NOT_SERVING, KafkaAlarm.LAUNCH_FAILED];

/**
 * An alarm for each symptom, in a construct of its own. Ids are those of the symptoms, never an index. Those in `silent` tell
 * nobody, since another alarm tells it for them.
 */
export function addSymptomAlarms(
  scope: Construct, { page, ticket = page, thresholds = {}, exclude = [] }: KafkaAlarmsOptions, symptoms: Symptom[],
  silent: KafkaAlarm[] = [],
): SymptomAlarm[] {
  checkOptions(scope, thresholds, exclude);
  if (scope.node.tryFindChild('Alarms')) {
    fail(scope.node.path, 'KafkaAlarms.twice', 'addAlarms() was called before; call it once, with all options');
  }
  const alarms = new Construct(scope, 'Alarms');
  return symptoms.flatMap(symptom => {
    const { alarm, ofPart = '', what, metric, isUrgent, isLeast, isQuietWithout, minutes: [wrong, of] } = symptom;
    const threshold = thresholds[alarm] ?? symptom.threshold;
    if (exclude.includes(alarm) || threshold === undefined) { return []; }
    const isBreachingWithout = isLeast && !isQuietWithout;
    const made = new cloudwatch.Alarm(alarms, alarm[0].toUpperCase() + alarm.slice(1) + ofPart, {
      metric,
      threshold,
      alarmDescription: `${deployedName(scope)}: ${what}. See ${alarm} in ${RUNBOOK}`,
      comparisonOperator: isLeast
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: wrong,
      treatMissingData: cloudwatch.TreatMissingData[isBreachingWithout ? 'BREACHING' : 'NOT_BREACHING'],
    });
    if (!silent.includes(alarm)) { made.addAlarmAction(new actions.SnsAction(isUrgent ? page : ticket)); }
    return [{ alarm, made }];
  });
}

function checkOptions(scope: Construct, thresholds: { [alarm: string]: number }, exclude: KafkaAlarm[]): void {
  const problems = new Problems(scope.node.path);
  const named = [...Object.keys(thresholds), ...exclude];
  const unknown = [...new Set(named)].filter(name => !KNOWN.includes(name));
  if (unknown.length > 0) {
    problems.add('KafkaAlarms.unknownAlarm', `there is no alarm ${unknown.map(quote).join(', ')}; `
      + `the alarms are ${KNOWN.join(', ')}`);
  }
  const wrong =
    Object.entries(thresholds).filter(([, value]) => Token.isUnresolved(value) || !Number.isFinite(value) || value < 0);
  for (const [alarm, value] of wrong) {
    problems.add('KafkaAlarms.threshold', `the threshold of ${quote(alarm)} must be a number from 0 on, got ${quote(value)}`);
  }
  for (const alarm of WITHOUT_THRESHOLD.filter(name => thresholds[name] !== undefined)) {
    problems.add('KafkaAlarms.noThreshold', `${quote(alarm)} has no threshold, since it looks at no figure; leave it out`);
  }
  const both = exclude.filter(alarm => thresholds[alarm] !== undefined);
  if (both.length > 0) {
    problems.add('KafkaAlarms.excludedThreshold', `${both.map(quote).join(', ')}: `
      + "a threshold is given and 'exclude' has it too; take out one of the two");
  }
  problems.throwIfAny();
}
