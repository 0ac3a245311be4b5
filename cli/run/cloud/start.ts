import { writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import type { Broker, Cloud, NetworkInterface, Restore, RunOptions, RunResult, Started, StartedOptions, TargetHealth } from './cloud';
import { closed, END_OF_SILENCE, ruleset, SILENCE } from './firewall';
import { Network, on } from './network';
import type { VpcNames } from './programs/name-server';
import { Proxy } from './proxy';
import type { Contract } from '../../assembly/contracts';
import { asError } from '../../assembly/findings';
import type { Endpoint, Host, Topology, Vpc } from '../../assembly/model';
import { nameServer } from '../../assembly/names';
import { Assembly, loadAssembly } from '../../assembly/template';
import { AppOptions, buildTopology } from '../../assembly/topology';
import { checkPaths } from '../../check/check';
import { inTurn } from '../in-turn';
import { program } from '../resources';
import { Processes, run } from '../sandbox/processes';
import { STATE } from '../sandbox/sandbox';

export interface StartOptions extends AppOptions {
  /** Starts templates that cannot work, to see them fail. Otherwise what is wrong with them is an error before anything runs. */
  readonly evenIfBroken?: boolean;
  /** Brokers and controllers are machines that are launched later, by `addHost`, instead of hosts that are there from the start. */
  readonly launched?: boolean;
  /** Changes what the templates say before anything runs. */
  readonly adjust?: (topology: Topology) => Topology;
}

/** Builds and starts what the templates of a cloud assembly say. Call it inside the sandbox (`harness/sandbox.ts`), once. */
export async function startCloud(cdkOut: string | Assembly, options: StartOptions = {}): Promise<Cloud> {
  const assembly = typeof cdkOut === 'string' ? loadAssembly(cdkOut) : cdkOut;
  const topology = withoutNodes(checkedTopology(assembly, options), options);
  const processes = new Processes();
  const network = new Network();
  await network.add(topology.vpcs, topology.hosts);
  await Promise.all([loadFirewalls(topology), ...topology.vpcs.map(async vpc => startNames(vpc, topology, processes))]);
  return new LocalCloud(cdkOut, options, assembly, topology, network, processes, await Proxy.start(topology, processes));
}

class LocalCloud implements Cloud {
  /** Names of hosts, and of their second interfaces, that came later. */
  private readonly launched = new Set<string>();
  /** What changes hosts and rules begins with what the change before it left. */
  private readonly turn = inTurn();

  constructor(
    private cdkOut: string | Assembly, private readonly options: StartOptions, private assembly: Assembly, private current: Topology,
    private readonly network: Network, private readonly processes: Processes, private readonly proxy: Proxy,
  ) {}

  public get topology(): Topology {
    return this.current;
  }

  public get brokers(): Broker[] {
    return this.assembly.brokerFiles.map(file => ({ nodeId: file.nodeId, host: this.current.brokers.get(file.nodeId)!, file }));
  }

  public get controllers(): Broker[] {
    return this.assembly.controllerFiles.map(file => ({ nodeId: file.nodeId, host: this.current.controllers.get(file.nodeId)!, file }));
  }

  public get contracts(): Contract[] {
    return this.current.contracts;
  }

  public clientHost(endpointId?: string): Host {
    return this.endpoint(endpointId).client;
  }

  public strangerHost(endpointId?: string): Host {
    return this.endpoint(endpointId).stranger;
  }

  public async exec(host: Host, argv: string[], options?: RunOptions): Promise<RunResult> {
    return run(on(host, argv), options);
  }

  public start(name: string, host: Host, argv: string[], options?: StartedOptions): Started {
    return this.processes.start(name, on(host, argv), options);
  }

  public directory(host: Host, path: string): string {
    return this.network.directory(host, path);
  }

  public async zoneDown(zone: string): Promise<Restore> {
    return this.turn(async () => {
      const hosts = this.current.hosts.filter(host => isReal(host) && host.zone === zone && CUT_WITH_A_ZONE.includes(host.role));
      if (hosts.length === 0) { throw new Error(`no host is in the zone ${zone}, the zones are ${this.zones().join(', ')}`); }
      await Promise.all(hosts.map(host => this.network.cut(host)));
      return async () => this.turn(async () => {
        const there = hosts.filter(({ name }) => this.current.hosts.some(host => host.name === name));
        await Promise.all(there.map(host => this.network.join(host)));
      });
    });
  }

  public async nlbNodeDown(zone: string): Promise<Restore> {
    return this.turn(async () => {
      const nodes = this.current.loadBalancers.flatMap(loadBalancer => loadBalancer.nodes).filter(node => node.zone === zone);
      if (nodes.length === 0) { throw new Error(`no load balancer has a node in the zone ${zone}, the zones are ${this.zones().join(', ')}`); }
      // A node answers through the endpoint interface of its zone.
      const silent = this.current.endpoints.flatMap(({ interfaces }) => interfaces).filter(host => host.zone === zone);
      await Promise.all([...nodes.map(node => this.network.cut(node)), ...silent.map(host => loadRules(host, SILENCE))]);
      return async () => this.turn(async () => {
        await Promise.all([...nodes.map(node => this.network.join(node)), ...silent.map(host => loadRules(host, END_OF_SILENCE))]);
      });
    });
  }

  public async portClosed(host: Host, port: number): Promise<Restore> {
    await this.turn(async () => loadRules(host, closed(port)));
    return async () => this.turn(async () => loadRules(host, END_OF_SILENCE));
  }

  public async reload(cdkOut: string | Assembly = this.cdkOut, changed: Pick<StartOptions, 'evenIfBroken'> = {}): Promise<void> {
    return this.turn(async () => {
      const assembly = typeof cdkOut === 'string' ? loadAssembly(cdkOut) : cdkOut;
      const fromTemplates = withoutNodes(checkedTopology(assembly, { ...this.options, ...changed }), this.options);
      const topology = { ...fromTemplates, hosts: [...fromTemplates.hosts, ...this.current.hosts.filter(({ name }) => this.launched.has(name))] };
      for (const host of topology.hosts) {
        const before = this.current.hosts.find(({ name }) => name === host.name);
        if (before && (before.address !== host.address || before.vpcId !== host.vpcId)) {
          throw new Error(`${host.name} moved from ${before.address} to ${host.address}; a running host cannot, start anew`);
        }
      }
      await this.network.add(topology.vpcs, topology.hosts.filter(isReal));
      await loadFirewalls(topology);
      for (const vpc of topology.vpcs) { writeNames(vpc, topology); }
      await this.proxy.reload(topology);
      [this.cdkOut, this.assembly, this.current] = [cdkOut, assembly, topology];
    });
  }

  public async addHost(host: Host): Promise<void> {
    return this.turn(async () => {
      await this.network.add(this.current.vpcs, [host]);
      await this.haveHosts([...this.current.hosts, host]);
      this.launched.add(host.name);
    });
  }

  public async removeHost(host: Host): Promise<void> {
    return this.turn(async () => {
      await this.haveHosts(this.current.hosts.filter(({ name }) => name !== host.name && !name.startsWith(`${host.name}/`)));
      await this.network.remove(host);
    });
  }

  public async attachInterface(host: Host, networkInterface: NetworkInterface): Promise<void> {
    return this.turn(async () => {
      await this.network.attach(host, networkInterface);
      const name = `${host.name}/${networkInterface.id}`;
      this.launched.add(name);
      await this.haveHosts([...this.current.hosts, { ...host, name, address: networkInterface.address, groupIds: networkInterface.groupIds }]);
    });
  }

  public async detachInterface(host: Host, networkInterface: NetworkInterface): Promise<void> {
    return this.turn(async () => {
      await this.network.detach(host, networkInterface);
      await this.haveHosts(this.current.hosts.filter(({ name }) => name !== `${host.name}/${networkInterface.id}`));
    });
  }

  public async targetHealth(): Promise<TargetHealth[]> {
    return this.proxy.targetHealth();
  }

  public diagnosis(ports?: number[]): string {
    return this.proxy.diagnosis(ports);
  }

  public async stop(): Promise<void> {
    await this.processes.stopAll();
  }

  /** Who is in a security group is known to all others. */
  private async haveHosts(hosts: Host[]): Promise<void> {
    this.current = { ...this.current, hosts };
    await loadFirewalls(this.current);
  }

  private endpoint(id?: string): Endpoint {
    const { endpoints } = this.current;
    const found = id === undefined ? endpoints[0] : endpoints.find(endpoint => endpoint.id === id || endpoint.label === id);
    if (!found) { throw new Error(`there is no endpoint ${id}, the endpoints are ${endpoints.map(({ label }) => label).join(', ')}`); }
    return found;
  }

  private zones(): string[] {
    return [...new Set(this.current.subnets.map(({ zone }) => zone))];
  }
}

function checkedTopology(assembly: Assembly, options: StartOptions): Topology {
  const topology = buildTopology(assembly, options);
  const findings = checkPaths(topology, assembly.brokerFiles, assembly.controllerFiles);
  if (findings.length > 0 && !(options.evenIfBroken && topology.complete)) { throw asError(findings); }
  return options.adjust?.(topology) ?? topology;
}

function withoutNodes(topology: Topology, { launched }: StartOptions): Topology {
  return launched ? { ...topology, hosts: topology.hosts.filter(({ role }) => role !== 'broker' && role !== 'controller') } : topology;
}

/** Not the second interface of another host. */
function isReal(host: Host): boolean {
  return !host.name.includes('/');
}

/** Clients stand for whoever is left to notice. */
const CUT_WITH_A_ZONE = ['broker', 'companion', 'controller', 'nlb-node', 'endpoint'];

async function loadFirewalls(topology: Topology): Promise<void> {
  await Promise.all(topology.hosts.filter(isReal).map(host => loadRules(host, ruleset(topology, host))));
}

async function loadRules(host: Host, rules: string): Promise<void> {
  await run(['nsenter', `--net=/run/netns/${host.name}`, 'nft', '-f', '-'], { input: rules });
}

async function startNames(vpc: Vpc, topology: Topology, processes: Processes): Promise<void> {
  writeNames(vpc, topology);
  const server = nameServer(vpc);
  const started = processes.start(server.name, on(server, program('cloud/programs/name-server', server.address, namesFile(vpc))));
  for (let waited = 0; !started.tail().includes('answers at'); waited += 20) {
    if (!started.running || waited > 10_000) { throw new Error(`the name server of ${vpc.label} did not start\n${started.tail()}`); }
    await delay(20);
  }
}

function writeNames(vpc: Vpc, topology: Topology): void {
  const names: VpcNames = { vpcId: vpc.id, records: topology.records.filter(({ vpcId }) => vpcId === vpc.id) };
  writeFileSync(namesFile(vpc), JSON.stringify(names, null, 1));
}

function namesFile(vpc: Vpc): string {
  return join(STATE, `${vpc.name}-names.json`);
}
