import { addressAt, isAddress } from './addresses';
import { because, Stopped } from './findings';
import type { Endpoint, Host, HostedZone, LoadBalancer, NameRecord, Vpc } from './model';
import type { Resource } from './resolve';
import { HOSTED_ZONE_OF_NAMES, World } from './world';

/** The host that answers questions for names: the third address of a VPC's block, as on AWS. */
export function nameServer(vpc: Vpc): Host {
  return { name: `${vpc.name}-names`, role: 'names', vpcId: vpc.id, address: addressAt(vpc.cidr, 2) };
}

/** Every private hosted zone. Nothing here would ask a public one. */
export function readHostedZones(world: World): HostedZone[] {
  return world.findings.each(world.ofType('AWS::Route53::HostedZone'), resource => {
    const vpcs: any[] = world.property(resource, 'VPCs') ?? [];
    if (vpcs.length === 0) {
      world.report('not-played', `${resource.label}: only private hosted zones are emulated, it has no VPC`);
    }
    for (const { VPCId, VPCRegion } of vpcs) {
      const vpc = world.get('AWS::EC2::VPC', VPCId, resource);
      if (VPCRegion !== undefined && VPCRegion !== vpc.stack.region) {
        world.report('bad-value', `${resource.label}: VPCRegion is ${VPCRegion}, and ${vpc.label} is in ${vpc.stack.region}`);
      }
    }
    return {
      label: resource.label,
      name: plain(world.required(resource, 'Name')),
      vpcIds: vpcs.map(({ VPCId }) => world.idOf(world.get('AWS::EC2::VPC', VPCId, resource))),
    };
  });
}

/** Every record set, once for each VPC of its hosted zone that asks private zones. */
export function readRecords(world: World, vpcs: Vpc[], hostedZones: HostedZone[]): NameRecord[] {
  const written: { resource: Resource; zone: HostedZone; name: string; type: string }[] = [];
  const records = world.findings.each(world.ofType('AWS::Route53::RecordSet'), resource => {
    const { label } = world.get('AWS::Route53::HostedZone', world.required(resource, 'HostedZoneId'), resource);
    const zone = hostedZones.find(candidate => candidate.label === label) ?? because();
    const [name, type] = [plain(world.required(resource, 'Name')), world.required(resource, 'Type')];
    if (name !== zone.name && !name.endsWith(`.${zone.name}`)) {
      world.report('bad-value', `${resource.label}: ${name} is not in its hosted zone ${zone.name}`);
    }
    written.push({ resource, zone, name, type });
    const value = readValue(world, resource);
    return vpcs.filter(vpc => vpc.asksPrivateZones && zone.vpcIds.includes(vpc.id))
      .map(vpc => ({ label: resource.label, vpcId: vpc.id, zone: zone.name, name, value }));
  });
  for (const [i, { resource: { label }, zone, name, type }] of written.entries()) {
    const beside = written.filter((other, j) => j !== i && other.zone.label === zone.label && other.name === name);
    if (type === 'CNAME' && name === zone.name) {
      world.report('name-apex', `${label}: a CNAME cannot be at ${name}, the top of ${zone.label}; an alias can`);
    } else if (type === 'CNAME' && beside.length > 0) {
      world.report('name-apex', `${label}: a CNAME is beside no other record of ${name}, `
        + `and there is ${beside[0].resource.label}`);
    }
    const twice =
      written.slice(0, i).find(other => other.zone.label === zone.label && other.name === name && other.type === type);
    if (twice) {
      world.report('record-twice', `${label}: ${zone.label} has ${name} (${type}) by ${twice.resource.label} already`);
    }
  }
  return records.flat();
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
export function withAddresses(world: World, records: NameRecord[], known: Map<string, string[]>): NameRecord[] {
  return world.findings.each(records, record => {
    if (!('alias' in record.value)) { return record; }
    const { alias } = record.value;
    if (known.has(alias)) { return { ...record, value: { addresses: known.get(alias)! } }; }
    if (records.some(other => other.vpcId === record.vpcId && other.name === alias)) { return record; }
    if (isOfAws(world, alias)) { because(); } // of something that could not be read
    throw new Stopped('unresolved', `${record.label}: it is another name for ${alias}, which is not a name of these templates`);
  });
}

/** Whether something in the templates has a name from AWS. */
function isOfAws(world: World, name: string): boolean {
  return world.ofType('AWS::EC2::VPCEndpoint').some(endpoint => name.startsWith(`${world.idOf(endpoint)}-`))
    || world.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer')
      .some(loadBalancer => name === world.loadBalancerName(loadBalancer));
}

/**
 * The addresses of a name in a VPC. The longest hosted zone decides; a wildcard stands for names that have no record. Empty: no
 * such name.
 */
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
  const [target, values] = [world.property(resource, 'AliasTarget'), world.property(resource, 'ResourceRecords')];
  if ((target === undefined) === (values === undefined)) {
    throw new Stopped('missing-property', `${resource.label}: AWS takes either ResourceRecords or an AliasTarget, `
      + `it has ${target ? 'both' : 'none'}`);
  }
  const hasTtl = resource.Properties?.TTL !== undefined;
  if (hasTtl === (target !== undefined)) {
    world.report(hasTtl ? 'bad-value' : 'missing-property', `${resource.label}: AWS wants a TTL with ResourceRecords, `
      + 'and none with an AliasTarget');
  }
  if (target !== undefined) {
    const [alias, hostedZone] = [
      plain(String(target.DNSName)),
      isOfAws(world, plain(String(target.DNSName))) ? HOSTED_ZONE_OF_NAMES : world.required(resource, 'HostedZoneId'),
    ];
    if (target.HostedZoneId !== hostedZone) {
      world.report('bad-value', `${resource.label}: AliasTarget.HostedZoneId is ${JSON.stringify(target.HostedZoneId)}, `
        + `which is not the hosted zone of ${alias}`);
    }
    return { alias };
  }
  if (type === 'CNAME') { return { alias: plain(String(values[0])) }; }
  for (const value of values.filter((address: unknown) => !isAddress(address))) {
    world.report('bad-value', `${resource.label}: ${JSON.stringify(value)} is not an IPv4 address, `
      + 'which the values of an A record are');
  }
  return { addresses: values };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').replace(/^\\052\./, '*.');
}
