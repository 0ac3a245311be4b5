import { nodesFor } from '../assembly/endpoints';
import type { Cause, Findings } from '../assembly/findings';
import type { Endpoint, Host, Listener, TargetGroup, Topology } from '../assembly/model';
import { lookUp } from '../assembly/names';
import { isLetIn, Path } from '../assembly/paths';
import type { BrokerFile, BrokerListener } from '../assembly/properties-file';
import { admittedBy, defaultGroupId } from '../assembly/security-groups';

/** What clients speak where TLS ends at the load balancer, by what the broker speaks behind it. */
const WITH_TLS: { readonly [protocol: string]: string } = { PLAINTEXT: 'SSL', SASL_PLAINTEXT: 'SASL_SSL' };

/** Follows one path, of which every broker has a file. */
export class PathCheck {
  constructor(
    private readonly topology: Topology, private readonly files: BrokerFile[], private readonly path: Path,
    private readonly findings: Findings,
  ) {}

  public run(): void {
    if (this.path.nodeId !== undefined) { this.checkFile(this.path.nodeId); }
    const listener = this.checkListener();
    if (listener && this.path.nodeId !== undefined) { this.checkProtocol(this.path.nodeId, listener); }
    for (const host of this.ways(this.path.endpoint)) {
      if (this.path.endpoint && host.role === 'endpoint') { this.checkAdmission(this.path.endpoint, host); }
      if (listener) { this.checkWay(host, listener); }
    }
  }

  /** What a broker tells clients is what the contract says. */
  private checkFile(nodeId: number): void {
    const { host, port, listener } = this.path;
    const { advertised } = this.broker(nodeId);
    if (advertised?.host === host && advertised.port === port) { return; }
    const told = advertised ? `${advertised.host}:${advertised.port}` : 'nothing';
    const reached = advertised && this.listenerAt(advertised.port);
    const others = reached ? this.nodesAt(reached.targetGroup.targets[0]?.address) : [];
    const [other] = others.includes(nodeId) ? [] : others;
    this.add('advertised-address', `broker ${nodeId} advertises ${told} on ${listener}, the contract says ${host}:${port}`
      + (other === undefined ? '' : `; ${reached!.label} takes that port to broker ${other}`));
  }

  /** What clients are told to speak is what the load balancer makes of what the broker speaks. */
  private checkProtocol(nodeId: number, { label, tls }: Listener): void {
    const { protocol } = this.broker(nodeId);
    const told = this.path.contract.listeners.find(({ name }) => name === this.path.listener)!.protocol;
    const spoken = tls ? WITH_TLS[protocol] : protocol;
    if (told !== spoken) {
      this.add('protocol', `the contract says ${told} of ${this.path.listener}; broker ${nodeId} speaks ${protocol}, `
        + `and TLS ${tls ? 'ends' : 'does not end'} at ${label}`);
    }
  }

  private checkListener(): Listener | undefined {
    const { service: { loadBalancer }, port } = this.path;
    const listener = this.listenerAt(port);
    if (!listener) {
      const ports = loadBalancer.listeners.map(other => other.port).join(', ');
      this.add('listener-port', `${this.who()} is at port ${port}, where ${loadBalancer.label} has no listener; it has ${ports}`);
      return undefined;
    }
    this.checkTargets(listener);
    return listener;
  }

  /** The target group has exactly the brokers that it must have, each at the port that it binds. */
  private checkTargets({ label, port, targetGroup }: Listener): void {
    const way = `${label} takes port ${port} to ${targetGroup.label}`;
    const expected = this.expected();
    const before = this.findings.all.length;
    for (const target of targetGroup.targets) {
      const nodes = this.nodesAt(target.address);
      const isExpected = (id: number) => expected.some(broker => broker.nodeId === id);
      // A host may have several brokers, each with a port of its own.
      const nodeId =
        nodes.find(id => isExpected(id) && this.broker(id).bindPort === target.port) ?? nodes.find(isExpected) ?? nodes[0];
      if (nodeId === undefined) {
        const addresses = expected.map(({ host }) => host.address).join(', ');
        this.add('target-address', `${way}, whose target ${target.address} is the address of no broker; `
          + `${this.who()} is at ${addresses}`);
      } else if (!isExpected(nodeId)) {
        this.add('target-group', `${way}, whose target ${target.address} is broker ${nodeId}, not ${this.who()}`);
      } else if (this.broker(nodeId).bindPort !== target.port) {
        this.add('target-port', `${way}, whose target ${target.address}:${target.port} is not the port that broker ${nodeId} `
          + `binds ${this.path.listener} to, ${this.broker(nodeId).bindPort}`);
      } else if (target.unused) {
        this.add('target-zone', `${way}, whose target ${target.address}, broker ${nodeId}, is in ${target.zone}, `
          + `where ${this.path.service.loadBalancer.label} has no subnet: it is unused (Target.NotInUse), cross-zone or not`);
      }
    }
    const missing = expected.filter(({ host }) => !targetGroup.targets.some(target => target.address === host.address));
    if (missing.length > 0 && this.findings.all.length === before) {
      this.add('target-group', `${way}, which lacks broker ${missing.map(({ nodeId }) => nodeId).join(', ')}`);
    }
    this.checkHealthChecks(targetGroup);
  }

