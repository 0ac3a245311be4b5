import { addressAt } from './addresses';
import type { Endpoint, Host, HostedZone, LoadBalancer, NameRecord, Vpc } from './model';
import type { Resource } from './resolve';
import type { World } from './world';

/** The host that answers questions for names: the third address of a VPC's block, as on AWS. */
export function nameServer(vpc: Vpc): Host {
  return { name: `${vpc.name}-names`, role: 'names', vpcId: vpc.id, address: addressAt(vpc.cidr, 2) };
}

/** Every private hosted zone. Nothing here would ask a public one. */
export function readHostedZones(world: World): HostedZone[] {
  return world.ofType('AWS::Route53::HostedZone').map(resource => {
    const vpcs: any[] = world.property(resource, 'VPCs') ?? [];
    if (vpcs.length === 0) { throw new Error(`${resource.label}: only private hosted zones are emulated, it has no VPC`); }
    return {
      label: resource.label,
      name: plain(world.required(resource, 'Name')),
      vpcIds: vpcs.map(({ VPCId }) => world.idOf(world.get('AWS::EC2::VPC', VPCId, resource))),
    };
  });
}

/** Every record set, once for each VPC of its hosted zone that asks private zones. */
export function readRecords(world: World, vpcs: Vpc[], hostedZones: HostedZone[]): NameRecord[] {
  return world.ofType('AWS::Route53::RecordSet').flatMap(resource => {
    const { label } = world.get('AWS::Route53::HostedZone', world.required(resource, 'HostedZoneId'), resource);
    const zone = hostedZones.find(candidate => candidate.label === label)!;
    const name = plain(world.required(resource, 'Name'));
    if (name !== zone.name && !name.endsWith(`.${zone.name}`)) { throw new Error(`${resource.label}: ${name} is not in its hosted zone ${zone.name}`); }
    const value = readValue(world, resource);
    return vpcs.filter(vpc => vpc.asksPrivateZones && zone.vpcIds.includes(vpc.id))
      .map(vpc => ({ label: resource.label, vpcId: vpc.id, zone: zone.name, name, value }));
  });
}

/** The addresses behind the names that AWS gives to endpoints and load balancers, which aliases point to. */
export function awsNames(world: World, endpoints: Endpoint[], loadBalancers: LoadBalancer[]): Map<string, string[]> {
  const addresses = (hosts: { address: string }[]) => hosts.map(host => host.address);
  const ofEndpoint = ({ id, interfaces }: Endpoint): [string, string[]][] => {
    const resource = world.find('AWS::EC2::VPCEndpoint', id)!;
    return [
      [world.endpointName(resource), addresses(interfaces)],
      ...interfaces.map(host => [world.endpointName(resource, host.zone), [host.address]] as [string, string[]]),
    ];
  };
  const ofLoadBalancer = ({ id, nodes }: LoadBalancer): [string, string[]] =>
    [world.loadBalancerName(world.find('AWS::ElasticLoadBalancingV2::LoadBalancer', id)!), addresses(nodes)];
  return new Map([...endpoints.flatMap(ofEndpoint), ...loadBalancers.map(ofLoadBalancer)]);
}

/** The same records with every alias to a name of AWS replaced by its addresses. */
export function withAddresses(records: NameRecord[], known: Map<string, string[]>): NameRecord[] {
  return records.map(record => {
    if (!('alias' in record.value)) { return record; }
    const { alias } = record.value;
    if (known.has(alias)) { return { ...record, value: { addresses: known.get(alias)! } }; }
    if (records.some(other => other.vpcId === record.vpcId && other.name === alias)) { return record; }
    throw new Error(`${record.label}: it is another name for ${alias}, which is no name of these templates`);
  });
}

/** The addresses of a name in a VPC. The longest hosted zone decides; a wildcard stands for names that have no record. Empty: no such name. */
export function lookUp(records: NameRecord[], vpcId: string, queried: string): string[] {
  const name = plain(queried);
  const inVpc = records.filter(record => record.vpcId === vpcId && (name === record.zone || name.endsWith(`.${record.zone}`)));
  const zone = inVpc.map(record => record.zone).sort((a, b) => b.length - a.length)[0];
  const inZone = inVpc.filter(record => record.zone === zone);
  const found = inZone.find(record => record.name === name) ?? inZone.find(record => record.name === wildcardOf(name, inZone));
  if (!found) { return []; }
  return 'addresses' in found.value ? found.value.addresses : lookUp(records, vpcId, found.value.alias);
}

/** The wildcard that a name falls under: the one at its closest ancestor that exists. */
function wildcardOf(name: string, records: NameRecord[]): string {
  const labels = name.split('.');
  for (let i = 1; i < labels.length; i++) {
    const ancestor = labels.slice(i).join('.');
    if (records.some(record => record.name === `*.${ancestor}`)) { return `*.${ancestor}`; }
    if (records.some(record => record.name === ancestor || record.name.endsWith(`.${ancestor}`))) { break; }
  }
  return '';
}

function readValue(world: World, resource: Resource): NameRecord['value'] {
  const type = world.required(resource, 'Type');
  const target = world.property(resource, 'AliasTarget');
  if (target !== undefined && type === 'A') { return { alias: plain(target.DNSName) }; }
  const values: string[] = world.property(resource, 'ResourceRecords') ?? [];
  if (type === 'A') { return { addresses: values }; }
  if (type === 'CNAME' && values.length === 1) { return { alias: plain(values[0]) }; }
  throw new Error(`${resource.label}: records of type ${type} are not emulated`);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').replace(/^\\052\./, '*.');
}
