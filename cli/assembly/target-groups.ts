import { contains, isAddress } from './addresses';
import { Stopped } from './findings';
import type { HealthCheck, Host, Subnet, Target, TargetGroup } from './model';
import { CONSTRAINED_ZONES, zoneIdOf } from './regions';
import type { Resource } from './resolve';
import { isUnknown } from './unknowns';
import type { World } from './world';

export const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** What AWS does for a TCP target group of which nothing is said. */
const DEFAULT_CHECK = { intervalSeconds: 30, healthyCount: 5, unhealthyCount: 2 };
/** How long AWS's defaults take to notice that a target is gone, and that it is back. */
const GONE_SECONDS = DEFAULT_CHECK.intervalSeconds * DEFAULT_CHECK.unhealthyCount;
const BACK_SECONDS = DEFAULT_CHECK.intervalSeconds * DEFAULT_CHECK.healthyCount;

/** @param crossZone what the load balancer says, for a group that says nothing */
export function readTargetGroup(world: World, resource: Resource, crossZone: boolean, subnets: Subnet[]): TargetGroup {
  const own = world.attributes(resource, 'TargetGroupAttributes').get(CROSS_ZONE) ?? 'use_load_balancer_configuration';
  const targets: any[] = world.property(resource, 'Targets') ?? [];
  return {
    id: world.idOf(resource),
    label: resource.label,
    targets: world.findings.each(targets, target => readTarget(world, resource, target, subnets)),
    crossZone: own === 'use_load_balancer_configuration' ? crossZone : own === 'true',
    healthCheck: readHealthCheck(world, resource),
  };
}

/** The targets as a load balancer uses them: none in a zone where it has no subnet. */
export function ofLoadBalancer(
  world: World, group: TargetGroup, nodes: Host[], listener: Resource, areZonesInvented: boolean,
): TargetGroup {
  const resource = world.find('AWS::ElasticLoadBalancingV2::TargetGroup', group.id)!;
  const [{ vpcId }] = nodes;
  if (world.property(resource, 'VpcId') !== vpcId) {
    world.report('other-vpc', `${listener.label}: ${group.label} is of the VPC ${labelOf(world, resource)}, `
      + 'its load balancer of another');
  }
  const isUsed = ({ zone }: Target) => areZonesInvented || zone === undefined
    || nodes.some(node => node.zone === zone) || CONSTRAINED_ZONES.includes(zoneIdOf(zone));
  return { ...group, targets: group.targets.map(target => isUsed(target) ? target : { ...target, unused: true }) };
}

function labelOf(world: World, resource: Resource): string {
  return world.get('AWS::EC2::VPC', world.required(resource, 'VpcId'), resource).label;
}

function readTarget(world: World, group: Resource, target: any, subnets: Subnet[]): Target {
  const port = Number(target.Port ?? world.required(group, 'Port'));
  const vpcId = world.required(group, 'VpcId');
  const instance = world.find('AWS::EC2::Instance', target.Id);
  const type = world.property(group, 'TargetType') ?? 'instance';
  if (!isUnknown(target.Id) && type !== (isAddress(target.Id) ? 'ip' : 'instance')) {
    world.report('bad-value', `${group.label}: the target ${JSON.stringify(target.Id)} is not of the TargetType ${type}`);
  }
  const address = instance ? world.addressOf(instance) : target.Id;
  if (!isAddress(address)) {
    throw new Stopped('unresolved', `${group.label}: the target ${JSON.stringify(target.Id)} is neither an address nor an `
      + 'instance of these templates, so where it is cannot be known');
  }
  const subnet = subnets.find(each => each.vpcId === vpcId && contains(each.cidr, address));
  const zone = subnet?.zone;
  if (target.AvailabilityZone === 'all' && zone === undefined) { return { address, port }; }
  if (target.AvailabilityZone !== undefined && target.AvailabilityZone !== zone && !subnet?.isInvented) {
    world.report('bad-value', `${group.label}: the target ${address} is in ${zone ?? 'no subnet'}; `
      + `AWS takes this as its zone or leaves it out, got ${target.AvailabilityZone}`);
  }
  if (zone === undefined && target.AvailabilityZone === undefined) {
    throw new Stopped('bad-value', `${group.label}: the target address ${address} is in no subnet of the target group's VPC; `
      + 'AWS takes it with the availability zone "all" only');
  }
  return { address, port, zone };
}

function readHealthCheck(world: World, resource: Resource): HealthCheck {
  const number = (property: string, byDefault: number) => Number(world.property(resource, property) ?? byDefault);
  const check = {
    intervalSeconds: number('HealthCheckIntervalSeconds', DEFAULT_CHECK.intervalSeconds),
    healthyCount: number('HealthyThresholdCount', DEFAULT_CHECK.healthyCount),
    unhealthyCount: number('UnhealthyThresholdCount', DEFAULT_CHECK.unhealthyCount),
  };
  const [gone, back] = [check.intervalSeconds * check.unhealthyCount, check.intervalSeconds * check.healthyCount];
  if (gone > GONE_SECONDS) {
    world.report('health-check-pace', `${resource.label}: a target that is gone is noticed after ${gone} s, `
      + `later than the ${GONE_SECONDS} s of AWS's defaults`);
  }
  if (back > BACK_SECONDS) {
    world.report('health-check-pace', `${resource.label}: a target that is back is noticed after ${back} s, `
      + `later than the ${BACK_SECONDS} s of AWS's defaults`);
  }
  if (String(world.property(resource, 'HealthCheckEnabled') ?? true) === 'false') {
    world.report('health-check-off', `${resource.label}: HealthCheckEnabled is false, which AWS takes for Lambda functions only`);
  }
  const timeout = world.property(resource, 'HealthCheckTimeoutSeconds');
  if (timeout !== undefined && Number(timeout) > check.intervalSeconds) {
    world.report('bad-value', `${resource.label}: HealthCheckTimeoutSeconds is ${timeout}, `
      + `more than the interval of ${check.intervalSeconds}`);
  }
  const port = world.property(resource, 'HealthCheckPort') ?? 'traffic-port';
  const protocol = world.property(resource, 'HealthCheckProtocol') ?? 'TCP';
  const [path, matcher] = [world.property(resource, 'HealthCheckPath'), world.property(resource, 'Matcher')];
  if (protocol === 'TCP' && (path !== undefined || matcher !== undefined)) {
    world.report('bad-value', `${resource.label}: HealthCheckPath and Matcher are for HTTP and HTTPS, `
      + 'and HealthCheckProtocol is TCP');
  }
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
  const http = protocol === 'TCP'
    ? undefined
    : { path: path ?? '/', codes: matcher?.HttpCode ?? '200-399', tls: protocol === 'HTTPS' };
  return { ...check, ...port === 'traffic-port' ? {} : { port: Number(port) }, ...http ? { http } : {} };
}
