import { contains, isAddress } from './addresses';
import type { Host, Listener, LoadBalancer, SecurityGroup, Subnet, Target, TargetGroup } from './model';
import type { Resource } from './resolve';
import { enforceable } from './security-groups';
import type { Assembly } from './template';
import type { World } from './world';

/** Files with a certificate and its key, by the ARN by which templates know it. */
export interface Certificates {
  readonly [arn: string]: string;
}

const PREFIX = 'AWS::ElasticLoadBalancingV2::';

/** The ARNs of the certificates that listeners show to clients, as far as they are written out. */
export function literalCertificates({ stacks }: Assembly): string[] {
  const listeners = stacks.flatMap(({ template }) => Object.values(template.Resources).filter(({ Type }) => Type === `${PREFIX}Listener`));
  const arns = listeners.flatMap(({ Properties }) => Properties?.Certificates ?? []).map(({ CertificateArn }) => CertificateArn);
  return [...new Set(arns)].filter(arn => typeof arn === 'string');
}

/** What an attribute of a load balancer or target group must be, where another value changes what is emulated. */
const FIXED_ATTRIBUTES: { [key: string]: string } = {
  'proxy_protocol_v2.enabled': 'false', // a header before the first byte, which Kafka does not read
};

/** Attributes with an effect here. */
const USED_ATTRIBUTES = ['load_balancing.cross_zone.enabled'];

/** Attributes without one: names, logs, and what happens only after minutes or to connections that are already there. */
const IGNORED_ATTRIBUTES = [
  /^access_logs\./, /^deletion_protection\./, /^deregistration_delay\./, /^target_group_health\./, /^target_health_state\./, /^dns_record\./,
  /^preserve_client_ip\.enabled$/, // has no effect on what comes through an endpoint
  /^stickiness\./, /^zonal_shift\./, /^secondary_ips\./, /^ipv6\./,
];

/** Every load balancer with its nodes, listeners and targets. */
export function readLoadBalancers(world: World, subnets: Subnet[], groups: SecurityGroup[], certificates: Certificates): LoadBalancer[] {
  const loadBalancers = world.ofType(`${PREFIX}LoadBalancer`).map(resource => readLoadBalancer(world, resource, subnets, groups, certificates));
  for (const listener of world.ofType(`${PREFIX}Listener`)) {
    world.get(`${PREFIX}LoadBalancer`, world.required(listener, 'LoadBalancerArn'), listener);
  }
  return loadBalancers;
}

