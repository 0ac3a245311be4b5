import { contractOf, serviceOf } from './contracts';
import { placeOf, vpcOf } from './places';
import { keyOf, namedIn, shown, Symbols, zonalNameIn } from './symbols';
import { bootstrapHost, bootstrapServer, Contract } from '../../assembly/contracts';
import type { Resource } from '../../assembly/resolve';
import type { Opening, Place, PlanConsumer, PlanName } from '../model';

/** Every endpoint of an endpoint service: those of AWS's own services, whose names say so, are left out. */
export function readConsumers(symbols: Symbols, contracts: readonly Contract[], openings: readonly Opening[]): PlanConsumer[] {
  return symbols.ofType('AWS::EC2::VPCEndpoint')
    .filter(endpoint => symbols.text(endpoint, 'VpcEndpointType') === 'Interface')
    .filter(endpoint => isOfUsers(symbols.text(endpoint, 'ServiceName')))
    .map(endpoint => readConsumer(symbols, endpoint, contracts, openings));
}

/** A name that is known at deployment only may be of a service of any kind. */
function isOfUsers(serviceName: string | undefined): boolean {
  return serviceName === undefined || /\.vpce\./.test(serviceName) || namedIn(serviceName).length > 0
    || !/^(com\.amazonaws|aws)\./.test(serviceName);
}

function readConsumer(
  symbols: Symbols, endpoint: Resource, contracts: readonly Contract[], openings: readonly Opening[],
): PlanConsumer {
  const subnets = symbols.list(endpoint, 'SubnetIds');
  const vpc = symbols.value(endpoint, 'VpcId') ?? vpcOf(symbols, subnets[0]);
  const serviceName = symbols.text(endpoint, 'ServiceName');
  const service = serviceOf(symbols, serviceName);
  const groups = symbols.list(endpoint, 'SecurityGroupIds').map(keyOf);
  const places = subnets.map(subnet => placeOf(symbols, subnet));
  const names = namesOf(symbols, endpoint, places);
  const contract = contracts.find(candidate => serviceName !== undefined && candidate.serviceName === serviceName)
    ?? contractOf(symbols, contracts, service === undefined ? [] : [{ label: service }]);
  const listeners = (contract?.listeners ?? []).filter(listener => names.some(({ name }) => name === bootstrapHost(listener)));
  return {
    label: endpoint.label,
    stack: endpoint.stack.name,
    vpc: vpc === undefined ? undefined : keyOf(vpc),
    places,
    service: service ?? (serviceName === undefined ? undefined : shown(serviceName)),
    names,
    listeners: listeners.map(({ name }) => name),
    bootstrapServers: listeners.map(bootstrapServer),
    opens: openings.filter(({ group, direction, peer }) => direction === 'in' ? groups.includes(group) : groups.includes(peer)),
  };
}

/** The names of private zones that lead to the endpoint. */
function namesOf(symbols: Symbols, endpoint: Resource, places: readonly Place[]): PlanName[] {
  return symbols.ofType('AWS::Route53::RecordSet').flatMap(record => {
    const alias = symbols.fields(record.stack, record.Properties?.AliasTarget).DNSName;
    const leadsTo =
      [alias, ...symbols.list(record, 'ResourceRecords')].map(String).find(value => namedIn(value).includes(endpoint.label));
    const name = symbols.text(record, 'Name');
    if (leadsTo === undefined || name === undefined) { return []; }
    const { zone, subnet } = zonalNameIn(leadsTo);
    const place = places[subnet ?? NaN];
    const only = zone ?? place?.zone ?? place?.subnet;
    return [{ name: shown(name).replace(/\.$/, '').replace(/^\\052\./, '*.'), ...only !== undefined && { zone: only } }];
  });
}
