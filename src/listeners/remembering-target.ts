import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** A target that remembers what was registered, which nothing else tells. */
export class RememberingTarget implements elbv2.INetworkLoadBalancerTarget {
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

  /** The name of its zone, where the target is told; `all` for one outside of the VPC. */
  public get zone(): string | undefined {
    return this.registered?.targetJson?.availabilityZone;
  }

  public get port(): number | undefined {
    return this.registered?.targetJson?.port;
  }
}
