import { Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { fail, Problems, quote } from './validation';
import { KafkaAlarm, KafkaAlarmsOptions } from '../model/kafka-alarms-options';

/** What an alarm watches. */
export interface Symptom {
  readonly alarm: KafkaAlarm;
  /** What is wrong, for a tired person. */
  readonly what: string;
  readonly metric: cloudwatch.IMetric;
  readonly isUrgent: boolean;
  /** Without one the alarm is made only if the user gives one. */
  readonly threshold?: number;
  /** Whether less than the threshold is wrong, and not more. */
  readonly isLeast?: boolean;
  /** How many of how many minutes. */
  readonly minutes: readonly [wrong: number, of: number];
}

/** The page and heading that say what to do. */
const RUNBOOK = 'docs/troubleshooting.md#from-an-alarm';

const KNOWN: string[] = Object.values(KafkaAlarm);

/** An alarm for each symptom, in a construct of its own. Ids are those of the symptoms, never an index. */
export function addSymptomAlarms(
  scope: Construct, { page, ticket = page, thresholds = {}, exclude = [] }: KafkaAlarmsOptions, symptoms: Symptom[],
): void {
  checkOptions(scope, thresholds, exclude);
  if (scope.node.tryFindChild('Alarms')) {
    fail(scope.node.path, 'KafkaAlarms.twice', 'addAlarms() was called before; call it once, with all options');
  }
  const alarms = new Construct(scope, 'Alarms');
  for (const { alarm, what, metric, isUrgent, isLeast, minutes: [wrong, of], ...symptom } of symptoms) {
    const threshold = thresholds[alarm] ?? symptom.threshold;
    if (exclude.includes(alarm) || threshold === undefined) { continue; }
    new cloudwatch.Alarm(alarms, alarm[0].toUpperCase() + alarm.slice(1), {
      metric,
      threshold,
      alarmDescription: `${scope.node.path}: ${what}. See ${RUNBOOK}`,
      comparisonOperator: isLeast
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: wrong,
      treatMissingData: isLeast ? cloudwatch.TreatMissingData.BREACHING : cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new actions.SnsAction(isUrgent ? page : ticket));
  }
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
  const both = exclude.filter(alarm => thresholds[alarm] !== undefined);
  if (both.length > 0) {
    problems.add('KafkaAlarms.excludedThreshold', `${both.map(quote).join(', ')}: `
      + "a threshold is given and 'exclude' has it too; take out one of the two");
  }
  problems.throwIfAny();
}