  /**
   * With no healthy target, a load balancer sends to all of them: every path works, until the first broker is gone and nobody
   * notices.
   */
  private checkHealthChecks({ label, healthCheck: { port, http }, targets }: TargetGroup): void {
    if (http) {
      this.add('health-check', `${label} asks for the health of brokers by HTTP${http.tls ? 'S' : ''}, `
        + 'which none of them speaks');
    }
    for (const target of targets.filter(each => port !== undefined && port !== each.port)) {
      const nodes = this.nodesAt(target.address);
      const [nodeId] = nodes;
      const found = nodes.flatMap(id => this.listenersOf(id)).find(({ bindPort }) => bindPort === port);
      const isKnown = nodes.length > 0 && !nodes.some(id => this.fileOf(id).isInvented);
      if (isKnown && !found) {
        this.add('health-check', `${label} asks for the health of ${target.address} at port ${port}, `
          + `where broker ${nodeId} binds nothing`);
      } else if (found && found.name !== this.path.listener) {
        this.add('health-check-listener', `${label} asks for the health of ${target.address} at port ${port}, `
          + `where broker ${nodeId} binds ${found.name}: what it answers says nothing of ${this.path.listener}`);
      }
    }
  }

  /**
   * Where the path comes in: the endpoint's interfaces that its name leads to, or the load balancer's nodes if no endpoint has
   * chosen the listener.
   */
  private ways(endpoint?: Endpoint): Host[] {
    const { service: { loadBalancer }, nodeId } = this.path;
    if (endpoint) { return this.checkNames(endpoint); }
    const zone = nodeId !== undefined && this.isZonal() ? this.topology.brokers.get(nodeId)!.zone : undefined;
    return loadBalancer.nodes.filter(node => zone === undefined || node.zone === zone);
  }

  private checkNames(endpoint: Endpoint): Host[] {
    const { host } = this.path;
    const { records, vpcs } = this.topology;
    const addresses = lookUp(records, endpoint.vpcId, host);
    if (addresses.length === 0) {
      const vpc = vpcs.find(({ id }) => id === endpoint.vpcId)!;
      const elsewhere = vpcs.filter(({ id }) => lookUp(records, id, host).length > 0).map(({ label }) => label);
      this.add('names', `${host} does not resolve in `
        + `${vpc.label}${elsewhere.length > 0 ? `, only in ${elsewhere.join(', ')}` : ''}`
        + (vpc.asksPrivateZones ? '' : ': EnableDnsSupport and EnableDnsHostnames are not both on, '
          + 'so it asks no private hosted zone'));
    }
    const found = addresses.flatMap(address => endpoint.interfaces.find(candidate => candidate.address === address) ?? []);
    for (const address of addresses.filter(each => !found.some(candidate => candidate.address === each))) {
      this.add('names', `${host} resolves to ${address}, which is not an interface of ${endpoint.label}`);
    }
    if (found.length > 0 && found.length === addresses.length) { this.checkZones(endpoint, found); }
    return found;
  }

  /** A name leads to every zone of the endpoint, that of a zone to its own. */
  private checkZones(endpoint: Endpoint, found: Host[]): void {
    const { host, nodeId } = this.path;
    const own = nodeId !== undefined && this.isZonal() ? this.topology.brokers.get(nodeId)!.zone : undefined;
    const wanted = endpoint.interfaces.filter(({ zone }) => own === undefined || zone === own);
    const named = (hosts: Host[]) => hosts.map(({ zone }) => zone).sort().join(', ');
    if (!endpoint.areZonesInvented && wanted.length > 0 && named(wanted) !== named(found)) {
      this.add('name-zones', `${host} leads to ${endpoint.label} in ${named(found)} only, and it is in ${named(wanted)}`);
    }
  }

