import { because, Stopped } from './findings';
import type { Endpoint, EndpointService, Host, LoadBalancer, SecurityGroup, Subnet } from './model';
import type { Resource } from './resolve';
import { defaultGroupId, groupsOf } from './security-groups';
import { oneEachZone, subnetsOf } from './subnets';
import { isUnknown } from './unknowns';
import type { World } from './world';

/** Which service a literal service name means, where the templates have several: `vpce-svc-…` to `Stack.LogicalId`. */
export interface ServiceNames { readonly [serviceId: string]: string }

export function readServices(world: World, loadBalancers: LoadBalancer[]): EndpointService[] {
  const permissions = world.ofType('AWS::EC2::VPCEndpointServicePermissions');
  world.findings.each(
    permissions, permission => world.get('AWS::EC2::VPCEndpointService', world.required(permission, 'ServiceId'), permission),
  );
  return world.findings.each(world.ofType('AWS::EC2::VPCEndpointService'), resource => {
    const id = world.idOf(resource);
    const arns: string[] = world.property(resource, 'NetworkLoadBalancerArns') ?? [];
    if (arns.length !== 1) {
      throw new Stopped(arns.length === 0 ? 'missing-property' : 'not-played', `${resource.label}: `
        + `an endpoint service has exactly one network load balancer here, got ${arns.length}`);
    }
    const balancer = world.get('AWS::ElasticLoadBalancingV2::LoadBalancer', arns[0], resource);
    const types: string[] = world.property(resource, 'SupportedIpAddressTypes') ?? ['ipv4'];
    if (types.includes('ipv6') && world.property(balancer, 'IpAddressType') !== 'dualstack') {
      world.report('address-type', `${resource.label}: it supports ipv6, and ${balancer.label} has IPv4 addresses only`);
    }
    return {
      id,
      label: resource.label,
      region: resource.stack.region,
      supportedRegions: [resource.stack.region, ...world.property(resource, 'SupportedRegions') ?? []],
      principals: permissions.filter(permission => world.findings.attempt(() => world.property(permission, 'ServiceId')) === id)
        .flatMap(permission => world.property(permission, 'AllowedPrincipals') ?? []),
      acceptanceRequired: String(world.property(resource, 'AcceptanceRequired') ?? true) === 'true',
      addressTypes: types,
      loadBalancer: loadBalancers.find(loadBalancer => loadBalancer.id === arns[0]) ?? because(),
    };
  });
}

/** What is said of endpoints beside the templates. */
export interface EndpointOptions {
  readonly services: ServiceNames;
  /** The labels of endpoints whose connection somebody accepts. */
  readonly accepted: readonly string[];
  /** Nothing has to run here: somebody will accept every connection, and clients have whatever address an endpoint lets in. */
  readonly isLoose: boolean;
}

