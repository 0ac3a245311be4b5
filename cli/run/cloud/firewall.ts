import type { Host, Rule, SecurityGroup, Topology, Vpc } from '../../assembly/model';
import { nameServer } from '../../assembly/names';

/** The table of the security groups; faults have another. */
const TABLE = 'cloud';

/** What `nft` loads on a host so that its security groups hold. It replaces what was there before, at once. */
export function ruleset(topology: Topology, host: Host): string {
  const chains = [
    ...groupChains(topology, host),
    ...host.role === 'endpoint' ? privateLinkChain(topology, host) : [],
  ];
  return [`table ip ${TABLE} {}`, `delete table ip ${TABLE}`, `table ip ${TABLE} {`, ...chains.map(line => `  ${line}`), '}', ''].join('\n');
}

/** What makes a host silent: nothing that comes in is answered. */
export const SILENCE = fault('iif != "lo" drop');
/** What lets nobody in at a port, whoever is connected there. */
export function closed(port: number): string {
  return fault(`tcp dport ${port} drop`);
}

export const END_OF_SILENCE = 'delete table ip fault\n';

function fault(rule: string): string {
  return ['table ip fault {', `  chain input { type filter hook input priority -10; ${rule}; }`, '}', ''].join('\n');
}

function groupChains(topology: Topology, host: Host): string[] {
  if (host.groupIds === undefined) { return []; }
  const groups = topology.groups.filter(({ id }) => host.groupIds!.includes(id));
  const names = nameServer(vpcOf(topology, host)).address;
  return [
    ...chain('input', 'input', 0, groups.flatMap(({ ingress }) => ingress), rule => matches(topology, rule, 'saddr')),
    // Groups do not filter questions to the name server of the VPC.
    ...chain('output', 'output', 0, groups.flatMap(({ egress }) => egress), rule => matches(topology, rule, 'daddr'), [
      `ip daddr ${names} udp dport 53 accept`,
    ]),
  ];
}

/**
 * What comes through an endpoint is met by the load balancer's inbound rules only if they are enforced on PrivateLink traffic, and then against
 * the client's own address: hence here, where that address is still seen. A client is in none of the provider's groups, whose members may have
 * the addresses of hosts here.
 */
function privateLinkChain(topology: Topology, host: Host): string[] {
  const { loadBalancer } = topology.endpoints.find(({ interfaces }) => interfaces.some(({ name }) => name === host.name))!.service;
  if (!loadBalancer.filtersPrivateLink) { return []; }
  const groups = topology.groups.filter(({ id }) => loadBalancer.nodes[0].groupIds!.includes(id));
  return chain('privatelink', 'input', 10, byAddress(groups), rule => matches(topology, rule, 'saddr'));
}

function byAddress(groups: SecurityGroup[]): Rule[] {
  return groups.flatMap(({ ingress }) => ingress).filter(({ peer }) => 'cidr' in peer);
}

function chain(name: string, hook: string, priority: number, rules: Rule[], match: (rule: Rule) => string[], always: string[] = []): string[] {
  return [
    `chain ${name} {`,
    `  type filter hook ${hook} priority ${priority}; policy drop;`,
    // Through the loopback comes what PrivateLink hands to a load balancer's node.
    `  ${hook === 'input' ? 'iif' : 'oif'} "lo" accept`,
    '  ct state established,related accept',
    ...always.map(line => `  ${line}`),
    ...rules.flatMap(rule => match(rule).map(line => `  ${line} accept comment "${rule.label.slice(-100)}"`)),
    '}',
  ];
}

/** The conditions of a rule; none where it is about a group without members. */
function matches(topology: Topology, rule: Rule, side: 'saddr' | 'daddr'): string[] {
  const peers = 'cidr' in rule.peer ? [rule.peer.cidr] : members(topology, rule.peer.groupId);
  if (peers.length === 0) { return []; }
  const ports = rule.protocol === 'tcp' || rule.protocol === 'udp' ? ` ${rule.protocol} dport ${rule.fromPort}-${rule.toPort}` : '';
  return [`ip ${side} { ${peers.join(', ')} }${ports}${rule.protocol === 'icmp' ? ' ip protocol icmp' : ''}`];
}

function members(topology: Topology, groupId: string): string[] {
  return [...new Set(topology.hosts.filter(({ groupIds }) => groupIds?.includes(groupId)).map(({ address }) => address))];
}

function vpcOf(topology: Topology, host: Host): Vpc {
  return topology.vpcs.find(({ id }) => id === host.vpcId)!;
}
