import { consumersOf } from './consumers';
import { Nodes, nodesOf, RUN_PORTS } from './nodes';
import type { Completed } from '../../assembly/completed';
import type { Host, Topology } from '../../assembly/model';
import type { Assembly } from '../../assembly/template';
import { AppOptions, buildTopology } from '../../assembly/topology';

/** A cluster with everything that it needs to run. */
export interface Staged {
  readonly assembly: Assembly;
  readonly options: AppOptions;
  /** How the cloud has what `buildTopology` makes of both. */
  readonly adjust: (topology: Topology) => Topology;
  readonly nodes: Nodes;
}

/**
 * Adds to a cluster what its apps do not have: clients for listeners without a consumer, files for brokers without one, somebody
 * who accepts connections.
 *
 * @param certificate the file that load balancers show where TLS ends there
 */
export function stagedOf({ assembly, topology, options }: Completed, certificate: string): Staged {
  const nodes = nodesOf(assembly, topology);
  const stacks = [...assembly.stacks, ...consumersOf(topology)];
  const staged = { ...assembly, stacks, brokerFiles: nodes.brokerFiles, controllerFiles: nodes.controllerFiles };
  const own = { ...options, certificates: { '*': certificate } };
  const accepted = buildTopology(staged, own).endpoints.map(({ label }) => label);
  return {
    assembly: staged,
    options: { ...own, accepted },
    nodes,
    adjust: found => nodes.written.length > 0 ? withPeers(withOneHostEach(found)) : found,
  };
}

/** Brokers at one address are on one host. */
function withOneHostEach(topology: Topology): Topology {
  const brokers = new Map([...topology.brokers].map(([id, host]) => [id, firstAt(topology, host)]));
  return { ...topology, brokers, hosts: topology.hosts.filter(host => host.role !== 'broker' || firstAt(topology, host) === host) };
}

function firstAt({ brokers }: Topology, { vpcId, address }: Host): Host {
  return [...brokers.values()].find(host => host.vpcId === vpcId && host.address === address)!;
}

const GROUP = 'peers of the run';

/** Nodes that meet at listeners of the run are let in there, whatever the groups of the apps say. */
function withPeers(topology: Topology): Topology {
  const brokers = new Map([...topology.brokers].map(([id, host]) => [id, withPeer(host)]));
  const hosts = topology.hosts.map(host => [...topology.brokers].flatMap(([id, own]) => own === host ? [brokers.get(id)!] : [])[0] ?? host);
  const rule = { label: GROUP, protocol: 'tcp' as const, fromPort: RUN_PORTS.first, toPort: RUN_PORTS.last, peer: { cidr: '0.0.0.0/0' } };
  return { ...topology, brokers, hosts, groups: [...topology.groups, { id: GROUP, label: GROUP, ingress: [rule], egress: [rule] }] };
}

/** Who is in no group is not filtered. */
function withPeer(host: Host): Host {
  return host.groupIds === undefined ? host : { ...host, groupIds: [...host.groupIds, GROUP] };
}