/** Every interface endpoint of an endpoint service. Those of AWS's own services, and gateways, are left out. */
export function readEndpoints(
  world: World, services: EndpointService[], subnets: Subnet[], groups: SecurityGroup[], options: EndpointOptions,
): Endpoint[] {
  const resources = world.ofType('AWS::EC2::VPCEndpoint')
    .filter(resource => /\.vpce-svc-/.test(String(world.findings.attempt(() => world.property(resource, 'ServiceName')))));
  return world.findings.each(resources, (resource, i) => {
    const service = serviceOf(world, resource, services, options.services);
    const accepted = !service.acceptanceRequired || options.accepted.includes(resource.label);
    if (!accepted && !options.isLoose) {
      world.report('acceptance', `${resource.label}: ${service.label} takes a connection when somebody has accepted it, `
        + `and nobody here does; who does: --accept ${resource.label}, or AcceptanceRequired: false`);
    }
    checkEndpoint(world, resource, service);
    const suffix = resources.length > 1 ? `${i}` : '';
    const own = subnetsOf(world, resource, world.property(resource, 'SubnetIds') ?? [], subnets);
    if (own.length === 0) { throw new Stopped('missing-property', `${resource.label}: it has no SubnetIds, so it is nowhere`); }
    oneEachZone(world, resource, own);
    const [{ vpcId }] = own;
    if (world.required(resource, 'VpcId') !== vpcId) {
      world.report('other-vpc', `${resource.label}: its VpcId is not the VPC of its subnet ${own[0].label}`);
    }
    const given = groupsOf(world, resource, world.property(resource, 'SecurityGroupIds'), vpcId, groups);
    if (!given) {
      world.report('endpoint-group', `${resource.label}: it has no SecurityGroupIds, so it is in the default group of its VPC, `
        + 'which lets no client in');
    }
    const rules = groups.filter(group => given?.includes(group.id)).flatMap(group => group.ingress);
    const admitted = rules.flatMap(rule => 'groupId' in rule.peer ? [rule.peer.groupId] : []);
    const neighbour = (role: Host['role'], offset: number, groupIds?: string[]): Host => ({
      name: `${role}${suffix}`,
      role,
      vpcId,
      address: world.addresses.of(`${resource.label} ${role}`, own[0].cidr, offset),
      groupIds,
    });
    return {
      id: world.idOf(resource),
      label: resource.label,
      vpcId,
      service,
      accepted,
      areClientsByAddress: options.isLoose && rules.some(({ peer }) => 'cidr' in peer),
      areZonesInvented: own.some(({ isInvented }) => isInvented),
      interfaces: readInterfaces(world, resource, service, own, given ?? [defaultGroupId(vpcId)], `endpoint${suffix}`),
      client: neighbour('client', 50, admitted.length > 0 ? [...new Set(admitted)] : undefined),
      stranger: neighbour('stranger', 60),
    };
  });
}

/** Whether AWS makes the endpoint as it is. */
function checkEndpoint(world: World, endpoint: Resource, service: EndpointService): void {
  const { account, region } = endpoint.stack;
  const isAccount = (principal: string) => principal === '*' || principal === account || principal.split(':')[4] === account;
  const isOpen = endpoint.stack.unbound?.includes('account') || service.principals.some(isUnknown);
  if (!isOpen && !service.principals.some(isAccount)) {
    world.report('principal', `${endpoint.label}: ${service.label} does not allow account ${account}, `
      + `its principals are ${service.principals.join(', ') || 'none'}`);
  }
  if (!service.supportedRegions.includes(region)) {
    world.report('region', `${endpoint.label}: ${service.label} does not support region ${region}, `
      + `only ${service.supportedRegions.join(', ')}`);
  }
  const abroad = world.property(endpoint, 'ServiceRegion');
  if ((abroad ?? region) !== service.region) {
    world.report('region', `${endpoint.label}: ${service.label} is in ${service.region}, `
      + `and the ServiceRegion is ${abroad ?? 'not said, which means its own'}`);
  }
  const type = world.property(endpoint, 'VpcEndpointType') ?? 'Gateway';
  if (type !== 'Interface') {
    world.report('bad-value', `${endpoint.label}: VpcEndpointType is ${type}; ${service.label} is reached by Interface`);
  }
  if (String(world.property(endpoint, 'PrivateDnsEnabled')) === 'true') {
    world.report('not-played', `${endpoint.label}: private DNS names of a service are not emulated, only record sets are`);
  }
  const policy = world.property(endpoint, 'PolicyDocument');
  if (policy !== undefined && !isFullAccess(policy)) {
    world.report('endpoint-policy', `${endpoint.label}: its PolicyDocument is not the one that allows all to everybody, `
      + "and AWS takes no other for a service of one's own");
  }
  const addresses = world.property(endpoint, 'IpAddressType') ?? 'ipv4';
  if (addresses !== 'ipv4') {
    const lacking = service.addressTypes.includes('ipv6') ? 'no host here has an IPv6 address' : `${service.label} supports `
      + `${service.addressTypes.join(', ')} only`;
    world.report('address-type', `${endpoint.label}: IpAddressType is ${addresses}, and ${lacking}`);
  }
  const records = world.property(endpoint, 'DnsOptions')?.DnsRecordIpType;
  if (records !== undefined && !['ipv4', 'service-defined'].includes(records)) {
    world.report('address-type', `${endpoint.label}: DnsRecordIpType is ${records}, and its addresses are ${addresses}`);
  }
}

