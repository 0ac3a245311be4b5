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
  /** Where TLS ends at the load balancer. Without a policy AWS would take one that still knows TLS 1.0. */
  readonly tls?: { readonly certificateArn: string; readonly sslPolicy?: elbv2.SslPolicy };
}

/** No DNS failover: a zone keeps its name whether its targets are healthy or not. */
const OFF = 'off';

/**
 * One port of the load balancer and what answers there: a listener and its target group, and nothing else.
 *
 * What AWS would take as default is written out, since an attribute that leaves a template keeps the value it had. L1 constructs, since there are
 * a hundred of them on a full load balancer and the L2 ones would take half of the time of a synth (docs/adr/0008-l1-listeners.md).
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export class NlbPath extends Construct {
  public readonly targetGroup: elbv2.INetworkTargetGroup;
  public readonly listener: elbv2.CfnListener;

  constructor(scope: Construct, id: string, props: NlbPathProps) {
    super(scope, id);
    const { loadBalancer, bindPort } = props;

    const group = new elbv2.CfnTargetGroup(this, 'Targets', {
      vpcId: props.vpc.vpcId,
      protocol: elbv2.Protocol.TCP,
      port: bindPort, // of a target that brings none, such as one that registers itself
      healthCheckProtocol: elbv2.Protocol.TCP,
      healthCheckPort: `${bindPort}`,
      healthCheckIntervalSeconds: 10,
      healthyThresholdCount: 3,
      unhealthyThresholdCount: 3, // 30 seconds: a long garbage collection is no outage
      targetGroupAttributes: Object.entries({
        'load_balancing.cross_zone.enabled': `${props.crossZone}`, // wins over the load balancer's own attribute
        'preserve_client_ip.enabled': 'false', // has no effect on PrivateLink; on, a broker that connects to itself through the load balancer hangs
        'proxy_protocol_v2.enabled': 'false', // Kafka can't parse its header
        'deregistration_delay.timeout_seconds': '60',
        'deregistration_delay.connection_termination.enabled': 'true',
        // On, one slow broker would lose all its connections at once, and its clients have nowhere else to go.
        'target_health_state.unhealthy.connection_termination.enabled': 'false',
        'target_group_health.dns_failover.minimum_healthy_targets.count': props.dnsFailover ? '1' : OFF,
      }).map(([key, value]) => ({ key, value })),
    });
    this.targetGroup = elbv2.NetworkTargetGroup.fromTargetGroupAttributes(this, 'TargetGroup', {
      targetGroupArn: group.ref, loadBalancerArns: loadBalancer.loadBalancerArn,
    });
    const targets = props.targets.map(target => target.attachToNetworkTargetGroup(this.targetGroup));
    group.targetType = targets[0].targetType;
    const registered = targets.flatMap(({ targetJson }) => targetJson ?? []);
    group.targets = registered.length > 0 ? registered : undefined; // others register themselves

    // No idle timeout: any value of one's own shuts out consumers of other regions, and the endpoint forgets after 350 seconds anyway.
    // https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
    this.listener = new elbv2.CfnListener(this, 'Listener', {
      loadBalancerArn: loadBalancer.loadBalancerArn,
      port: props.port,
      protocol: props.tls ? elbv2.Protocol.TLS : elbv2.Protocol.TCP,
      certificates: props.tls && [{ certificateArn: props.tls.certificateArn }],
      sslPolicy: props.tls && (props.tls.sslPolicy ?? elbv2.SslPolicy.TLS13_12_RES_PQ),
      defaultActions: [{ type: 'forward', targetGroupArn: group.ref }],
    });
  }
}
