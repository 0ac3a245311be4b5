import { Stopped } from './findings';
import type { Host, Listener, LoadBalancer, SecurityGroup, Subnet } from './model';
import { CONSTRAINED_ZONES, zoneIdOf } from './regions';
import type { Resource } from './resolve';
import { groupsOf } from './security-groups';
import { oneEachZone, subnetsOf } from './subnets';
import { CROSS_ZONE, ofLoadBalancer, readTargetGroup } from './target-groups';
import type { Assembly } from './template';
import type { World } from './world';

/** Files with a certificate and its key, by the ARN by which templates know it; `*` is for every other. */
export interface Certificates {
  readonly [arn: string]: string;
}

const PREFIX = 'AWS::ElasticLoadBalancingV2::';

/** The ARNs of the certificates that listeners show to clients, as far as they are written out. */
export function literalCertificates({ stacks }: Assembly): string[] {
  const listeners =
    stacks.flatMap(({ template }) => Object.values(template.Resources).filter(({ Type }) => Type === `${PREFIX}Listener`));
  const arns = listeners.flatMap(({ Properties }) => Properties?.Certificates ?? []).map(({ CertificateArn }) => CertificateArn);
  return [...new Set(arns)].filter(arn => typeof arn === 'string');
}

/**
 * Every load balancer with its nodes, listeners and targets.
 *
 * @param certificates absent where nobody will show one
 */
export function readLoadBalancers(
  world: World, subnets: Subnet[], groups: SecurityGroup[], certificates: Certificates | undefined,
): LoadBalancer[] {
  world.findings.each(world.ofType(`${PREFIX}Listener`), listener => {
    world.get(`${PREFIX}LoadBalancer`, world.required(listener, 'LoadBalancerArn'), listener);
  });
  return world.findings.each(
    world.ofType(`${PREFIX}LoadBalancer`), resource => readLoadBalancer(world, resource, subnets, groups, certificates),
  );
}

