import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';

export interface NlbPathProps {
  readonly vpc: ec2.IVpc;
  readonly loadBalancer: elbv2.INetworkLoadBalancer;
  /** The load balancer's port. */
  readonly port: number;
  /** The port on the brokers' hosts. */
  readonly bindPort: number;
  readonly crossZone: boolean;
  /** Whether a zone without a healthy target leaves the load balancer's DNS name. */
  readonly dnsFailover: boolean;
  readonly targets: elbv2.INetworkLoadBalancerTarget[];
}

/**
 * One port of the load balancer and what answers there: a listener and its target group, and nothing else.
 *
 * What AWS would take as default is written out, since an attribute that leaves a template keeps the value it had.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export class NlbPath extends Construct {
  public readonly targetGroup: elbv2.NetworkTargetGroup;
  public readonly listener: elbv2.NetworkListener;

  constructor(scope: Construct, id: string, props: NlbPathProps) {
    super(scope, id);

    this.targetGroup = new elbv2.NetworkTargetGroup(this, 'Targets', {
      vpc: props.vpc,
      protocol: elbv2.Protocol.TCP,
      port: props.bindPort, // of a target that brings none, such as one that registers itself
      targets: props.targets,
      healthCheck: {
        protocol: elbv2.Protocol.TCP,
        port: `${props.bindPort}`,
        interval: Duration.seconds(10),
        healthyThresholdCount: 3,
        unhealthyThresholdCount: 3, // 30 seconds: a long garbage collection is no outage
      },
      crossZoneEnabled: props.crossZone, // wins over the load balancer's own attribute
      preserveClientIp: false, // has no effect on PrivateLink; on, a broker that connects to itself through the load balancer hangs
      proxyProtocolV2: false, // Kafka can't parse its header
      deregistrationDelay: Duration.seconds(60),
      connectionTermination: true,
      targetGroupHealth: { dnsMinimumHealthyTargetCount: props.dnsFailover ? 1 : 0 },
    });
    // On, one slow broker would lose all its connections at once, and its clients have nowhere else to go.
    this.targetGroup.setAttribute('target_health_state.unhealthy.connection_termination.enabled', 'false');

    // No idle timeout: any value of one's own shuts out consumers of other regions, and the endpoint forgets after 350 seconds anyway.
    // https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
    this.listener = new elbv2.NetworkListener(this, 'Listener', {
      loadBalancer: props.loadBalancer,
      port: props.port,
      protocol: elbv2.Protocol.TCP,
      defaultTargetGroups: [this.targetGroup],
    });
  }
}
