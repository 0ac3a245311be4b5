import { contains, prefixLength } from './addresses';
import type { Host, Rule, SecurityGroup, Vpc } from './model';
import { PrefixList, prefixListOf } from './prefix-lists';
import { QUOTAS } from './quotas';
import type { Resource } from './resolve';
import { isUnknown } from './unknowns';
import type { World } from './world';

/** CloudFormation's way to say "no outbound traffic": a rule that no packet meets. */
export const NOWHERE = '255.255.255.255/32';
const ANYWHERE = '0.0.0.0/0';

type Direction = 'ingress' | 'egress';
const DIRECTIONS = { ingress: 'AWS::EC2::SecurityGroupIngress', egress: 'AWS::EC2::SecurityGroupEgress' } as const;

/** A rule as the template has it, with the name of the place where it stands. */
interface Written {
  readonly label: string;
  readonly rule: any;
}

/**
 * Every security group: those of the templates, with the rules that stand in them and those that stand beside them; those that
 * the templates only refer to; and the default group of each VPC.
 *
 * @param restricted ids of groups of somebody else that allow nothing by themselves
 */
export function readSecurityGroups(world: World, vpcs: Vpc[], restricted: readonly string[]): SecurityGroup[] {
  const beside = (id: string, direction: Direction): Written[] => world.ofType(DIRECTIONS[direction])
    .filter(rule => world.findings.attempt(() => world.property(rule, 'GroupId')) === id)
    .map(rule => ({ label: rule.label, rule: world.findings.attempt(() => besideProperties(world, rule)) ?? {} }));
  const own = world.findings.each(world.ofType('AWS::EC2::SecurityGroup'), resource => ownGroup(world, resource, beside));
  const foreign = foreignIds(world).map(id => foreignGroup(world, id, beside, restricted.includes(id)));
  return [...own, ...foreign, ...vpcs.map(defaultGroup)];
}

function ownGroup(world: World, resource: Resource, beside: (id: string, direction: Direction) => Written[]): SecurityGroup {
  const id = world.idOf(resource);
  const inline = (property: string): Written[] | undefined => world.property(resource, property)
    ?.map((rule: any, i: number) => ({ label: `${resource.label}.${property}[${i}]`, rule }));
  const [ingress, egress] = [inline('SecurityGroupIngress') ?? [], inline('SecurityGroupEgress')];
  const [ingressBeside, egressBeside] = [beside(id, 'ingress'), beside(id, 'egress')];
  const rules = (written: Written[], direction: Direction) => written.flatMap(one => readRule(world, one, direction));
  checkRules(world, resource.label, [...ingress, ...ingressBeside], 'ingress');
  checkRules(world, resource.label, [...egress ?? [], ...egressBeside], 'egress');
  const sent = egress === undefined ? [allowAll(resource.label)] : rules(egress, 'egress');
  return {
    id,
    label: resource.label,
    vpcId: world.idOf(world.get('AWS::EC2::VPC', world.required(resource, 'VpcId'), resource)),
    ingress: rules([...ingress, ...ingressBeside], 'ingress'),
    egress: withoutAllowAll(sent, rules(egressBeside, 'egress')),
  };
}

/**
 * What others may do with a group of somebody else is not known: it lets everything in, and everything out. An egress rule beside
 * it takes the second away, from whatever else is behind that group, too.
 */
function foreignGroup(
  world: World, id: string, beside: (id: string, direction: Direction) => Written[], isRestricted: boolean,
): SecurityGroup {
  const added = beside(id, 'egress');
  checkRules(world, id, added, 'egress');
  checkRules(world, id, beside(id, 'ingress'), 'ingress');
  if (!isRestricted) {
    for (const { label } of added) {
      world.report('lost-egress', `${label}: it stands on ${id}, which is not made here: `
        + 'CloudFormation takes the rule of that group away that allows all, and everything else behind it can send nothing; '
        + `if the group has no such rule: --restricted-group ${id}`);
    }
  }
  const sent = isRestricted ? [] : [allowAll(id)];
  const all = { ...allowAll(id), label: `${id} (not in the templates)` };
  return { id, label: id, ingress: [all], egress: withoutAllowAll(sent, added.flatMap(one => readRule(world, one, 'egress'))) };
}

