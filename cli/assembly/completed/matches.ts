import { bootstrapHost, Contract } from '../contracts';
import type { Resource } from '../resolve';
import type { World } from '../world';

/** The endpoint of a consumer, and the contract that it was made by. */
export interface Match {
  readonly endpoint: Resource;
  /** `vpce-svc-…`, as the endpoint has it. */
  readonly serviceId: string;
  /** None is known, or several could be meant. */
  readonly contract?: Contract;
}

/**
 * Which contract each endpoint is for: that of its service id, or, since a provider's template does not know the id that AWS
 * gives, the one with the names of its VPC, or the only one of its region.
 *
 * @param chosen ids of services by which somebody says what is meant, with the label of the service
 */
export function matchesIn(
  world: World, contracts: readonly Contract[], labelOf: (contract: Contract) => string | undefined,
  chosen: { readonly [id: string]: string },
): Match[] {
  const text =
    (resource: Resource, name: string) => String(world.findings.attempt(() => world.resolver.property(resource, name)) ?? '');
  const endpoints = world.ofType('AWS::EC2::VPCEndpoint').filter(endpoint => /\.vpce-svc-/.test(text(endpoint, 'ServiceName')));
  return endpoints.map(endpoint => {
    const name = text(endpoint, 'ServiceName');
    const serviceId = name.slice(name.lastIndexOf('.') + 1);
    const only = (found: readonly Contract[]) => found.length === 1 ? found[0] : undefined;
    const names = namesIn(world, text(endpoint, 'VpcId'));
    const region = /\.vpce\.([a-z0-9-]+)\./.exec(name)?.[1];
    const contract = contracts.find(({ serviceName }) => serviceName?.endsWith(`.${serviceId}`))
      ?? contracts.find(each => chosen[serviceId] !== undefined && labelOf(each) === chosen[serviceId])
      ?? only(contracts.filter(({ listeners }) => listeners.some(listener => names.includes(bootstrapHost(listener)))))
      ?? only(contracts.filter(each => each.region === region));
    return { endpoint, serviceId, contract };
  });
}

/** The names of the private zones of a VPC, and the records in them. */
function namesIn(world: World, vpcId: string): string[] {
  const value = (resource: Resource, name: string): any => world.findings.attempt(() => world.resolver.property(resource, name));
  const plain = (name: unknown) => String(name).replace(/\.$/, '').toLowerCase();
  const zones = world.ofType('AWS::Route53::HostedZone')
    .filter(zone => [value(zone, 'VPCs') ?? []].flat().some((vpc: any) => vpc?.VPCId === vpcId));
  const records = world.ofType('AWS::Route53::RecordSet')
    .filter(record => zones.includes(world.find('AWS::Route53::HostedZone', value(record, 'HostedZoneId'))!));
  return [...zones, ...records].map(resource => plain(value(resource, 'Name')));
}

/** The labels of an endpoint and of the names that lead to it. */
export function withNames(world: World, endpoint: Resource): string[] {
  const value =
    (record: Resource) => JSON.stringify(world.findings.attempt(() => world.resolver.property(record, 'AliasTarget')) ?? '');
  const id = `${world.idOf(endpoint)}-`;
  // The zones of a name are not known where the subnets are of no template, but the endpoint is.
  const isOf = (record: Resource) => value(record).includes(id)
    || (record.stack === endpoint.stack && JSON.stringify(record.Properties).includes(`"${endpoint.logicalId}"`));
  return [endpoint, ...world.ofType('AWS::Route53::RecordSet').filter(isOf)].map(({ label }) => label);
}

/** Whether two contracts are about the same listeners: one is a file of a consumer, the other what a template says now. */
export function isSameService(one: Contract, other: Contract): boolean {
  return one.listeners.some(listener => other.listeners.some(({ name, host }) => name === listener.name
    && host === listener.host));
}
