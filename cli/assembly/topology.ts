import { contains, isAddress, prefixLength } from './addresses';
import { checkProperties } from './check-properties';
import type { Contract } from './contracts';
import { readEndpoints, readServices, ServiceNames } from './endpoints';
import { because, Findings, Stopped } from './findings';
import { checkListeners, checkTemplates } from './limits';
import { Certificates, readLoadBalancers } from './load-balancers';
import { checkMachines } from './machines';
import type {
  EndpointService, Host, LoadBalancer, NameRecord, Rule, SecurityGroup, Subnet, Target, Topology, Vpc,
} from './model';
import { awsNames, lookUp, readHostedZones, readRecords, withAddresses } from './names';
import { BrokerFile, isBroker } from './properties-file';
import { readContracts } from './read-contracts';
import type { Resource } from './resolve';
import { coversTcp, defaultGroupId, groupsOf, readSecurityGroups } from './security-groups';
import { readSubnets } from './subnets';
import type { Assembly } from './template';
import type { Unknowns } from './unknowns';
import { World } from './world';

/** What a user of the local cluster may have to say about the own app. */
export interface AppOptions {
  /** Resource types that cannot change what a client reaches, each with the reason. */
  readonly ignore?: { readonly [type: string]: string };
  /** Which service a literal service name means, where the templates have several. */
  readonly services?: ServiceNames;
  /** What load balancers show to clients where TLS ends there. */
  readonly certificates?: Certificates;
  /** The endpoints whose connection somebody accepts, where their service asks for that: `Stack.LogicalId`. */
  readonly accepted?: readonly string[];
  /** The ids of security groups that are not made here and allow nothing by themselves. */
  readonly restrictedGroups?: readonly string[];
  /**
   * The VPC of a cluster that was there before any load balancer, as `Stack.LogicalId`: the templates may have none, and no
   * endpoint yet.
   */
  readonly clusterIn?: string;
  /**
   * Takes the values that no file has. Then an app is read as far as its files go: there may be no endpoint, certificates are
   * nowhere, and somebody will accept a connection. Without it, all of these are findings, since nothing can run then.
   */
  readonly unknowns?: Unknowns;
}

/**
 * Reads the templates of an app. Pure: the same files give the same hosts and addresses. Whatever is wrong with the templates is
 * a finding of the topology, all of it at once.
 */
export function buildTopology(assembly: Assembly, options: AppOptions = {}): Topology {
  const findings = new Findings();
  const world = new World(assembly, findings, options.unknowns);
  checkTemplates(assembly, findings);
  checkProperties(world, options.ignore ?? {});
  const vpcs = findings.each(world.ofType('AWS::EC2::VPC'), (resource, i) => readVpc(world, resource, i));
  const subnets = readSubnets(world, vpcs);
  const groups = readSecurityGroups(world, vpcs, options.restrictedGroups ?? []);
  const loadBalancers = readLoadBalancers(world, subnets, groups, options.certificates ?? (options.unknowns ? undefined : {}));
  checkListeners(loadBalancers, findings);
  checkMachines(world, subnets);
  const services = readServices(world, loadBalancers);
  const endpoints = readEndpoints(world, services, subnets, groups, {
    services: options.services ?? {}, accepted: options.accepted ?? [], isLoose: options.unknowns !== undefined,
  });
  const hostedZones = readHostedZones(world);
  const records = withAddresses(world, readRecords(world, vpcs, hostedZones), awsNames(world, endpoints, loadBalancers));
  findings.attempt(() => {
    if (endpoints.length === 0 && options.clusterIn === undefined && !options.unknowns && !findings.incomplete) {
      throw new Stopped('unresolved', 'the templates have no endpoint of an endpoint service, so there is no client to look at');
    }
  });

  const hasNone = options.unknowns && world.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').length === 0;
  const kafkaVpc = hasNone ? undefined : findings.attempt(() => onlyVpc(world, loadBalancers, vpcs, options.clusterIn));
  const known = { subnets, groups, loadBalancers, records, places: assembly.places, isLoose: options.unknowns !== undefined };
  const placeIn = kafkaVpc && new BrokerPlaces(world, kafkaVpc, known);
  const hostsOf = (files: BrokerFile[]) => new Map(placeIn ? findings.each(files, file => {
    const host = placeIn.host(file);
    return host && ([file.nodeId, host] as const);
  }) : []);
  const [brokers, controllers] = [hostsOf(assembly.brokerFiles), hostsOf(assembly.controllerFiles)];
  const contracts = readContracts(world, assembly.stacks);
  const addresses = [...brokers.values(), ...controllers.values()].map(({ address }) => address);
  const companions = placeIn ? companionTargets(contracts, services).filter(({ address }) => !addresses.includes(address))
    .map(({ address }, i) => placeIn.companion(address, i)) : [];
  const hosts = [
    ...companions,
    ...brokers.values(),
    ...controllers.values(),
    ...loadBalancers.flatMap(({ nodes }) => nodes),
    ...endpoints.flatMap(({ interfaces, client, stranger }) => [...interfaces, client, stranger]),
  ];
  // A host that is here may have several brokers; one that is played has one.
  checkDistinct(options.unknowns ? hosts.filter(({ role }) => role !== 'broker') : hosts, findings);
  return {
    vpcs,
    subnets,
    groups,
    loadBalancers,
    services,
    endpoints,
    hostedZones,
    records,
    contracts,
    brokers,
    controllers,
    companions,
    hosts,
    findings: findings.all,
    complete: !findings.incomplete,
  };
}

