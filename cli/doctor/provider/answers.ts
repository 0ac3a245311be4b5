import type { Aws } from './aws';

/** What AWS says of a service, in AWS's own words. Only what is judged. */
export interface Answers {
  readonly service: {
    readonly ServiceId: string;
    readonly ServiceState: string;
    readonly AcceptanceRequired: boolean;
    readonly AvailabilityZoneIds?: string[];
    readonly NetworkLoadBalancerArns?: string[];
  };
  readonly connections: readonly ConnectionAnswer[];
  readonly loadBalancers: readonly LoadBalancerAnswers[];
}

export interface ConnectionAnswer {
  readonly VpcEndpointId: string;
  readonly VpcEndpointOwner: string;
  readonly VpcEndpointState: string;
}

export interface LoadBalancerAnswers {
  readonly loadBalancer: {
    readonly LoadBalancerName: string;
    readonly State: { readonly Code: string };
    readonly SecurityGroups?: string[];
    readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: string;
    readonly AvailabilityZones: readonly { readonly ZoneName: string }[];
  };
  readonly listeners: readonly ListenerAnswer[];
  /** By the ARN of the target group. */
  readonly health: { readonly [targetGroupArn: string]: readonly TargetAnswer[] };
  /** The target groups whose targets are sent to from their own zone only. */
  readonly zonal: readonly string[];
}

export interface ListenerAnswer {
  readonly Port: number;
  readonly DefaultActions: readonly { readonly TargetGroupArn?: string }[];
}

export interface TargetAnswer {
  readonly Target: { readonly Id: string; readonly Port: number; readonly AvailabilityZone?: string };
  readonly TargetHealth: { readonly State: string; readonly Reason?: string; readonly Description?: string };
}

/** Asks for all of a service. Undefined if AWS does not have it. */
export async function answersOf(serviceId: string, region: string | undefined, aws: Aws): Promise<Answers | undefined> {
  const ask = (...words: string[]) => aws([...words, ...region === undefined ? [] : ['--region', region]]);
  const { ServiceConfigurations: [service] = [] } =
    await ask('ec2', 'describe-vpc-endpoint-service-configurations', '--service-ids', serviceId);
  if (!service) { return undefined; }
  const arns: string[] = service.NetworkLoadBalancerArns ?? [];
  const { VpcEndpointConnections: connections = [] } =
    await ask('ec2', 'describe-vpc-endpoint-connections', '--filters', `Name=service-id,Values=${serviceId}`);
  const loadBalancers = await Promise.all(arns.map(arn => loadBalancerOf(arn, ask)));
  return { service, connections, loadBalancers };
}

async function loadBalancerOf(arn: string, ask: (...words: string[]) => Promise<any>): Promise<LoadBalancerAnswers> {
  const { LoadBalancers: [loadBalancer] } = await ask('elbv2', 'describe-load-balancers', '--load-balancer-arns', arn);
  const { Attributes: attributes = [] } = await ask('elbv2', 'describe-load-balancer-attributes', '--load-balancer-arn', arn);
  const { Listeners: listeners = [] } = await ask('elbv2', 'describe-listeners', '--load-balancer-arn', arn);
  const groups = [...new Set((listeners as ListenerAnswer[]).flatMap(groupsOf))];
  const isCrossZone = isOn(attributes) === 'true';
  const health: [string, TargetAnswer[]][] = [];
  const zonal: string[] = [];
  for (const group of groups) { // one after the other: the API allows few calls a second
    // A target group may say otherwise than its load balancer.
    const [{ TargetHealthDescriptions = [] }, { Attributes = [] }] = await Promise.all(
      ['describe-target-health', 'describe-target-group-attributes'].map(what => ask('elbv2', what, '--target-group-arn', group)),
    );
    health.push([group, TargetHealthDescriptions]);
    if (!['true', 'false'].includes(isOn(Attributes)!) ? !isCrossZone : isOn(Attributes) === 'false') { zonal.push(group); }
  }
  return { loadBalancer, listeners, health: Object.fromEntries(health), zonal };
}

function isOn(attributes: readonly { readonly Key: string; readonly Value: string }[]): string | undefined {
  return attributes.find(({ Key }) => Key === 'load_balancing.cross_zone.enabled')?.Value;
}

/** Where a port leads. */
export function groupsOf({ DefaultActions }: ListenerAnswer): string[] {
  return DefaultActions.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []);
}
