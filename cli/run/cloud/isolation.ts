import { bootstrapHost } from '../../assembly/contracts';
import type { Endpoint, Topology } from '../../assembly/model';
import { chosenListeners } from '../../assembly/paths';
import type { BrokerFile } from '../../assembly/properties-file';
import { chosenCompanions } from '../../check/companion-check';

/** A port that a client must not be able to connect to. */
export interface ForbiddenPort {
  readonly address: string;
  readonly port: number;
  readonly why: string;
}

/** Whatever a client of the endpoint must not reach: brokers, controllers and load balancer nodes directly, and ports that it did not choose. */
export function forbiddenPorts(topology: Topology, files: BrokerFile[], endpoint: Endpoint): ForbiddenPort[] {
  const { loadBalancer } = endpoint.service;
  const chosen = chosenListeners(topology, endpoint);
  const isChosen = (port: number) => chosen.some(({ firstPort }) => port >= firstPort && port < firstPort + 1000)
    || chosenCompanions(topology, endpoint).some(companion => companion.port === port);
  const bound = new Map(files.flatMap(({ listeners }) => listeners.map(({ name, bindPort }) => [bindPort, name])));
  const balancerPorts = loadBalancer.listeners.map(({ port }) => port);

  const kafka = [...topology.brokers, ...topology.controllers].flatMap(([nodeId, { address }]) => [...bound]
    .map(([port, name]) => ({ address, port, why: `node ${nodeId} itself (${name})` })));
  const nodes = loadBalancer.nodes.flatMap(({ name, address }) => balancerPorts.map(port => ({ address, port, why: `${name} without the endpoint` })));
  const interfaces = endpoint.interfaces.flatMap(({ name, address }) => [
    ...balancerPorts.filter(port => !isChosen(port)).map(port => ({ address, port, why: `a listener that was not chosen, through ${name}` })),
    ...[...bound].map(([port, listener]) => ({ address, port, why: `the port that brokers bind ${listener} to, through ${name}` })),
  ]);
  return [...kafka, ...nodes, ...interfaces];
}

/** Names of other audiences, and one that nobody has. None may resolve in the endpoint's VPC. */
export function forbiddenNames(topology: Topology, endpoint: Endpoint): string[] {
  const chosen = chosenListeners(topology, endpoint).map(({ name }) => name);
  const others = topology.contracts.flatMap(({ listeners }) => listeners).filter(({ name }) => !chosen.includes(name));
  const names = others.flatMap(listener => [bootstrapHost(listener), listener.host.replace('{brokerId}', '0')]);
  return [...names.filter(name => !name.includes('{')), 'nobody.example.com'];
}