function readVpc(world: World, resource: Resource, index: number): Vpc {
  const isOn = (property: string, byDefault: boolean) => String(world.property(resource, property) ?? byDefault) === 'true';
  const vpc = {
    id: world.idOf(resource),
    label: resource.label,
    name: `vpc${index}`,
    cidr: world.required(resource, 'CidrBlock'),
    region: resource.stack.region,
    asksPrivateZones: isOn('EnableDnsSupport', true) && isOn('EnableDnsHostnames', false),
  };
  prefixLength(vpc.cidr);
  return vpc;
}

function onlyVpc(world: World, loadBalancers: LoadBalancer[], vpcs: Vpc[], clusterIn?: string): Vpc {
  const own = vpcs.filter(({ label }) => label === clusterIn).map(({ id }) => id);
  const ids = [...new Set([...own, ...loadBalancers.map(({ vpcId }) => vpcId)])];
  if (ids.length === 0 && world.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').length > 0) { because(); }
  if (ids.length !== 1) {
    throw new Stopped('not-played', `the load balancers are in ${ids.length} VPCs; one Kafka VPC is emulated`);
  }
  return vpcs.find(({ id }) => id === ids[0])!;
}

/** Finds out where brokers are: the templates may know no more of them than an address. */
class BrokerPlaces {
  constructor(
    private readonly world: World, private readonly vpc: Vpc, private readonly known: {
      readonly subnets: Subnet[];
      readonly groups: SecurityGroup[];
      readonly loadBalancers: LoadBalancer[];
      readonly records: NameRecord[];
      readonly places?: ReadonlyMap<number, string>;
      readonly isLoose: boolean;
    },
  ) {}

  /** Nothing where nobody knows its place, of an app that has not to run here. */
  public host(file: BrokerFile): Host | undefined {
    const address = this.addressOf(file);
    if (address === undefined) { return undefined; }
    const zone = this.known.subnets.find(({ vpcId, cidr }) => vpcId === this.vpc.id && contains(cidr, address))?.zone;
    // What is outside of the VPC is in none of its groups, and what no rule is about is left open.
    const groupIds = zone === undefined ? [] : this.machineGroups(address) ?? this.impliedGroups(address);
    const role = isBroker(file) ? 'broker' : 'controller';
    return {
      name: `${role}-${file.nodeId}`,
      role,
      vpcId: this.vpc.id,
      address,
      zone,
      groupIds: groupIds.length > 0 ? groupIds : undefined,
    };
  }

  public companion(address: string, index: number): Host {
    const zone = this.known.subnets.find(({ vpcId, cidr }) => vpcId === this.vpc.id && contains(cidr, address))?.zone;
    const groupIds = zone === undefined ? [] : this.machineGroups(address) ?? this.impliedGroups(address);
    return {
      name: `companion-${index}`,
      role: 'companion',
      vpcId: this.vpc.id,
      address,
      zone,
      groupIds: groupIds.length > 0 ? groupIds : undefined,
    };
  }

  /** What a broker tells its peers is where it is. */
  private addressOf(file: BrokerFile): string | undefined {
    const { name, advertised } = file.interBroker;
    const place = this.known.places?.get(file.nodeId);
    if (advertised === undefined && this.known.isLoose) { return place; }
    if (advertised === undefined) {
      throw new Stopped('properties', `${file.path}: 'advertised.listeners' has no ${name}, `
        + 'so where this node is cannot be known');
    }
    if (isAddress(advertised.host)) { return advertised.host; }
    const [address] = lookUp(this.known.records, this.vpc.id, advertised.host);
    if (address === undefined && this.known.isLoose) { return place; }
    if (address === undefined) {
      throw new Stopped('names', `${file.path}: the node is at ${advertised.host} for its peers (${name}), `
        + `a name that no record set of the templates has in ${this.vpc.label}`);
    }
    return address;
  }

  /**
   * The groups of the instance or network interface with this address, if the templates have it. Where it names none, it is in
   * the default group. https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
   */
  private machineGroups(address: string): string[] | undefined {
    const groupsIn = { 'AWS::EC2::Instance': 'SecurityGroupIds', 'AWS::EC2::NetworkInterface': 'GroupSet' };
    for (const [type, property] of Object.entries(groupsIn)) {
      const machine =
        this.world.ofType(type).find(resource => resource.PhysicalId === undefined && this.world.addressOf(resource) === address);
      const ids: string[] | undefined = machine && (this.world.property(machine, property) ?? []);
      if (machine && ids) {
        return groupsOf(this.world, machine, ids, this.vpc.id, this.known.groups) ?? [defaultGroupId(this.vpc.id)];
      }
    }
    return undefined;
  }

  /**
   * Of a broker that is only an address, the templates name the groups in the rules between it and its load balancers: those that
   * a load balancer may send to on the broker's port, and those that admit the load balancer there.
   */
  private impliedGroups(address: string): string[] {
    return [...new Set(this.known.loadBalancers.flatMap(({ nodes, listeners }) => {
      const targets = listeners.flatMap(({ targetGroup }) => targetGroup.targets).filter(target => target.address === address);
      return targets.flatMap(({ port }) => this.groupsBehind(nodes[0].groupIds ?? [], port));
    }))];
  }

  private groupsBehind(nodeGroups: string[], port: number): string[] {
    const sentTo = this.known.groups.filter(({ id }) => nodeGroups.includes(id)).flatMap(({ egress }) => egress)
      .flatMap(rule => coversTcp(rule, port) && 'groupId' in rule.peer ? [rule.peer.groupId] : []);
    const admitsNode = (rule: Rule) => coversTcp(rule, port) && 'groupId' in rule.peer && nodeGroups.includes(rule.peer.groupId);
    return [...sentTo, ...this.known.groups.filter(({ ingress }) => ingress.some(admitsNode)).map(({ id }) => id)];
  }
}

/** The targets behind the ports of companions, each address once. */
function companionTargets(contracts: Contract[], services: EndpointService[]): Target[] {
  const found = contracts.flatMap(({ serviceName, companions = [] }) => {
    const service = services.find(({ id }) => serviceName?.endsWith(`.${id}`));
    const isCompanions = (port: number) => companions.some(companion => companion.port === port);
    return (service?.loadBalancer.listeners ?? []).filter(({ port }) => isCompanions(port))
      .flatMap(({ targetGroup }) => targetGroup.targets);
  });
  return [...new Map(found.map(target => [target.address, target])).values()];
}

function checkDistinct(hosts: Host[], findings: Findings): void {
  for (const [i, { vpcId, address }] of hosts.entries()) {
    const same = hosts.filter(other => other.vpcId === vpcId && other.address === address);
    if (same[0] !== hosts[i]) {
      findings.add('bad-value', `two hosts have the address ${address}: ${same.map(({ name }) => name).join(', ')}`);
    }
  }
}
