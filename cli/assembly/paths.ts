import { bootstrapHost, Contract, ContractListener, portOf } from './contracts';
import type { Endpoint, EndpointService, Host, Topology } from './model';
import { zoneIdOf } from './regions';
import { admittedBy, coversTcp } from './security-groups';

/** A way from a load balancer's port to one broker, or to any of them for a start. */
export interface Path {
  readonly service: EndpointService;
  /**
   * Whose clients go there. Absent for a listener that no endpoint of these templates has chosen: its consumers are elsewhere.
   */
  readonly endpoint?: Endpoint;
  readonly contract: Contract;
  readonly listener: string;
  readonly nodeId?: number;
  readonly host: string;
  readonly port: number;
}

/** A way that a client of an endpoint must find open. */
export interface ClientPath extends Path {
  readonly endpoint: Endpoint;
}

/**
 * The listeners of the service's contract that an endpoint is for: those whose names its VPC has, or, where it has none, whose
 * ports it opens.
 */
export function chosenListeners(topology: Topology, endpoint: Endpoint): ContractListener[] {
  const listeners = contractOf(topology, endpoint.service)?.listeners ?? [];
  const isNamed = (listener: ContractListener) =>
    topology.hostedZones.some(({ name, vpcIds }) => vpcIds.includes(endpoint.vpcId) && name === bootstrapHost(listener))
    || topology.records.some(({ name, vpcId }) => vpcId === endpoint.vpcId && name === bootstrapHost(listener));
  const isOpen =
    ({ bootstrapPort }: ContractListener) => endpoint.interfaces.some(host => isLetIn(topology, endpoint, host, bootstrapPort));
  const named = listeners.filter(isNamed);
  return named.length > 0 ? named : listeners.filter(isOpen);
}

/** Whether an interface of an endpoint lets its clients in at a port. */
export function isLetIn({ groups }: Topology, { client, areClientsByAddress }: Endpoint, host: Host, port: number): boolean {
  const isByAddress = () =>
    groups.some(({ id, ingress }) =>
      host.groupIds?.includes(id) && ingress.some(rule => coversTcp(rule, port) && 'cidr' in rule.peer));
  return admittedBy(groups, host, 'ingress', client, port) !== undefined || areClientsByAddress && isByAddress();
}

/** Every way that the clients of all endpoints must find open, as the contract says. */
export function clientPaths(topology: Topology): ClientPath[] {
  return topology.endpoints.flatMap(endpoint => chosenListeners(topology, endpoint)
    .flatMap(listener => pathsOf(topology, endpoint.service, listener).map(path => ({ ...path, endpoint }))));
}

/**
 * Every way of the contracts: those of clients, and those from load balancers on where no endpoint of these templates has chosen
 * the listener.
 */
export function allPaths(topology: Topology): Path[] {
  const ofClients = clientPaths(topology);
  const isChosen =
    (service: EndpointService, name: string) => ofClients.some(path => path.service === service && path.listener === name);
  const ofOthers = topology.services.flatMap(service => (contractOf(topology, service)?.listeners ?? [])
    .filter(({ name }) => !isChosen(service, name)).flatMap(listener => pathsOf(topology, service, listener)));
  return [...ofClients, ...ofOthers];
}

function pathsOf(topology: Topology, service: EndpointService, listener: ContractListener): Path[] {
  const contract = contractOf(topology, service)!;
  const common = { service, contract, listener: listener.name };
  return [
    { ...common, host: bootstrapHost(listener), port: listener.bootstrapPort },
    ...contract.brokerIds.map(nodeId =>
      ({ ...common, nodeId, host: hostOf(listener, topology.brokers.get(nodeId), nodeId), port: portOf(listener, nodeId) })),
  ];
}

/** The contract of a service, if an output of some stack has it. */
export function contractOf(topology: Topology, service: EndpointService): Contract | undefined {
  return topology.contracts.find(({ serviceName }) => serviceName?.endsWith(`.${service.id}`));
}

function hostOf(listener: ContractListener, broker: Host | undefined, nodeId: number): string {
  return listener.host.replace('{brokerId}', `${nodeId}`)
    .replace('{zoneId}', broker?.zone === undefined ? '' : zoneIdOf(broker.zone));
}
