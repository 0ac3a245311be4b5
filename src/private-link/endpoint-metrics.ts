import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { everySeries } from '../private/metrics-insights';

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html */
const NAMESPACE = 'AWS/PrivateLinkEndpoints';
const ENDPOINT_ID = 'VPC Endpoint Id';
const DIMENSIONS = ['Endpoint Type', 'Service Name', ENDPOINT_ID, 'VPC Id'];

/** A metric of an endpoint, found by its id alone: of a given endpoint nobody need know the VPC. */
export function endpointMetric(metricName: string, statistic: 'MAX' | 'SUM', endpointId: string): cloudwatch.MathExpression {
  return everySeries({ namespace: NAMESPACE, metricName, statistic, dimensions: DIMENSIONS, where: [ENDPOINT_ID, endpointId] });
}
