import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Series of one metric, chosen by a dimension. */
export interface Series {
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: 'MAX' | 'MIN' | 'SUM';
  /** All dimensions under which AWS publishes it. */
  readonly dimensions: string[];
  readonly where: readonly [dimension: string, value: string];
  /** A series for each value of these dimensions; without any they are one. */
  readonly groupBy?: readonly string[];
  /** Of the query: how often the metric is published. A minute unless given. */
  readonly period?: Duration;
}

/**
 * A query that finds its series when it is asked, so that what is added later needs no other template. An alarm of it has a
 * contributor for each series.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
 */
export function everySeries(
  { namespace, metricName, statistic, dimensions, where: [dimension, value], groupBy = [], period = Duration.minutes(1) }: Series,
): cloudwatch.MathExpression {
  const schema = [namespace, ...dimensions].map(name => `"${name}"`).join(', ');
  const group = groupBy.length === 0 ? '' : ` GROUP BY ${groupBy.map(name => `"${name}"`).join(', ')}`;
  return new cloudwatch.MathExpression({
    expression: `SELECT ${statistic}(${metricName}) FROM SCHEMA(${schema}) WHERE "${dimension}" = '${value}'${group}`,
    period,
    label: metricName,
  });
}
