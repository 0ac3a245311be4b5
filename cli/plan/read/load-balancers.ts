import type { BrokerFiles } from './broker-files';
import { contractOf } from './contracts';
import { sortPorts } from './listeners';
import { placeOf, vpcOf } from './places';
import { RawPort, readPorts } from './ports';
import { keyOf, shown, Symbols } from './symbols';
import type { Contract } from '../../assembly/contracts';
import type { Resource } from '../../assembly/resolve';
import type { Opening, PlanLoadBalancer, PlanService } from '../model';

/** A load balancer with its ports as the templates have them. */
export interface RawLoadBalancer {
  readonly resource: Resource;
  readonly ports: readonly RawPort[];
}

/** Every network load balancer of the templates. */
export function rawLoadBalancers(symbols: Symbols): RawLoadBalancer[] {
  return symbols.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .filter(resource => symbols.text(resource, 'Type') === 'network')
    .map(resource => ({ resource, ports: readPorts(symbols, resource) }));
}

/** What a load balancer is for, by the contract of its service. */
export function readLoadBalancer(
  symbols: Symbols, { resource, ports }: RawLoadBalancer, contracts: readonly Contract[], files: BrokerFiles,
  openings: readonly Opening[],
): PlanLoadBalancer {
  const services = servicesOf(symbols, resource);
  const subnets = [
    ...symbols.list(resource, 'Subnets'), ...symbols.list(resource, 'SubnetMappings').map(({ SubnetId }) => SubnetId),
  ];
  const vpc =
    [...subnets.map(subnet => vpcOf(symbols, subnet)), ...ports.map(port => port.vpc)].find(known => known !== undefined);
  const groups = symbols.list(resource, 'SecurityGroups').map(keyOf);
  return {
    label: resource.label,
    scheme: symbols.text(resource, 'Scheme') ?? 'internet-facing', // AWS's default
    vpc: vpc === undefined ? undefined : keyOf(vpc),
    places: subnets.map(subnet => placeOf(symbols, subnet)),
    services,
    ...sortPorts(ports, contractOf(symbols, contracts, services), files),
    inbound: openings.filter(({ group, direction }) => direction === 'in' && groups.includes(group)),
    filtersEndpoints: groups.length > 0
      && symbols.text(resource, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic') !== 'off',
  };
}

function servicesOf(symbols: Symbols, loadBalancer: Resource): PlanService[] {
  const permissions = symbols.ofType('AWS::EC2::VPCEndpointServicePermissions');
  return symbols.ofType('AWS::EC2::VPCEndpointService')
    .filter(service => symbols.list(service, 'NetworkLoadBalancerArns').some(arn => symbols.find(arn) === loadBalancer))
    .map(service => ({
      label: service.label,
      principals: permissions.filter(permission => symbols.find(symbols.value(permission, 'ServiceId')) === service)
        .flatMap(permission => symbols.list(permission, 'AllowedPrincipals').map(shown)),
      acceptanceRequired: (symbols.text(service, 'AcceptanceRequired') ?? 'true') === 'true', // AWS's default
      otherRegions: symbols.list(service, 'SupportedRegions').map(shown),
      vendors: [],
    }));
}
