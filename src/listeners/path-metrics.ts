import { Fn } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IConstruct } from 'constructs';

/** The metrics of a target group, named by the ARNs as those of an import of the CDK. */
export class PathMetrics implements elbv2.INetworkTargetGroupMetrics {
  constructor(
    private readonly scope: IConstruct, private readonly targetGroupArn: string, private readonly loadBalancerArn: string,
  ) {}

  public custom(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const [LoadBalancer, TargetGroup] = [nameOfLoadBalancer(this.loadBalancerArn), nameOfTargetGroup(this.targetGroupArn)];
    return new cloudwatch.Metric({
      namespace: 'AWS/NetworkELB', metricName, dimensionsMap: { LoadBalancer, TargetGroup }, ...props,
    }).attachTo(this.scope);
  }

  public healthyHostCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.custom('HealthyHostCount', { statistic: cloudwatch.Stats.AVERAGE, ...props });
  }

  public unHealthyHostCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.custom('UnHealthyHostCount', { statistic: cloudwatch.Stats.AVERAGE, ...props });
  }
}

/**
 * `net/kafka/0123456789abcdef` of `arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/kafka/0123456789abcdef`.
 */
export function nameOfLoadBalancer(arn: string): string {
  const parts = Fn.split('/', arn);
  return [1, 2, 3].map(part => Fn.select(part, parts)).join('/');
}

/**
 * `targetgroup/kafka/0123456789abcdef` of
 * `arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/kafka/0123456789abcdef`.
 */
function nameOfTargetGroup(arn: string): string {
  return Fn.select(5, Fn.split(':', arn));
}