  /** The endpoint lets the client in, and the load balancer does where it looks at the client's address. */
  private checkAdmission(endpoint: Endpoint, host: Host): void {
    const { label, client, areZonesInvented, areClientsByAddress } = endpoint;
    const { service: { loadBalancer }, port } = this.path;
    const { groups } = this.topology;
    if (admittedBy(groups, client, 'egress', host, port) === undefined) {
      this.add('security-group', `${this.groupsOf(client)} of the client has no egress rule for port ${port} of ${label}`);
    }
    if (!this.isInDefaultGroup(host) && !isLetIn(this.topology, endpoint, host, port)) {
      this.add('security-group', `${this.groupsOf(host)} of ${label} has no ingress rule for the client on port ${port}`);
    }
    const isAddressKnown = !areZonesInvented && !areClientsByAddress;
    if (loadBalancer.filtersPrivateLink && isAddressKnown
      && admittedBy(groups, loadBalancer.nodes[0], 'ingress', client, port) === undefined) {
      this.add('security-group', `${this.groupsOf(loadBalancer.nodes[0])} of ${loadBalancer.label} is enforced on PrivateLink `
        + `traffic and has no ingress rule for ${client.address} on port ${port}`);
    }
  }

  /** From the load balancer's node of the interface's zone to a broker. */
  private checkWay(host: Host, { label, port, targetGroup }: Listener): void {
    const { service: { loadBalancer }, endpoint } = this.path;
    const areZonesKnown = !loadBalancer.areZonesInvented && !endpoint?.areZonesInvented;
    const targetsOf =
      (broker: Host) => targetGroup.targets.filter(({ address, unused }) => address === broker.address && !unused);
    const way = this.expected().flatMap(broker => targetsOf(broker.host).map(target => ({ ...broker, target })));
    for (const node of host.role === 'endpoint' ? nodesFor(host, loadBalancer) : [host]) {
      const reached = way.filter(({ target }) =>
        targetGroup.crossZone || !areZonesKnown || target.zone === undefined || target.zone === node.zone);
      if (reached.length === 0 && way.length > 0) {
        this.add('cross-zone', `${this.who()} is not reached through ${host.address} in ${host.zone}: `
          + `${label} (port ${port}) has no target there, and cross-zone is off for ${targetGroup.label}`);
      }
      for (const broker of reached.filter(({ nodeId, target }) => this.broker(nodeId).bindPort === target.port)) {
        this.checkRules(node, broker.host, broker.target.port);
      }
    }
  }

  private checkRules(node: Host, broker: Host, port: number): void {
    const { groups } = this.topology;
    if (admittedBy(groups, node, 'egress', broker, port) === undefined) {
      this.add('security-group', `${this.groupsOf(node)} of ${this.path.service.loadBalancer.label} has no egress rule for `
        + `port ${port} of ${broker.name}`);
    }
    if (admittedBy(groups, broker, 'ingress', node, port) === undefined) {
      this.add('security-group', `${this.groupsOf(broker)} of ${broker.name} has no ingress rule for the load balancer on port `
        + `${port}`);
    }
  }

  private expected(): { nodeId: number; host: Host }[] {
    const ids = this.path.nodeId === undefined ? this.path.contract.brokerIds : [this.path.nodeId];
    return ids.map(nodeId => ({ nodeId, host: this.topology.brokers.get(nodeId)! }));
  }

  private who(): string {
    return this.path.nodeId === undefined ? `the start of ${this.path.listener}` : `broker ${this.path.nodeId}`;
  }

  private isZonal(): boolean {
    return this.path.contract.listeners.find(({ name }) => name === this.path.listener)!.host.includes('{zoneId}');
  }

  private isInDefaultGroup({ vpcId, groupIds }: Host): boolean {
    return groupIds?.length === 1 && groupIds[0] === defaultGroupId(vpcId);
  }

  private listenerAt(port: number): Listener | undefined {
    return this.path.service.loadBalancer.listeners.find(listener => listener.port === port);
  }

  private nodesAt(address: string | undefined): number[] {
    return [...this.topology.brokers].filter(([, host]) => host.address === address).map(([nodeId]) => nodeId);
  }

  /** The listener in the broker's file. */
  private broker(nodeId: number): BrokerListener {
    return this.listenersOf(nodeId).find(({ name }) => name === this.path.listener)!;
  }

  private listenersOf(nodeId: number): BrokerListener[] {
    return this.fileOf(nodeId).listeners;
  }

  private fileOf(nodeId: number): BrokerFile {
    return this.files.find(file => file.nodeId === nodeId)!;
  }

  private groupsOf(host: Host): string {
    return this.topology.groups.filter(({ id }) => host.groupIds?.includes(id)).map(({ label }) => label).join(', ');
  }

  private add(cause: Cause, message: string): void {
    this.findings.add(cause, message);
  }
}