function readLoadBalancer(
  world: World, resource: Resource, subnets: Subnet[], groups: SecurityGroup[], certificates: Certificates | undefined,
): LoadBalancer {
  const id = world.idOf(resource);
  const nodes = readNodes(world, resource, subnets, groups);
  // What somebody else's does is not known.
  const crossZone =
    resource.PhysicalId !== undefined || world.attributes(resource, 'LoadBalancerAttributes').get(CROSS_ZONE) === 'true';
  const ids: string[] =
    world.property(resource, 'Subnets') ?? world.property(resource, 'SubnetMappings').map(({ SubnetId }: any) => SubnetId);
  const areZonesInvented = subnets.some(subnet => subnet.isInvented && ids.includes(subnet.id));
  const listeners = world.findings.each(
    world.ofType(`${PREFIX}Listener`).filter(listener => world.property(listener, 'LoadBalancerArn') === id),
    listener => readListener(world, listener, { crossZone, nodes, areZonesInvented }, subnets, certificates),
  );
  for (const [i, { label, port }] of listeners.entries()) {
    if (listeners.some((other, j) => j < i && other.port === port)) {
      world.report('listener-twice', `${label}: another listener of ${resource.label} has the port ${port}`);
    }
  }
  return {
    id,
    label: resource.label,
    vpcId: nodes[0].vpcId,
    areZonesInvented,
    nodes,
    listeners: listeners.sort((a, b) => a.port - b.port),
    // On unless it is turned off, and nothing to filter by without groups.
    filtersPrivateLink: world.property(resource, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic') !== 'off'
      && nodes[0].groupIds !== undefined,
  };
}

function readNodes(world: World, resource: Resource, subnets: Subnet[], groups: SecurityGroup[]): Host[] {
  const [given, mapped] = [world.property(resource, 'Subnets'), world.property(resource, 'SubnetMappings')];
  if ((given === undefined) === (mapped === undefined)) {
    throw new Stopped('missing-property', `${resource.label}: AWS takes either Subnets or SubnetMappings, `
      + `it has ${given ? 'both' : 'none'}`);
  }
  const mappings: any[] = mapped ?? given.map((SubnetId: string) => ({ SubnetId }));
  const own = subnetsOf(world, resource, mappings.map(({ SubnetId }) => SubnetId), subnets);
  if (own.length === 0) { throw new Stopped('missing-property', `${resource.label}: it has no subnet, and AWS requires one`); }
  oneEachZone(world, resource, own);
  for (const { label, zone } of own.filter(subnet => !subnet.isInvented && CONSTRAINED_ZONES.includes(zoneIdOf(subnet.zone)))) {
    world.report('constrained-zone', `${resource.label}: its subnet ${label} is in ${zone} (${zoneIdOf(zone)}), `
      + 'where no network load balancer can be');
  }
  // A load balancer without groups filters nothing.
  const groupIds = groupsOf(world, resource, world.property(resource, 'SecurityGroups'), own[0].vpcId, groups);
  if (world.property(resource, 'IpAddressType') === 'dualstack-without-public-ipv4') {
    world.report('address-type', `${resource.label}: IpAddressType dualstack-without-public-ipv4 is for application load `
      + 'balancers');
  }
  const prefix = world.ofType(resource.Type).length > 1 ? `nlb${world.ofType(resource.Type).indexOf(resource)}` : 'nlb';
  return own.filter((subnet, i) => own.findIndex(({ zone }) => zone === subnet.zone) === i).map(subnet => ({
    name: `${prefix}-${subnet.zone}`,
    role: 'nlb-node' as const,
    vpcId: subnet.vpcId,
    address: mappings.find(({ SubnetId }) => SubnetId === subnet.id).PrivateIPv4Address
      ?? world.addresses.of(`${resource.label} ${subnet.zone}`, subnet.cidr, 240),
    zone: subnet.zone,
    groupIds,
  }));
}

function readListener(
  world: World, resource: Resource, of: Pick<LoadBalancer, 'nodes' | 'areZonesInvented'> & { crossZone: boolean },
  subnets: Subnet[],
  certificates: Certificates | undefined,
): Listener {
  const actions: any[] = world.required(resource, 'DefaultActions');
  const forwarded = actions.flatMap(({ ForwardConfig, TargetGroupArn }) =>
    ForwardConfig?.TargetGroups?.map((group: any) => group.TargetGroupArn) ?? TargetGroupArn ?? []);
  if (actions.length !== 1 || forwarded.length !== 1) {
    throw new Stopped('not-played', `${resource.label}: a listener forwards to exactly one target group here, `
      + `got ${JSON.stringify(actions)}`);
  }
  const targetGroup = readTargetGroup(world, world.get(`${PREFIX}TargetGroup`, forwarded[0], resource), of.crossZone, subnets);
  return {
    label: resource.label,
    port: Number(world.required(resource, 'Port')),
    targetGroup: ofLoadBalancer(world, targetGroup, of.nodes, resource, of.areZonesInvented),
    tls: world.property(resource, 'Protocol') === 'TLS' ? readTls(world, resource, certificates) : undefined,
  };
}

function readTls(world: World, resource: Resource, certificates: Certificates | undefined): Listener['tls'] {
  if (!certificates) { return { file: '', lowest: '' }; }
  const [{ CertificateArn }] = world.required(resource, 'Certificates');
  const file = certificates[CertificateArn] ?? certificates['*'];
  if (file === undefined) {
    throw new Stopped('unresolved', `${resource.label}: ${CertificateArn} is nowhere here; say which file has it and its key`);
  }
  const policy = world.required(resource, 'SslPolicy');
  const [, generation, lowest] = /^ELBSecurityPolicy-(TLS13)-(1-[23])-/.exec(policy) ?? [];
  if (!generation) { throw new Stopped('not-played', `${resource.label}: the policy ${policy} is not emulated`); }
  return { file, lowest: `TLSv${lowest.replace('-', '.')}` };
}