function readLoadBalancer(world: World, resource: Resource, subnets: Subnet[], groups: SecurityGroup[], certificates: Certificates): LoadBalancer {
  const type = world.property(resource, 'Type') ?? 'application';
  if (type !== 'network') { throw new Error(`${resource.label}: only network load balancers are emulated, got ${type}`); }
  const id = world.idOf(resource);
  const attributes = readAttributes(world, resource, 'LoadBalancerAttributes');
  const nodes = readNodes(world, resource, subnets, groups);
  const listeners = world.ofType(`${PREFIX}Listener`)
    .filter(listener => world.property(listener, 'LoadBalancerArn') === id)
    .map(listener => readListener(world, listener, attributes, subnets, certificates));
  const clash = listeners.find((listener, i) => listeners.some((other, j) => j < i && other.port === listener.port));
  if (clash) { throw new Error(`${clash.label}: another listener of ${resource.label} has the port ${clash.port}`); }
  return {
    id,
    label: resource.label,
    vpcId: nodes[0].vpcId,
    nodes,
    listeners: listeners.sort((a, b) => a.port - b.port),
    // On unless it is turned off, and nothing to filter by without groups.
    filtersPrivateLink: world.property(resource, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic') !== 'off' && nodes[0].groupIds !== undefined,
  };
}

function readNodes(world: World, resource: Resource, subnets: Subnet[], groups: SecurityGroup[]): Host[] {
  const mappings: any[] = world.property(resource, 'SubnetMappings') ?? world.required(resource, 'Subnets').map((SubnetId: string) => ({ SubnetId }));
  const groupIds = enforceable(groups, world.property(resource, 'SecurityGroups'));
  const prefix = world.ofType(resource.Type).length > 1 ? `nlb${world.ofType(resource.Type).indexOf(resource)}` : 'nlb';
  return mappings.map(mapping => {
    const subnet = subnets.find(({ id }) => id === mapping.SubnetId);
    if (!subnet) { throw new Error(`${resource.label}: ${mapping.SubnetId} is no subnet of these templates`); }
    return {
      name: `${prefix}-${subnet.zone}`,
      role: 'nlb-node' as const,
      vpcId: subnet.vpcId,
      address: mapping.PrivateIPv4Address ?? world.addresses.of(`${resource.label} ${subnet.zone}`, subnet.cidr, 240),
      zone: subnet.zone,
      groupIds,
    };
  });
}

function readListener(
  world: World, resource: Resource, loadBalancerAttributes: Map<string, string>, subnets: Subnet[], certificates: Certificates,
): Listener {
  const protocol = world.property(resource, 'Protocol');
  if (!['TCP', 'TLS'].includes(protocol)) { throw new Error(`${resource.label}: only TCP and TLS listeners are emulated, got ${protocol}`); }
  const actions: any[] = world.required(resource, 'DefaultActions');
  const forwarded = actions.flatMap(action => action.Type !== 'forward' ? [] : action.ForwardConfig?.TargetGroups?.map((group: any) => group.TargetGroupArn) ?? [action.TargetGroupArn]);
  if (actions.length !== 1 || forwarded.length !== 1) {
    throw new Error(`${resource.label}: a listener forwards to exactly one target group here, got ${JSON.stringify(actions)}`);
  }
  const targetGroup = world.get(`${PREFIX}TargetGroup`, forwarded[0], resource);
  return {
    label: resource.label,
    port: Number(world.required(resource, 'Port')),
    targetGroup: readTargetGroup(world, targetGroup, loadBalancerAttributes, subnets),
    tls: protocol === 'TLS' ? readTls(world, resource, certificates) : undefined,
  };
}

function readTls(world: World, resource: Resource, certificates: Certificates): Listener['tls'] {
  const [{ CertificateArn }] = world.required(resource, 'Certificates');
  const file = certificates[CertificateArn];
  if (file === undefined) { throw new Error(`${resource.label}: ${CertificateArn} is nowhere here; say which file has it and its key`); }
  const policy = world.required(resource, 'SslPolicy');
  const [, generation, lowest] = /^ELBSecurityPolicy-(TLS13)-(1-[23])-/.exec(policy) ?? [];
  if (!generation) { throw new Error(`${resource.label}: the policy ${policy} is not emulated`); }
  return { file, lowest: `TLSv${lowest.replace('-', '.')}` };
}

function readTargetGroup(world: World, resource: Resource, loadBalancerAttributes: Map<string, string>, subnets: Subnet[]): TargetGroup {
  const protocol = world.property(resource, 'Protocol');
  if (protocol !== 'TCP') { throw new Error(`${resource.label}: only TCP target groups are emulated, got ${protocol}`); }
  const attributes = readAttributes(world, resource, 'TargetGroupAttributes');
  const crossZone = attributes.get('load_balancing.cross_zone.enabled') ?? 'use_load_balancer_configuration';
  const targets: any[] = world.property(resource, 'Targets') ?? [];
  return {
    id: world.idOf(resource),
    label: resource.label,
    targets: targets.map(target => readTarget(world, resource, target, subnets)),
    crossZone: (crossZone === 'use_load_balancer_configuration' ? loadBalancerAttributes.get('load_balancing.cross_zone.enabled') ?? 'false' : crossZone) === 'true',
    healthCheck: readHealthCheck(world, resource),
  };
}

function readTarget(world: World, group: Resource, target: any, subnets: Subnet[]): Target {
  const port = Number(target.Port ?? world.required(group, 'Port'));
  const vpcId = world.required(group, 'VpcId');
  const instance = world.find('AWS::EC2::Instance', target.Id);
  const address = instance ? world.addressOf(instance) : target.Id;
  if (!isAddress(address)) {
    throw new Error(`${group.label}: the target ${JSON.stringify(target.Id)} is neither an address nor an instance of these templates, so where it is cannot be known`);
  }
  if (target.AvailabilityZone === 'all') { return { address, port }; }
  const zone = subnets.find(subnet => subnet.vpcId === vpcId && contains(subnet.cidr, address))?.zone;
  if (zone === undefined) {
    throw new Error(`${group.label}: the target address ${address} is in no subnet of the target group's VPC; AWS takes it with the availability zone "all" only`);
  }
  return { address, port, zone };
}

function readHealthCheck(world: World, resource: Resource): TargetGroup['healthCheck'] {
  if (String(world.property(resource, 'HealthCheckEnabled') ?? true) === 'false') { return undefined; }
  const protocol = world.property(resource, 'HealthCheckProtocol') ?? 'TCP';
  if (protocol !== 'TCP') { throw new Error(`${resource.label}: only TCP health checks are emulated, got ${protocol}`); }
  const port = world.property(resource, 'HealthCheckPort') ?? 'traffic-port';
  return {
    port: port === 'traffic-port' ? undefined : Number(port),
    intervalSeconds: Number(world.property(resource, 'HealthCheckIntervalSeconds') ?? 30),
    healthyCount: Number(world.property(resource, 'HealthyThresholdCount') ?? 5),
    unhealthyCount: Number(world.property(resource, 'UnhealthyThresholdCount') ?? 2),
  };
}

function readAttributes(world: World, resource: Resource, property: string): Map<string, string> {
  const attributes: { Key: string; Value: string }[] = world.property(resource, property) ?? [];
  for (const { Key, Value } of attributes) {
    if (Key in FIXED_ATTRIBUTES && FIXED_ATTRIBUTES[Key] !== Value) { throw new Error(`${resource.label}: the attribute ${Key}=${Value} is not emulated`); }
    if (!(Key in FIXED_ATTRIBUTES) && !USED_ATTRIBUTES.includes(Key) && !IGNORED_ATTRIBUTES.some(known => known.test(Key))) {
      throw new Error(`${resource.label}: the local cluster does not know the attribute ${Key}`);
    }
  }
  return new Map(attributes.map(({ Key, Value }) => [Key, String(Value)]));
}