function isFullAccess(policy: any): boolean {
  const statements: any[] = [policy.Statement].flat();
  const isAll = (value: unknown) => [value].flat().join() === '*';
  return statements.length === 1 && statements.every(({ Effect, Action, Resource: resource, Principal, ...rest }) =>
    Effect === 'Allow' && isAll(Action) && isAll(resource) && isAll(Principal?.AWS ?? Principal) && !('Condition' in rest));
}

/**
 * A consumer has the service's name as a literal, since it is deployed from a contract; its id is one that AWS gave and no
 * template has. The only service of that region is meant, else the one that the caller names.
 */
function serviceOf(world: World, endpoint: Resource, services: EndpointService[], names: ServiceNames): EndpointService {
  const [, region, id] = /\.vpce\.([a-z0-9-]+)\.(vpce-svc-[0-9a-f]+)$/.exec(world.required(endpoint, 'ServiceName'))
    ?? fail(endpoint, `${JSON.stringify(world.property(endpoint, 'ServiceName'))} is not the name of an endpoint service`);
  const own = services.find(service => service.id === id);
  if (own) { return own; }
  if (world.find('AWS::EC2::VPCEndpointService', id)) { return because(); }
  const named = services.find(service => service.label === names[id]);
  if (named) { return named; }
  const regional = services.filter(service => service.region === region);
  if (regional.length === 1) { return regional[0]; }
  if (regional.length === 0 && world.ofType('AWS::EC2::VPCEndpointService').some(({ stack }) => stack.region === region)) {
    return because();
  }
  return fail(endpoint, regional.length === 0
    ? `its service ${id} is in ${region}, where these templates have no endpoint service`
    : `its service ${id} can be ${regional.map(service => service.label).join(' or ')}; say which one it is: `
      + `--service ${id}=${regional[0].label}`);
}

/** The load balancer's nodes behind an interface: that of its zone; from another region, where zones have no counterpart, any. */
export function nodesFor(host: Host, { nodes }: LoadBalancer): Host[] {
  const near = nodes.filter(({ zone }) => zone === host.zone);
  return near.length > 0 ? near : nodes;
}

function readInterfaces(
  world: World, endpoint: Resource, service: EndpointService, subnets: Subnet[], groupIds: string[], prefix: string,
): Host[] {
  const serviceZones = service.loadBalancer.nodes.map(node => node.zone!);
  const areInvented = service.loadBalancer.areZonesInvented || subnets.some(({ isInvented }) => isInvented);
  // In another region a zone has no counterpart.
  const areComparable = endpoint.stack.region === service.region && !areInvented;
  for (const { label, zone } of subnets.filter(subnet => areComparable && !serviceZones.includes(subnet.zone))) {
    world.report('endpoint-zone', `${endpoint.label}: its subnet ${label} is in the zone ${zone}, `
      + `which ${service.label} does not have: its load balancer is in ${serviceZones.join(', ')}`);
  }
  return subnets.filter((subnet, i) => subnets.findIndex(({ zone }) => zone === subnet.zone) === i).map((subnet): Host => ({
    name: `${prefix}-${subnet.zone}`,
    role: 'endpoint',
    vpcId: subnet.vpcId,
    address: world.addresses.of(`${endpoint.label} ${subnet.zone}`, subnet.cidr, 100),
    zone: subnet.zone,
    groupIds,
  }));
}

function fail(resource: Resource, message: string): never {
  throw new Stopped('unresolved', `${resource.label}: ${message}`);
}
