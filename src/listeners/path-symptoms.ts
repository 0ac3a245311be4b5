import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { nameOfLoadBalancer } from './path-metrics';
import { KafkaAlarm } from '../model/kafka-alarms-options';
import { everySeries } from '../private/metrics-insights';
import { Symptom } from '../private/symptom-alarms';

/** Targets that no client reaches, whatever targets there are. */
export function unhealthyTargets(loadBalancerArn: string): cloudwatch.MathExpression {
  return everySeries({
    namespace: 'AWS/NetworkELB',
    metricName: 'UnHealthyHostCount',
    statistic: 'MAX',
    dimensions: ['LoadBalancer', 'TargetGroup'],
    where: ['LoadBalancer', nameOfLoadBalancer(loadBalancerArn)],
    groupBy: ['TargetGroup'],
  });
}

/** What goes wrong between a load balancer and its targets, whatever targets it has. */
export function pathSymptoms(loadBalancerArn: string, portAllocationErrors: cloudwatch.IMetric): Symptom[] {
  return [
    {
      alarm: KafkaAlarm.TARGET_UNHEALTHY,
      what: 'the load balancer does not reach a broker or companion; the contributor of the alarm names its target group',
      metric: unhealthyTargets(loadBalancerArn),
      isUrgent: true,
      threshold: 0,
      minutes: [2, 3],
    },
    {
      alarm: KafkaAlarm.CONNECTIONS_REFUSED,
      what: 'connections are refused, since the load balancer has no port left towards a broker',
      metric: portAllocationErrors,
      isUrgent: true,
      threshold: 0,
      minutes: [1, 1],
    },
  ];
}
