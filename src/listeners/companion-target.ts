import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** A target of a companion. It remembers what was registered, which nothing else tells. */
export class CompanionTarget implements elbv2.INetworkLoadBalancerTarget {
  private registered?: elbv2.LoadBalancerTargetProps;

  constructor(private readonly target: elbv2.INetworkLoadBalancerTarget) {}

  public attachToNetworkTargetGroup(targetGroup: elbv2.INetworkTargetGroup): elbv2.LoadBalancerTargetProps {
    return this.registered = this.target.attachToNetworkTargetGroup(targetGroup);
  }

  public get kind(): elbv2.TargetType | undefined {
    return this.registered?.targetType;
  }

  /** The instance or address; undefined if the target registers itself. */
  public get id(): string | undefined {
    return this.registered?.targetJson?.id;
  }

  public get port(): number | undefined {
    return this.registered?.targetJson?.port;
  }
}
