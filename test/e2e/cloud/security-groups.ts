import { contains } from './addresses';
import type { Host, Rule, SecurityGroup } from './model';
import type { Resource } from './resolve';
import type { World } from './world';

/** CloudFormation's way to say "no outbound traffic": a rule that no packet meets. */
const NOWHERE = '255.255.255.255/32';
const ANYWHERE = '0.0.0.0/0';

type Direction = 'ingress' | 'egress';

/** Every security group of the templates, with the rules that stand in it and those that stand beside it. */
export function readSecurityGroups(world: World): SecurityGroup[] {
  return world.ofType('AWS::EC2::SecurityGroup').map(resource => {
    const id = world.idOf(resource);
    const inline = (property: string, direction: Direction): Rule[] => (world.property(resource, property) ?? [])
      .flatMap((rule: any, i: number) => readRule(`${resource.label}.${property}[${i}]`, rule, direction));
    const beside = (type: string, direction: Direction): Rule[] => world.ofType(type)
      .filter(rule => world.property(rule, 'GroupId') === id)
      .flatMap(rule => readRule(rule.label, properties(world, rule), direction));
    const egress = world.property(resource, 'SecurityGroupEgress') === undefined ? [allowAll(resource.label)] : inline('SecurityGroupEgress', 'egress');
    const egressBeside = beside('AWS::EC2::SecurityGroupEgress', 'egress');
    return {
      id,
      label: resource.label,
      ingress: [...inline('SecurityGroupIngress', 'ingress'), ...beside('AWS::EC2::SecurityGroupIngress', 'ingress')],
      // CloudFormation takes "all traffic to anywhere" away, even where it is spelled out, as soon as a rule stands beside the group.
      // https://github.com/aws/aws-cdk/issues/987
      egress: egressBeside.length > 0 ? [...egress.filter(rule => !isAllowAll(rule)), ...egressBeside] : egress,
    };
  });
}

/** The groups of a host, if all of their rules are known; else it is left open, since a group that the templates only refer to may allow anything. */
export function enforceable(groups: SecurityGroup[], ids: string[] | undefined): string[] | undefined {
  return ids !== undefined && ids.length > 0 && ids.every(id => groups.some(group => group.id === id)) ? ids : undefined;
}

/** The rule of the host's groups that lets a TCP connection with the peer pass, or undefined. A host without known groups lets all pass. */
export function admittedBy(groups: SecurityGroup[], host: Host, direction: Direction, peer: Host, port: number): Rule | 'open' | undefined {
  if (host.groupIds === undefined) { return 'open'; }
  return groups.filter(group => host.groupIds!.includes(group.id)).flatMap(group => group[direction])
    .find(rule => coversTcp(rule, port) && ('cidr' in rule.peer ? contains(rule.peer.cidr, peer.address) : peer.groupIds?.includes(rule.peer.groupId)));
}

export function coversTcp(rule: Rule, port: number): boolean {
  return rule.protocol === 'all' || rule.protocol === 'tcp' && rule.fromPort <= port && port <= rule.toPort;
}

/** What AWS adds to a group for which nothing is said about outbound traffic. */
function allowAll(label: string): Rule {
  return { label: `${label} (as created by AWS)`, protocol: 'all', fromPort: 0, toPort: 65535, peer: { cidr: ANYWHERE } };
}

function isAllowAll({ protocol, peer }: Rule): boolean {
  return protocol === 'all' && 'cidr' in peer && peer.cidr === ANYWHERE;
}

function properties(world: World, rule: Resource): { [name: string]: any } {
  const names = Object.keys(rule.Properties ?? {}).filter(name => name !== 'Description' && name !== 'SourceSecurityGroupOwnerId');
  return Object.fromEntries(names.map(name => [name, world.property(rule, name)]));
}

/** One rule, or none where it is about IPv6, which no host here has. */
function readRule(label: string, rule: any, direction: Direction): Rule[] {
  const protocol = PROTOCOLS[String(rule.IpProtocol)];
  if (!protocol) { throw new Error(`${label}: the protocol ${JSON.stringify(rule.IpProtocol)} is not emulated`); }
  if (rule.CidrIpv6 !== undefined || rule.CidrIp === NOWHERE) { return []; }
  const groupId = direction === 'ingress' ? rule.SourceSecurityGroupId : rule.DestinationSecurityGroupId;
  if (rule.CidrIp === undefined && groupId === undefined) { throw new Error(`${label}: a rule is about a CidrIp or a security group here, got ${JSON.stringify(rule)}`); }
  return [{
    label,
    protocol,
    fromPort: protocol === 'all' || protocol === 'icmp' ? 0 : Number(rule.FromPort),
    toPort: protocol === 'all' || protocol === 'icmp' ? 65535 : Number(rule.ToPort),
    peer: groupId === undefined ? { cidr: rule.CidrIp } : { groupId },
  }];
}

const PROTOCOLS: { [name: string]: Rule['protocol'] } = { '-1': 'all', 'tcp': 'tcp', '6': 'tcp', 'udp': 'udp', '17': 'udp', 'icmp': 'icmp', '1': 'icmp' };
