import { bootstrapHost, Contract, ContractListener } from './contracts';
import { nodesFor } from './endpoints';
import type { Endpoint, Host, Listener, TargetGroup, Topology } from './model';
import { lookUp } from './names';
import type { BrokerFile, BrokerListener } from './properties-file';
import { zoneIdOf } from './regions';
import { admittedBy } from './security-groups';

/** What a path can fail by. */
export type Cause =
  'advertised-address' | 'properties' | 'protocol' | 'names' | 'security-group' | 'listener-port' | 'target-group' | 'target-address' | 'target-port' |
  'health-check' | 'cross-zone';

/** Why a client will not reach a broker. */
export interface Finding {
  readonly cause: Cause;
  readonly message: string;
}

/**
 * A way that a client of an endpoint must find open: to one broker, or to any of them for a start.
 */
export interface ClientPath {
  readonly endpoint: Endpoint;
  readonly listener: string;
  readonly nodeId?: number;
  readonly host: string;
  readonly port: number;
}

/** The listeners of the service's contract that an endpoint is for: those whose names its VPC has, or, where it has none, whose ports it opens. */
export function chosenListeners(topology: Topology, endpoint: Endpoint): ContractListener[] {
  const { listeners } = contractOf(topology, endpoint);
  const isNamed = (listener: ContractListener) =>
    topology.hostedZones.some(({ name, vpcIds }) => vpcIds.includes(endpoint.vpcId) && name === bootstrapHost(listener))
    || topology.records.some(({ name, vpcId }) => vpcId === endpoint.vpcId && name === bootstrapHost(listener));
  const isOpen = ({ bootstrapPort }: ContractListener) =>
    endpoint.interfaces.some(host => admittedBy(topology.groups, host, 'ingress', endpoint.client, bootstrapPort) !== undefined);
  const named = listeners.filter(isNamed);
  const chosen = named.length > 0 ? named : listeners.filter(isOpen);
  if (chosen.length === 0) {
    throw new Error(`${endpoint.label}: its VPC has no name and its security groups no port of ${listeners.map(({ name }) => name).join(', ')}`);
  }
  return chosen;
}

/** Every way that the clients of all endpoints must find open, as the contract says. */
export function clientPaths(topology: Topology): ClientPath[] {
  return topology.endpoints.flatMap(endpoint => chosenListeners(topology, endpoint).flatMap(listener => [
    { endpoint, listener: listener.name, host: bootstrapHost(listener), port: listener.bootstrapPort },
    ...contractOf(topology, endpoint).brokerIds.map(nodeId => ({
      endpoint, listener: listener.name, nodeId, host: hostOf(listener, topology.brokers.get(nodeId), nodeId), port: listener.firstPort + nodeId,
    })),
  ]));
}

/**
 * Follows every path through the templates and compares what is found with what the brokers' files say: what would not work, by its cause.
 * The running cluster then shows that this is so.
 */
export function checkPaths(topology: Topology, files: BrokerFile[]): Finding[] {
  const unknown = withoutFile(topology, files);
  const findings = unknown.length > 0 ? unknown : clientPaths(topology).flatMap(path => new PathCheck(topology, files, path).findings());
  return findings.filter(({ message }, i) => findings.findIndex(other => other.message === message) === i);
}

/** The brokers of a contract of which there is no file, or none with the listener: nothing can be said of a way to them. */
function withoutFile(topology: Topology, files: BrokerFile[]): Finding[] {
  return topology.endpoints.flatMap(endpoint => chosenListeners(topology, endpoint).flatMap(({ name }) => contractOf(topology, endpoint).brokerIds
    .filter(nodeId => !files.some(file => file.nodeId === nodeId && file.listeners.some(listener => listener.name === name)))
    .map(nodeId => ({ cause: 'properties' as const, message: `broker ${nodeId} of the contract has no server.properties with the listener ${name}` }))));
}

/** What clients speak where TLS ends at the load balancer, by what the broker speaks behind it. */
const WITH_TLS: { readonly [protocol: string]: string } = { PLAINTEXT: 'SSL', SASL_PLAINTEXT: 'SASL_SSL' };

class PathCheck {
  private readonly found: Finding[] = [];
  private readonly client: Host;

  constructor(private readonly topology: Topology, private readonly files: BrokerFile[], private readonly path: ClientPath) {
    this.client = path.endpoint.client;
  }

  public findings(): Finding[] {
    if (this.path.nodeId !== undefined) { this.checkFile(this.path.nodeId); }
    const listener = this.checkListener();
    if (listener && this.path.nodeId !== undefined) { this.checkProtocol(this.path.nodeId, listener); }
    for (const host of this.checkNames()) {
      this.checkAdmission(host);
      if (listener) { this.checkWay(host, listener); }
    }
    return this.found;
  }

