import { addressAt, prefixLength } from '../../assembly/addresses';
import { blockOf } from '../../assembly/completed/blocks';
import { bootstrapHost, ContractListener } from '../../assembly/contracts';
import type { EndpointService, LoadBalancer, Topology } from '../../assembly/model';
import { allPaths, Path } from '../../assembly/paths';
import { coversTcp } from '../../assembly/security-groups';
import type { RawResource, Stack } from '../../assembly/template';

/** Where clients of the run are, if the load balancer does not say from where it takes connections. */
const ANY_BLOCK = '10.254.0.0/16';

/**
 * A stack with clients of the run for each service that has a listener which no endpoint of the apps has chosen. Of a service that
 * a contract promises, and no template makes, the other listeners are for somebody else.
 */
export function consumersOf(topology: Topology): Stack[] {
  const lonely = allPaths(topology).filter(({ endpoint }) => endpoint === undefined);
  const isElsewhere = ({ id, label }: EndpointService) => label === id && topology.endpoints.some(({ service }) => service.id === id);
  const services = topology.services.filter(service => !isElsewhere(service) && lonely.some(path => path.service === service));
  return services.map((service, i) => consumerOf(service, lonely.filter(path => path.service === service), topology, `clients-of-run-${i}`));
}

function consumerOf(service: EndpointService, paths: Path[], topology: Topology, name: string): Stack {
  const resources: { [logicalId: string]: RawResource } = {};
  const add = (logicalId: string, Type: string, Properties: RawResource['Properties']) => { resources[logicalId] = { Type, Properties }; };
  const names = [...new Set(paths.map(({ listener }) => listener))];
  const listeners = paths[0].contract.listeners.filter(listener => names.includes(listener.name));
  const zones = service.loadBalancer.nodes.map(({ zone }) => zone!);
  const block = blockFor(service.loadBalancer, topology, listeners);

  add('Vpc', 'AWS::EC2::VPC', { CidrBlock: block, EnableDnsSupport: true, EnableDnsHostnames: true });
  zones.forEach((AvailabilityZone, i) => add(`Subnet${i}`, 'AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock: partOf(block, i), AvailabilityZone }));
  add('Clients', 'AWS::EC2::SecurityGroup', { GroupDescription: 'clients of the run', VpcId: { Ref: 'Vpc' } });
  add('Group', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'the endpoint of clients of the run',
    VpcId: { Ref: 'Vpc' },
    SecurityGroupIngress: listeners.map(({ firstPort, bootstrapPort }) =>
      ({ IpProtocol: 'tcp', FromPort: firstPort, ToPort: bootstrapPort, SourceSecurityGroupId: { 'Fn::GetAtt': ['Clients', 'GroupId'] } })),
  });
  add('Endpoint', 'AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Interface',
    ServiceName: `com.amazonaws.vpce.${service.region}.${service.id}`,
    VpcId: { Ref: 'Vpc' },
    SubnetIds: zones.map((_, i) => ({ Ref: `Subnet${i}` })),
    SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
  });
  [...new Set(listeners.map(bootstrapHost))].forEach((host, i) => {
    add(`Zone${i}`, 'AWS::Route53::HostedZone', { Name: `${host}.`, VPCs: [{ VPCId: { Ref: 'Vpc' }, VPCRegion: service.region }] });
    const ofHost = listeners.filter(listener => bootstrapHost(listener) === host);
    const own = paths.filter(path => ofHost.some(listener => listener.name === path.listener));
    const entries = new Map(own.map(path => [path.host, entryOf(path, listeners, topology, zones)]));
    [...entries].forEach(([Name, entry], j) => add(`Zone${i}Record${j}`, 'AWS::Route53::RecordSet', {
      Name, Type: 'A', HostedZoneId: { Ref: `Zone${i}` }, AliasTarget: { DNSName: partOfEntry(entry, 1), HostedZoneId: partOfEntry(entry, 0) },
    }));
  });
  return { name, account: '000000000000', region: service.region, unbound: ['account'], template: { Resources: resources } };
}

/** Whether an endpoint is one of those that the run has made. */
export function isOfRun(label: string): boolean {
  return /^clients-of-run-\d+\./.test(label);
}

/** The name of a broker is that of its zone, if the listener has zones in its names. Otherwise it is that of all zones. */
function entryOf({ nodeId, listener }: Path, listeners: ContractListener[], topology: Topology, zones: string[]): number {
  const isOfZone = listeners.some(({ name, host }) => name === listener && host.includes('{zoneId}'));
  const zone = nodeId === undefined ? undefined : topology.brokers.get(nodeId)?.zone;
  return isOfZone && zone !== undefined ? zones.indexOf(zone) + 1 : 0;
}

/** An entry is `hosted zone:name`. The first is that of all zones. */
function partOfEntry(entry: number, part: 0 | 1): object {
  return { 'Fn::Select': [part, { 'Fn::Split': [':', { 'Fn::Select': [entry, { 'Fn::GetAtt': ['Endpoint', 'DnsEntries'] }] }] }] };
}

/** A load balancer whose groups are asked lets in certain addresses only. Clients have these. */
function blockFor({ filtersPrivateLink, nodes }: LoadBalancer, { groups }: Topology, listeners: ContractListener[]): string {
  if (!filtersPrivateLink) { return ANY_BLOCK; }
  const rules = groups.filter(({ id }) => nodes[0].groupIds?.includes(id)).flatMap(({ ingress }) => ingress)
    .filter(rule => listeners.some(({ bootstrapPort }) => coversTcp(rule, bootstrapPort)));
  const [cidr] = rules.flatMap(({ peer }) => 'cidr' in peer && prefixLength(peer.cidr) > 0 ? [peer.cidr] : []);
  return cidr === undefined ? ANY_BLOCK : blockOf(addressAt(cidr, 0), Math.min(24, Math.max(16, prefixLength(cidr))));
}

/** One of eight equal parts of a block. */
function partOf(block: string, index: number): string {
  const prefix = prefixLength(block) + 3;
  return `${addressAt(block, index * 2 ** (32 - prefix))}/${prefix}`;
}