/** Who says nothing of groups gets this one. It admits its own members only. */
function defaultGroup({ id, label }: Vpc): SecurityGroup {
  const groupId = defaultGroupId(id);
  const name = `the default group of ${label}`;
  return { id: groupId, label: name, vpcId: id, ingress: [{ ...allowAll(name), peer: { groupId } }], egress: [allowAll(name)] };
}

export function defaultGroupId(vpcId: string): string {
  return `default-${vpcId}`;
}

/**
 * CloudFormation takes "all traffic to anywhere" away, even where it is spelled out, as soon as a rule stands beside the group.
 * https://github.com/aws/aws-cdk/issues/987
 */
function withoutAllowAll(egress: Rule[], beside: Rule[]): Rule[] {
  return beside.length > 0 ? [...egress.filter(rule => !isAllowAll(rule)), ...beside] : egress;
}

/** Ids of groups that something refers to and no template has. */
function foreignIds(world: World): string[] {
  const named = (type: string, property: string): unknown[] => world.ofType(type)
    .flatMap(resource => world.findings.attempt(() => world.property(resource, property)) ?? []);
  const ids = [
    ...Object.values(DIRECTIONS).flatMap(type => named(type, 'GroupId')),
    ...named(DIRECTIONS.ingress, 'SourceSecurityGroupId'),
    ...named(DIRECTIONS.egress, 'DestinationSecurityGroupId'),
    ...named('AWS::ElasticLoadBalancingV2::LoadBalancer', 'SecurityGroups'),
    ...named('AWS::EC2::VPCEndpoint', 'SecurityGroupIds'),
    ...named('AWS::EC2::Instance', 'SecurityGroupIds'),
    ...named('AWS::EC2::NetworkInterface', 'GroupSet'),
  ].map(String);
  return [...new Set(ids)].filter(id => {
    const isForeign = world.find('AWS::EC2::SecurityGroup', id) === undefined;
    if (isForeign && !isUnknown(id) && !/^sg-[0-9a-f]+$/.test(id)) {
      world.report('unresolved', `${JSON.stringify(id)} is not a security group of these templates, `
        + 'and no id of one such as sg-0123');
    }
    return isForeign;
  });
}

/** The groups that a resource names, all of its VPC; undefined where it names none. */
export function groupsOf(
  world: World, resource: Resource, ids: string[] | undefined, vpcId: string, groups: SecurityGroup[],
): string[] | undefined {
  if (ids === undefined || ids.length === 0) { return undefined; }
  for (const { label } of groups.filter(group => ids.includes(group.id) && group.vpcId !== undefined && group.vpcId !== vpcId)) {
    world.report('other-vpc', `${resource.label}: its group ${label} is of another VPC`);
  }
  return ids;
}

/**
 * The rule of the host's groups that lets a TCP connection with the peer pass, or undefined. A host without groups lets all pass.
 */