  /** What a broker tells clients is what the contract says. */
  private checkFile(nodeId: number): void {
    const { host, port, listener } = this.path;
    const { advertised } = this.broker(nodeId);
    if (advertised?.host === host && advertised.port === port) { return; }
    const told = advertised ? `${advertised.host}:${advertised.port}` : 'nothing';
    const reached = advertised && this.listenerAt(advertised.port);
    const other = reached && this.nodeAt(reached.targetGroup.targets[0]?.address);
    this.add('advertised-address', `broker ${nodeId} advertises ${told} on ${listener}, the contract says ${host}:${port}`
      + (other === undefined || other === nodeId ? '' : `; ${reached!.label} takes that port to broker ${other}`));
  }

  /** What clients are told to speak is what the load balancer makes of what the broker speaks. */
  private checkProtocol(nodeId: number, { label, tls }: Listener): void {
    const { protocol } = this.broker(nodeId);
    const told = contractOf(this.topology, this.path.endpoint).listeners.find(({ name }) => name === this.path.listener)!.protocol;
    const spoken = tls ? WITH_TLS[protocol] : protocol;
    if (told !== spoken) {
      this.add('protocol', `the contract says ${told} of ${this.path.listener}; broker ${nodeId} speaks ${protocol}, and TLS ${tls ? 'ends' : 'does not end'} at ${label}`);
    }
  }

  private checkListener(): Listener | undefined {
    const { endpoint, port } = this.path;
    const listener = this.listenerAt(port);
    if (!listener) {
      const ports = endpoint.service.loadBalancer.listeners.map(other => other.port).join(', ');
      this.add('listener-port', `${this.who()} is at port ${port}, where ${endpoint.service.loadBalancer.label} has no listener; it has ${ports}`);
      return undefined;
    }
    this.checkTargets(listener);
    return listener;
  }

  /** The target group has exactly the brokers that it must have, each at the port that it binds. */
  private checkTargets({ label, port, targetGroup }: Listener): void {
    const way = `${label} takes port ${port} to ${targetGroup.label}`;
    const expected = this.expected();
    const before = this.found.length;
    for (const target of targetGroup.targets) {
      const nodeId = this.nodeAt(target.address);
      if (nodeId === undefined) {
        const addresses = expected.map(({ host }) => host.address).join(', ');
        this.add('target-address', `${way}, whose target ${target.address} is the address of no broker; ${this.who()} is at ${addresses}`);
      } else if (!expected.some(broker => broker.nodeId === nodeId)) {
        this.add('target-group', `${way}, whose target ${target.address} is broker ${nodeId}, not ${this.who()}`);
      } else if (this.broker(nodeId).bindPort !== target.port) {
        this.add('target-port', `${way}, whose target ${target.address}:${target.port} is not the port that broker ${nodeId} binds ${this.path.listener} to, ${this.broker(nodeId).bindPort}`);
      }
    }
    const missing = expected.filter(({ host }) => !targetGroup.targets.some(target => target.address === host.address));
    if (missing.length > 0 && this.found.length === before) {
      this.add('target-group', `${way}, which lacks broker ${missing.map(({ nodeId }) => nodeId).join(', ')}`);
    }
    this.checkHealthChecks(targetGroup);
  }

  /** With no healthy target, a load balancer sends to all of them: every path works, until the first broker is gone and nobody notices. */
  private checkHealthChecks({ label, healthCheck, targets }: TargetGroup): void {
    if (healthCheck?.port === undefined) { return; }
    for (const { address } of targets) {
      const nodeId = this.nodeAt(address);
      if (nodeId !== undefined && !this.binds(nodeId, healthCheck.port)) {
        this.add('health-check', `${label} asks for the health of ${address} at port ${healthCheck.port}, where broker ${nodeId} binds nothing`);
      }
    }
  }

  /** The endpoint's interfaces that the path's name leads to. */
  private checkNames(): Host[] {
    const { endpoint, host } = this.path;
    const { records, vpcs } = this.topology;
    const addresses = lookUp(records, endpoint.vpcId, host);
    if (addresses.length === 0) {
      const vpc = vpcs.find(({ id }) => id === endpoint.vpcId)!;
      const elsewhere = vpcs.filter(({ id }) => lookUp(records, id, host).length > 0).map(({ label }) => label);
      this.add('names', `${host} does not resolve in ${vpc.label}${elsewhere.length > 0 ? `, only in ${elsewhere.join(', ')}` : ''}`
        + (vpc.asksPrivateZones ? '' : ': EnableDnsSupport and EnableDnsHostnames are not both on, so it asks no private hosted zone'));
    }
    const interfaces = addresses.map(address => ({ address, host: endpoint.interfaces.find(candidate => candidate.address === address) }));
    for (const { address } of interfaces.filter(found => !found.host)) {
      this.add('names', `${host} resolves to ${address}, which is no interface of ${endpoint.label}`);
    }
    return interfaces.flatMap(found => found.host ?? []);
  }

