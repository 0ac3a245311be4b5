import { ContractCompanion, bootstrapHost } from '../assembly/contracts';
import { nodesFor } from '../assembly/endpoints';
import type { Cause, Findings } from '../assembly/findings';
import type { Endpoint, Topology } from '../assembly/model';
import { lookUp } from '../assembly/names';
import { contractOf, isLetIn } from '../assembly/paths';
import { admittedBy } from '../assembly/security-groups';

/** The companions that an endpoint is for: those whose ports it opens, or whose names only they have and its VPC knows. */
export function chosenCompanions(topology: Topology, endpoint: Endpoint): ContractCompanion[] {
  const contract = contractOf(topology, endpoint.service);
  const ofListeners = (contract?.listeners ?? []).map(bootstrapHost);
  return (contract?.companions ?? []).filter(companion => isOpen(topology, endpoint, companion.port)
    || (!ofListeners.includes(companion.host) && lookUp(topology.records, endpoint.vpcId, companion.host).length > 0));
}

/** Follows the way to each companion: name, endpoint, load balancer, host. */
export function checkCompanions(topology: Topology, findings: Findings): void {
  for (const endpoint of topology.endpoints) {
    for (const companion of chosenCompanions(topology, endpoint)) { checkCompanion(topology, findings, endpoint, companion); }
  }
}

function checkCompanion(
  topology: Topology, findings: Findings, endpoint: Endpoint, { name, host, port }: ContractCompanion,
): void {
  const add = (cause: Cause, message: string) => findings.add(cause, `companion ${name}: ${message}`);
  const addresses = lookUp(topology.records, endpoint.vpcId, host);
  const interfaces = endpoint.interfaces.filter(({ address }) => addresses.includes(address));
  if (interfaces.length < Math.max(addresses.length, 1)) {
    add('names', `${host} leads to ${addresses.join(', ') || 'nothing'}, and not to ${endpoint.label}`);
  }
  if (!isOpen(topology, endpoint, port)) {
    add('security-group', `${endpoint.label} has no ingress rule for the client on port ${port}`);
  }
  const { loadBalancer } = endpoint.service;
  const listener = loadBalancer.listeners.find(candidate => candidate.port === port);
  if (!listener) {
    add('listener-port', `it is at port ${port}, where ${loadBalancer.label} has no listener`);
    return;
  }
  const machines = [...topology.companions, ...topology.brokers.values(), ...topology.controllers.values()];
  for (const target of listener.targetGroup.targets) {
    const there = machines.find(({ address }) => address === target.address)!;
    for (const node of new Set(interfaces.flatMap(each => nodesFor(each, loadBalancer)))) {
      if (admittedBy(topology.groups, node, 'egress', there, target.port) === undefined) {
        add('security-group', `${loadBalancer.label} has no egress rule for port ${target.port} of ${there.name}`);
      }
      if (admittedBy(topology.groups, there, 'ingress', node, target.port) === undefined) {
        add('security-group', `${there.name} has no ingress rule for the load balancer on port ${target.port}`);
      }
    }
  }
}

function isOpen(topology: Topology, endpoint: Endpoint, port: number): boolean {
  return endpoint.interfaces.some(host => isLetIn(topology, endpoint, host, port));
}
