import { ArnFormat, Lazy, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import type { CheckNumbers } from './health-check';
import { PathMetrics } from './path-metrics';
import { nameTag } from '../private/name-tag';
import { deployedName } from '../private/stack-path';
import { fail } from '../private/validation';

export interface NlbPathProps {
  readonly vpc: ec2.IVpc;
  readonly loadBalancer: elbv2.INetworkLoadBalancer;
  /** The load balancer's port. */
  readonly port: number;
  /** The port on the targets' hosts. Its change replaces the target group. */
  readonly bindPort: number;
  /** The port that is checked, if not `bindPort`. */
  readonly healthCheckPort?: string;
  readonly checks: CheckNumbers;
  /** Where a target is asked by HTTP or HTTPS, and not only for a connection. */
  readonly http?: HttpCheck;
  readonly crossZone: boolean;
  /** Whether a zone without a healthy target leaves the load balancer's DNS name. */
  readonly dnsFailover: boolean;
  readonly targets: elbv2.INetworkLoadBalancerTarget[];
  /** Where TLS ends at the load balancer. Without a policy AWS would take one that still knows TLS 1.0. */
  readonly tls?: { readonly certificateArn: string; readonly sslPolicy?: elbv2.SslPolicy };
}

/** A health check by HTTP. */
export interface HttpCheck {
  readonly protocol: elbv2.Protocol;
  readonly path: string;
  readonly codes: string;
}

/** No DNS failover: a zone keeps its name whether its targets are healthy or not. */
const OFF = 'off';

/**
 * One port of the load balancer and what answers there: a listener and its target group, and nothing else.
 *
 * What AWS would take as default is written out, since an attribute that leaves a template keeps the value it had. L1 constructs,
 * since there are a hundred of them on a full load balancer and the L2 ones would take half of the time of a synth
 * (docs/adr/0008-l1-listeners.md).
 *
 * To the CDK it is the target group itself. An import of it would be one more construct for each port, or, if it were made on
 * demand, a change of the tree after a synth, which the CDK refuses.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export class NlbPath extends Construct implements elbv2.INetworkTargetGroup {
  public readonly listener: elbv2.CfnListener;
  public readonly isNetworkTargetGroup = true;
  public readonly loadBalancerArns: string;
  /** The listener: a service of ECS whose targets no load balancer listens for is refused. */
  public readonly loadBalancerAttached: IDependable;
  private readonly group?: elbv2.CfnTargetGroup;

  constructor(scope: Construct, id: string, props: NlbPathProps) {
    super(scope, id);
    const attached = new DependencyGroup();
    this.loadBalancerAttached = attached;
    const { loadBalancer, bindPort } = props;
    this.loadBalancerArns = loadBalancer.loadBalancerArn;
    const targets = props.targets.map(target => target.attachToNetworkTargetGroup(this));
    const registered = targets.flatMap(({ targetJson }) => targetJson ?? []);

    const group = this.group = new elbv2.CfnTargetGroup(this, 'Targets', {
      tags: [nameTag(deployedName(this))], // by slot and id: a listener that is renamed changes nothing
      vpcId: props.vpc.vpcId,
      targetType: targets[0].targetType,
      targets: registered.length > 0 ? registered : undefined, // others register themselves
      protocol: elbv2.Protocol.TCP,
      port: bindPort, // of a target that brings none, such as one that registers itself
      healthCheckProtocol: props.http?.protocol ?? elbv2.Protocol.TCP,
      healthCheckPath: props.http?.path,
      matcher: props.http && { httpCode: props.http.codes },
      healthCheckPort: props.healthCheckPort ?? `${bindPort}`,
      ...props.checks,
      targetGroupAttributes: Object.entries({
        'load_balancing.cross_zone.enabled': `${props.crossZone}`, // wins over the load balancer's own attribute
        // has no effect on PrivateLink; on, a broker that connects to itself through the load balancer hangs
        'preserve_client_ip.enabled': 'false',
        'proxy_protocol_v2.enabled': 'false', // Kafka can't parse its header
        'deregistration_delay.timeout_seconds': '60',
        'deregistration_delay.connection_termination.enabled': 'true',
        // On, one slow broker would lose all its connections at once, and its clients have nowhere else to go.
        'target_health_state.unhealthy.connection_termination.enabled': 'false',
        'target_group_health.dns_failover.minimum_healthy_targets.count': props.dnsFailover ? '1' : OFF,
      }).map(([key, value]) => ({ key, value })),
    });

    // No idle timeout: any value of one's own shuts out consumers of other regions, and the endpoint forgets after 350 seconds
    // anyway. https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
    this.listener = new elbv2.CfnListener(this, 'Listener', {
      loadBalancerArn: loadBalancer.loadBalancerArn,
      port: props.port,
      protocol: props.tls ? elbv2.Protocol.TLS : elbv2.Protocol.TCP,
      certificates: props.tls && [{ certificateArn: props.tls.certificateArn }],
      sslPolicy: props.tls && (props.tls.sslPolicy ?? elbv2.SslPolicy.TLS13_12_RES_PQ),
      defaultActions: [{ type: 'forward', targetGroupArn: group.ref }],
    });
    attached.add(this.listener);
  }

  /** The targets that are attached at the start ask before there is one: properties that are set later take the CDK longer. */
  public get targetGroupArn(): string {
    return this.group?.ref ?? Lazy.string({ produce: () => this.group!.ref });
  }

  public get targetGroupName(): string {
    return Stack.of(this).splitArn(this.targetGroupArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
  }

  public get targetGroupRef(): elbv2.TargetGroupReference {
    return { targetGroupArn: this.targetGroupArn };
  }

  public get env(): ResourceEnvironment {
    return Stack.of(this).env;
  }

  public get metrics(): elbv2.INetworkTargetGroupMetrics {
    return new PathMetrics(this, this.targetGroupArn, this.loadBalancerArns);
  }

  /** For targets that register themselves: the others are in the template already, one by one as brokers. */
  public addTarget(...targets: elbv2.INetworkLoadBalancerTarget[]): void {
    for (const { targetJson } of targets.map(target => target.attachToNetworkTargetGroup(this))) {
      if (targetJson !== undefined) {
        fail(this.node.path, 'PerBrokerNlbListeners.addedTarget', 'a target group takes no other target than those it was '
          + 'given, except one that registers itself, such as an Auto Scaling group or a service of ECS; '
          + "give this one as a broker, in 'brokers', or in 'targets' of its companion");
      }
    }
  }

  /** Its listener is made here. Another one of the same load balancer changes nothing. */
  public registerListener(_listener: unknown): void {}
}
