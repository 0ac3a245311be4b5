import { Findings } from '../findings';
import type { Resource } from '../resolve';
import { IGNORED_TYPES, propertiesOf } from '../schema';
import type { Assembly, Stack } from '../template';
import { Unknowns } from '../unknowns';
import { World } from '../world';

const BALANCING = 'AWS::ElasticLoadBalancingV2::';

/** What can change where a packet goes: of these, a type that nobody here knows is a finding. */
const NETWORKING = /^AWS::(EC2|ElasticLoadBalancing|ElasticLoadBalancingV2|Route53\w*|NetworkFirewall|NetworkManager|VpcLattice|RAM|GlobalAccelerator)::/;

export interface Relevant {
  readonly assembly: Assembly;
  /** Types that are in no table and have no part in networking. */
  readonly ignored: string[];
  /** Labels of load balancers that are for something else. */
  readonly others: string[];
}

/** Leaves out what has no part in a way to Kafka: an app has web servers, queues and public names, too. */
export function relevantOf(assembly: Assembly): Relevant {
  const world = new World(assembly, new Findings(), new Unknowns());
  const values = (resource: Resource, name: string): unknown[] =>
    [world.findings.attempt(() => world.resolver.property(resource, name)) ?? []].flat();
  const balancers =
    new Set(world.ofType('AWS::EC2::VPCEndpointService').flatMap(service => values(service, 'NetworkLoadBalancerArns')));
  const listeners =
    world.ofType(`${BALANCING}Listener`).filter(listener => balancers.has(values(listener, 'LoadBalancerArn')[0]));
  const groups = new Set(listeners.flatMap(listener => targetGroupsOf(values(listener, 'DefaultActions'))));
  const isOther: { readonly [type: string]: (resource: Resource) => boolean } = {
    [`${BALANCING}LoadBalancer`]: resource => !balancers.has(world.idOf(resource)),
    [`${BALANCING}Listener`]: resource => !listeners.includes(resource),
    [`${BALANCING}TargetGroup`]: resource => !groups.has(world.idOf(resource)),
    'AWS::Route53::HostedZone': resource => values(resource, 'VPCs').length === 0,
    'AWS::Route53::RecordSet': resource => isOtherRecord(world, resource, values),
  };
  const others = world.resolver.all.filter(resource => isOther[resource.Type]?.(resource));
  const unknown = world.resolver.all.map(({ Type }) => Type)
    .filter(type => !propertiesOf(type) && !(type in IGNORED_TYPES) && !NETWORKING.test(type));
  return {
    assembly: { ...assembly, stacks: marked(assembly.stacks, new Set(others.map(({ label }) => label))) },
    ignored: [...new Set(unknown)].sort(),
    others: others.filter(({ Type }) => Type === `${BALANCING}LoadBalancer`).map(({ label }) => label),
  };
}

/** The same stacks, in which nobody looks at the resources that are named. */
export function marked(stacks: readonly Stack[], labels: ReadonlySet<string>): Stack[] {
  return stacks.map(stack => {
    const resources = Object.entries(stack.template.Resources)
      .map(([logicalId, resource]) =>
        [
          logicalId,
          labels.has(resource.PhysicalId ?? `${stack.name}.${logicalId}`) ? { ...resource, IsOther: true as const } : resource,
        ]);
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(resources) } };
  });
}

/** Every target group that actions name. */
export function targetGroupsOf(actions: any[]): unknown[] {
  return actions.flatMap(action =>
    action?.ForwardConfig?.TargetGroups?.map((group: any) => group.TargetGroupArn) ?? action?.TargetGroupArn ?? []);
}

/**
 * A name of a public zone, or one that no client connects to; or, of a zone that is not in the templates, one that does not lead
 * to an endpoint.
 */
function isOtherRecord(world: World, resource: Resource, values: (resource: Resource, name: string) => unknown[]): boolean {
  if (!['A', 'CNAME'].includes(String(values(resource, 'Type')[0]))) { return true; }
  const zone = world.find('AWS::Route53::HostedZone', values(resource, 'HostedZoneId')[0]);
  return zone ? values(zone, 'VPCs').length === 0 : !JSON.stringify(resource.Properties).includes('"DnsEntries"');
}
