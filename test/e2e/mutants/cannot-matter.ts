import type { Change, Mutant } from './make';
import { IGNORED_TYPES, PLAYED_TYPES } from '../../../cli/assembly/schema';

const ATTRIBUTES_SAY_IT = 'each target group says by its own attributes what matters, and AWS has the same defaults for the rest';
const WIDER = 'the rule opens more than is needed, to those whom it admits anyway; nobody listens there';
const NO_SENDER = 'an interface of an endpoint opens no connection: what it may send moves nothing';
const WITHIN_DEFAULTS = "AWS takes it, and a broker that is gone or back is noticed within the time of AWS's own defaults";
const ELSEWHERE = 'the addresses of the subnet are others; whoever is in it moves along, and every path is followed to the new place';

/**
 * Why a change of a property that is played cannot matter where the check found nothing and the wire showed nothing: by property, and where only some
 * of the changes are meant, by what was done.
 */
export const CANNOT_MATTER: { readonly property: string; readonly changes: readonly Change[]; readonly why: string; readonly what?: RegExp }[] = [
  { property: 'AWS::EC2::VPC.CidrBlock', changes: ['changed'], why: 'a block is what its first bits say: the others are not looked at', what: /= "10\.0\.240\.0\/16"$/ },
  { property: 'AWS::EC2::VPC.EnableDnsSupport', changes: ['removed'], why: 'it is on unless it is turned off' },
  { property: 'AWS::EC2::Subnet.CidrBlock', changes: ['changed', 'swapped'], why: ELSEWHERE },
  { property: 'AWS::EC2::Subnet.AvailabilityZone', changes: ['changed', 'swapped'], why: 'neither load balancer nor nodes are in a public subnet', what: /PublicSubnet/ },
  { property: 'AWS::EC2::Subnet.AvailabilityZone', changes: ['swapped'], why: 'the endpoint is in the same zones, by other subnets', what: /^Payments\./ },
  { property: 'AWS::EC2::SecurityGroup.SecurityGroupEgress', changes: ['removed'], why: 'AWS adds the rule that allows all to a group that says nothing', what: /BrokersSecurityGroup|Payments\.App/ },
  { property: 'AWS::EC2::SecurityGroup.SecurityGroupEgress', changes: ['removed', 'changed'], why: NO_SENDER, what: /^Payments\.KafkaSecurityGroup/ },
  { property: 'AWS::EC2::SecurityGroup.SecurityGroupEgress.CidrIp', changes: ['changed'], why: 'a block is what its first bits say: the others are not looked at', what: /\/0"$/ },
  { property: 'AWS::EC2::SecurityGroup.SecurityGroupEgress.CidrIp', changes: ['changed', 'swapped'], why: NO_SENDER, what: /^Payments\.KafkaSecurityGroup/ },
  { property: 'AWS::EC2::SecurityGroup.SecurityGroupEgress.FromPort', changes: ['removed', 'changed'], why: NO_SENDER, what: /^Payments\.KafkaSecurityGroup/ },
  { property: 'AWS::EC2::SecurityGroup.SecurityGroupEgress.ToPort', changes: ['removed', 'changed'], why: NO_SENDER, what: /^Payments\.KafkaSecurityGroup/ },
  { property: 'AWS::EC2::SecurityGroupIngress.ToPort', changes: ['changed'], why: WIDER },
  { property: 'AWS::EC2::SecurityGroupEgress.ToPort', changes: ['changed'], why: WIDER },
  { property: 'AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerAttributes', changes: ['removed', 'changed'], why: ATTRIBUTES_SAY_IT },
  { property: 'AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerAttributes.Value', changes: ['changed'], why: ATTRIBUTES_SAY_IT },
  { property: 'AWS::ElasticLoadBalancingV2::LoadBalancer.Subnets', changes: ['changed'], why: 'subnets have no order', what: /= \[\{"Ref":"VpcPrivateSubnet3/ },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.HealthCheckIntervalSeconds', changes: ['changed'], why: WITHIN_DEFAULTS, what: /= 11$/ },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.HealthCheckPort', changes: ['removed'], why: "without it AWS asks at the target's own port, which is the same" },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.HealthCheckProtocol', changes: ['removed'], why: 'TCP is what AWS takes for a TCP target group' },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.HealthyThresholdCount', changes: ['removed', 'changed'], why: WITHIN_DEFAULTS },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.UnhealthyThresholdCount', changes: ['removed', 'changed'], why: WITHIN_DEFAULTS },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.Port', changes: ['changed', 'swapped'], why: 'every target has a port of its own, which wins' },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.Targets', changes: ['changed'], why: 'targets have no order', what: /BootstrapTargets.*Node2/ },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.Targets.Port', changes: ['removed'], why: "without it AWS takes the group's port, which is the same" },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupAttributes', changes: ['removed', 'changed', 'swapped'], why: 'the load balancer has cross-zone on, and AWS has the same defaults for the rest' },
  { property: 'AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupAttributes.Value', changes: ['changed'], why: 'the load balancer has cross-zone on', what: /= "use_load_balancer_configuration"$/ },
  {
    property: 'AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupAttributes.Value',
    changes: ['changed'],
    why: 'a start may be at any broker, and each zone has one',
    what: /BootstrapTargets.*TargetGroupAttributes\.0\.Value = "false"$/,
  },
  { property: 'AWS::EC2::VPCEndpoint.PrivateDnsEnabled', changes: ['removed'], why: 'it is off unless it is turned on' },
  { property: 'AWS::EC2::VPCEndpoint.ServiceName', changes: ['changed'], why: 'the id of a service is known at deployment: the only service of the region is meant, whatever the id', what: /vpce-svc-/ },
  { property: 'AWS::EC2::VPCEndpoint.SubnetIds', changes: ['changed'], why: 'an endpoint may be in fewer zones than its service, and subnets have no order' },
];

/** Why a change that nothing showed cannot matter; undefined if nobody has said. */
export function reason({ property, change, what, rule }: Mutant): string | undefined {
  const listed = CANNOT_MATTER.find(entry => entry.property === property && entry.changes.includes(change) && (entry.what?.test(what) ?? true));
  const [type] = /^\w+::\w+::\w+/.exec(property)!;
  return listed?.why ?? (rule?.is === 'ignored' ? rule.why : undefined) ?? (type in PLAYED_TYPES ? undefined : IGNORED_TYPES[type]);
}