  /** The endpoint lets the client in, and the load balancer does where it looks at the client's address. */
  private checkAdmission(host: Host): void {
    const { endpoint, port } = this.path;
    const { groups } = this.topology;
    if (admittedBy(groups, this.client, 'egress', host, port) === undefined) {
      this.add('security-group', `${this.groupsOf(this.client)} of the client has no egress rule for port ${port} of ${endpoint.label}`);
    }
    if (admittedBy(groups, host, 'ingress', this.client, port) === undefined) {
      this.add('security-group', `${this.groupsOf(host)} of ${endpoint.label} has no ingress rule for the client on port ${port}`);
    }
    const { loadBalancer } = endpoint.service;
    if (loadBalancer.filtersPrivateLink && admittedBy(groups, loadBalancer.nodes[0], 'ingress', this.client, port) === undefined) {
      this.add('security-group', `${this.groupsOf(loadBalancer.nodes[0])} of ${loadBalancer.label} is enforced on PrivateLink traffic and has no ingress rule for ${this.client.address} on port ${port}`);
    }
  }

  /** From the load balancer's node of the interface's zone to a broker. */
  private checkWay(host: Host, { label, port, targetGroup }: Listener): void {
    const targetsOf = (broker: Host) => targetGroup.targets.filter(({ address }) => address === broker.address);
    const healthCheckPort = targetGroup.healthCheck?.port;
    const way = this.expected().flatMap(broker => targetsOf(broker.host).map(target => ({ ...broker, target })));
    for (const node of nodesFor(host, this.path.endpoint.service.loadBalancer)) {
      const reached = way.filter(({ target }) => targetGroup.crossZone || target.zone === undefined || target.zone === node.zone);
      if (reached.length === 0 && way.length > 0) {
        this.add('cross-zone', `${this.who()} is not reached through ${host.address} in ${host.zone}: ${label} (port ${port}) has no target there, and cross-zone is off for ${targetGroup.label}`);
      }
      for (const broker of reached.filter(({ nodeId, target }) => this.broker(nodeId).bindPort === target.port)) {
        this.checkRules(node, broker.host, broker.target.port);
        if (this.binds(broker.nodeId, healthCheckPort)) { this.checkRules(node, broker.host, healthCheckPort!); }
      }
    }
  }

  private checkRules(node: Host, broker: Host, port: number): void {
    const { groups } = this.topology;
    if (admittedBy(groups, node, 'egress', broker, port) === undefined) {
      this.add('security-group', `${this.groupsOf(node)} of ${this.path.endpoint.service.loadBalancer.label} has no egress rule for port ${port} of ${broker.name}`);
    }
    if (admittedBy(groups, broker, 'ingress', node, port) === undefined) {
      this.add('security-group', `${this.groupsOf(broker)} of ${broker.name} has no ingress rule for the load balancer on port ${port}`);
    }
  }

  private expected(): { nodeId: number; host: Host }[] {
    const { brokerIds } = contractOf(this.topology, this.path.endpoint);
    return (this.path.nodeId === undefined ? brokerIds : [this.path.nodeId]).map(nodeId => ({ nodeId, host: this.topology.brokers.get(nodeId)! }));
  }

  private who(): string {
    return this.path.nodeId === undefined ? `the start of ${this.path.listener}` : `broker ${this.path.nodeId}`;
  }

  private listenerAt(port: number): Listener | undefined {
    return this.path.endpoint.service.loadBalancer.listeners.find(listener => listener.port === port);
  }

  private nodeAt(address: string | undefined): number | undefined {
    return [...this.topology.brokers].find(([, host]) => host.address === address)?.[0];
  }

  /** The listener in the broker's file, which is there: see `withoutFile`. */
  private broker(nodeId: number): BrokerListener {
    return this.files.find(file => file.nodeId === nodeId)!.listeners.find(({ name }) => name === this.path.listener)!;
  }

  /** Whether something of the broker answers at a port. */
  private binds(nodeId: number, port?: number): boolean {
    return this.files.find(file => file.nodeId === nodeId)!.listeners.some(({ bindPort }) => bindPort === port);
  }

  private groupsOf(host: Host): string {
    return this.topology.groups.filter(({ id }) => host.groupIds?.includes(id)).map(({ label }) => label).join(', ');
  }

  private add(cause: Cause, message: string): void {
    this.found.push({ cause, message });
  }
}

function contractOf(topology: Topology, endpoint: Endpoint): Contract {
  const found = topology.contracts.find(({ serviceName }) => serviceName?.endsWith(`.${endpoint.service.id}`));
  if (!found) { throw new Error(`no stack has an output with the contract of ${endpoint.service.label} as its value`); }
  return found;
}

function hostOf(listener: ContractListener, broker: Host | undefined, nodeId: number): string {
  return listener.host.replace('{brokerId}', `${nodeId}`).replace('{zoneId}', broker?.zone === undefined ? '' : zoneIdOf(broker.zone));
}