export function admittedBy(
  groups: SecurityGroup[], host: Host, direction: Direction, peer: Host, port: number,
): Rule | 'open' | undefined {
  if (host.groupIds === undefined) { return 'open'; }
  return groups.filter(group => host.groupIds!.includes(group.id)).flatMap(group => group[direction])
    .find(rule =>
      coversTcp(rule, port)
        && ('cidr' in rule.peer ? contains(rule.peer.cidr, peer.address) : peer.groupIds?.includes(rule.peer.groupId)));
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

/** Not more rules than AWS takes, and none twice. A description makes no other rule of it. */
function checkRules(world: World, group: string, written: Written[], direction: Direction): void {
  const count = written.reduce((sum, { label, rule }) => sum
    + (world.findings.attempt(() => listNamedBy(world, rule, label))?.rules ?? 1), 0);
  if (count > QUOTAS.rules) {
    const how = count === written.length ? '' : ', since a prefix list counts for as many as it may have entries';
    world.report('rule-quota', `${group}: it has ${count} ${direction} rules${how}; `
      + `AWS takes ${QUOTAS.rules} unless the quota was raised`);
  }
  const identities = written.map(({ rule }) => {
    const { IpProtocol, FromPort, ToPort } = rule;
    const protocol = PROTOCOLS[String(IpProtocol)];
    return JSON.stringify([
      protocol, ...protocol === 'all' ? [] : [Number(FromPort), Number(ToPort)], ...PEERS.map(name => rule[name]),
    ]);
  });
  for (const [i, { label }] of written.entries()) {
    const before = identities.indexOf(identities[i]);
    if (before < i) { world.report('rule-twice', `${label}: ${group} has the same rule by ${written[before].label}`); }
  }
}

function besideProperties(world: World, rule: Resource): { [name: string]: any } {
  const names = ['IpProtocol', 'FromPort', 'ToPort', ...PEERS];
  return Object.fromEntries(
    names.filter(name => name in (rule.Properties ?? {})).map(name => [name, world.property(rule, name)]),
  );
}

/** What a rule may be about: one of them. */
const PEERS = [
  'CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SourcePrefixListId', 'DestinationPrefixListId',
];

function listNamedBy(world: World, rule: any, label: string): PrefixList | undefined {
  const id = rule.SourcePrefixListId ?? rule.DestinationPrefixListId;
  return id === undefined ? undefined : prefixListOf(world, id, label);
}

/** One rule, one for each block of a prefix list, or none where it is about IPv6, which no host here has, or where AWS would not take it. */
function readRule(world: World, { label, rule }: Written, direction: Direction): Rule[] {
  const protocol = PROTOCOLS[String(rule.IpProtocol)];
  const peerId = direction === 'ingress' ? rule.SourceSecurityGroupId : rule.DestinationSecurityGroupId;
  const peers = PEERS.map(name => rule[name]).filter(peer => peer !== undefined);
  if (peers.length !== 1) {
    world.report(peers.length === 0 ? 'missing-property' : 'bad-value', `${label}: a rule is about either a CidrIp, `
      + `a CidrIpv6, a prefix list or a security group, got ${JSON.stringify(rule)}`);
  }
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  for (const name of ['FromPort', 'ToPort'].filter(port => hasPorts && rule[port] === undefined)) {
    world.report('missing-property', `${label}: a rule for ${protocol} has a ${name}, got ${JSON.stringify(rule)}`);
  }
  if (hasPorts && Number(rule.FromPort) > Number(rule.ToPort)) {
    world.report('bad-value', `${label}: its ports go from ${rule.FromPort} down to ${rule.ToPort}`);
  }
  // Whatever is no block is told, and no packet meets it.
  if (rule.CidrIp !== undefined && world.findings.attempt(() => prefixLength(rule.CidrIp)) === undefined) { return []; }
  if (!protocol || peers.length === 0 || rule.CidrIpv6 !== undefined || rule.CidrIp === NOWHERE) { return []; }
  const ports = { fromPort: hasPorts ? Number(rule.FromPort) : 0, toPort: hasPorts ? Number(rule.ToPort) : 65535 };
  const blocks = world.findings.attempt(() => listNamedBy(world, rule, label) ?? { blocks: [rule.CidrIp] })?.blocks ?? [];
  const whom: Rule['peer'][] = peerId === undefined ? blocks.map(cidr => ({ cidr })) : [{ groupId: peerId }];
  return whom.map(peer => ({ label, protocol, ...ports, peer }));
}

const PROTOCOLS: { [name: string]: Rule['protocol'] } = {
  '-1': 'all', 'tcp': 'tcp', '6': 'tcp', 'udp': 'udp', '17': 'udp', 'icmp': 'icmp', '1': 'icmp',
};
