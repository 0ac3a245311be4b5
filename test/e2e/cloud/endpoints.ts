import type { Endpoint, EndpointService, Host, LoadBalancer, SecurityGroup, Subnet } from './model';
import type { Resource } from './resolve';
import { enforceable } from './security-groups';
import type { World } from './world';

/** Which service a literal service name means, where the templates have several: `vpce-svc-…` to `Stack.LogicalId`. */
export interface ServiceNames { readonly [serviceId: string]: string }

export function readServices(world: World, loadBalancers: LoadBalancer[]): EndpointService[] {
  const permissions = world.ofType('AWS::EC2::VPCEndpointServicePermissions');
  return world.ofType('AWS::EC2::VPCEndpointService').map(resource => {
    const id = world.idOf(resource);
    const arns: string[] = world.property(resource, 'NetworkLoadBalancerArns') ?? [];
    if (arns.length !== 1) { throw new Error(`${resource.label}: an endpoint service has exactly one network load balancer here, got ${arns.length}`); }
    return {
      id,
      label: resource.label,
      region: resource.stack.region,
      supportedRegions: [resource.stack.region, ...world.property(resource, 'SupportedRegions') ?? []],
      principals: permissions.filter(permission => world.property(permission, 'ServiceId') === id)
        .flatMap(permission => world.property(permission, 'AllowedPrincipals') ?? []),
      loadBalancer: loadBalancers.find(loadBalancer => loadBalancer.id === arns[0])
        ?? fail(resource, `${arns[0]} is no load balancer of these templates`),
    };
  });
}

/** Every interface endpoint of an endpoint service. Those of AWS's own services, and gateways, are left out. */
export function readEndpoints(
  world: World, services: EndpointService[], subnets: Subnet[], groups: SecurityGroup[], names: ServiceNames,
): Endpoint[] {
  const resources = world.ofType('AWS::EC2::VPCEndpoint')
    .filter(resource => world.property(resource, 'VpcEndpointType') === 'Interface' && /\.vpce-svc-/.test(world.property(resource, 'ServiceName')));
  return resources.map((resource, i) => {
    const service = serviceOf(world, resource, services, names);
    checkAdmitted(resource, service);
    if (world.property(resource, 'PrivateDnsEnabled') === true) { fail(resource, 'private DNS names of a service are not emulated, only record sets are'); }
    const suffix = resources.length > 1 ? `${i}` : '';
    const groupIds = enforceable(groups, world.property(resource, 'SecurityGroupIds'));
    const interfaces = readInterfaces(world, resource, service, subnets, groupIds, `endpoint${suffix}`);
    const admitted = groups.filter(group => groupIds?.includes(group.id))
      .flatMap(group => group.ingress).flatMap(rule => 'groupId' in rule.peer ? [rule.peer.groupId] : []);
    const neighbour = (role: Host['role'], offset: number, hostGroups?: string[]): Host => ({
      name: `${role}${suffix}`,
      role,
      vpcId: interfaces[0].vpcId,
      address: world.addresses.of(`${resource.label} ${role}`, subnets.find(({ id }) => id === world.property(resource, 'SubnetIds')[0])!.cidr, offset),
      groupIds: hostGroups,
    });
    return {
      id: world.idOf(resource),
      label: resource.label,
      vpcId: interfaces[0].vpcId,
      service,
      interfaces,
      client: neighbour('client', 50, enforceable(groups, [...new Set(admitted)])),
      stranger: neighbour('stranger', 60),
    };
  });
}

/**
 * A consumer has the service's name as a literal, since it is deployed from a contract; its id is one that AWS gave and no template has.
 * The only service of that region is meant, else the one that the caller names.
 */
function serviceOf(world: World, endpoint: Resource, services: EndpointService[], names: ServiceNames): EndpointService {
  const [, region, id] = /\.vpce\.([a-z0-9-]+)\.(vpce-svc-[0-9a-f]+)$/.exec(world.required(endpoint, 'ServiceName'))
    ?? fail(endpoint, `${JSON.stringify(world.property(endpoint, 'ServiceName'))} is no name of an endpoint service`);
  const own = services.find(service => service.id === id);
  if (own) { return own; }
  const named = services.find(service => service.label === names[id]);
  if (named) { return named; }
  const regional = services.filter(service => service.region === region);
  if (regional.length === 1) { return regional[0]; }
  return fail(endpoint, regional.length === 0
    ? `its service ${id} is in ${region}, where these templates have no endpoint service`
    : `its service ${id} can be ${regional.map(service => service.label).join(' or ')}; say which one it is: --service ${id}=${regional[0].label}`);
}

function checkAdmitted(endpoint: Resource, service: EndpointService): void {
  const { account, region } = endpoint.stack;
  const isAccount = (principal: string) => principal === '*' || principal === account || principal.split(':')[4] === account;
  if (!service.principals.some(isAccount)) {
    fail(endpoint, `${service.label} does not allow account ${account}, its principals are ${service.principals.join(', ') || 'none'}`);
  }
  if (!service.supportedRegions.includes(region)) {
    fail(endpoint, `${service.label} does not support region ${region}, only ${service.supportedRegions.join(', ')}`);
  }
}

/** The load balancer's nodes behind an interface: that of its zone; from another region, where zones have no counterpart, any. */
export function nodesFor(host: Host, { nodes }: LoadBalancer): Host[] {
  const near = nodes.filter(({ zone }) => zone === host.zone);
  return near.length > 0 ? near : nodes;
}

function readInterfaces(
  world: World, endpoint: Resource, service: EndpointService, subnets: Subnet[], groupIds: string[] | undefined, prefix: string,
): Host[] {
  const serviceZones = service.loadBalancer.nodes.map(node => node.zone!);
  return world.required(endpoint, 'SubnetIds').map((subnetId: string): Host => {
    const subnet = subnets.find(({ id }) => id === subnetId) ?? fail(endpoint, `${subnetId} is no subnet of these templates`);
    // In another region a zone has no counterpart.
    if (endpoint.stack.region === service.region && !serviceZones.includes(subnet.zone)) {
      fail(endpoint, `its subnet ${subnet.label} is in the zone ${subnet.zone}, which ${service.label} does not have: its load balancer is in ${serviceZones.join(', ')}`);
    }
    return {
      name: `${prefix}-${subnet.zone}`,
      role: 'endpoint',
      vpcId: subnet.vpcId,
      address: world.addresses.of(`${endpoint.label} ${subnet.zone}`, subnet.cidr, 100),
      zone: subnet.zone,
      groupIds,
    };
  });
}

function fail(resource: Resource, message: string): never {
  throw new Error(`${resource.label}: ${message}`);
}
