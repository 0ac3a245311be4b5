import { contains, isAddress } from './addresses';
import type { Contract } from './contracts';
import { readEndpoints, readServices, ServiceNames } from './endpoints';
import { Certificates, readLoadBalancers } from './load-balancers';
import type { Host, LoadBalancer, NameRecord, Rule, SecurityGroup, Subnet, Topology, Vpc } from './model';
import { awsNames, lookUp, readHostedZones, readRecords, withAddresses } from './names';
import { BrokerFile, isBroker } from './properties-file';
import type { Resource } from './resolve';
import { coversTcp, enforceable, readSecurityGroups } from './security-groups';
import type { Assembly } from './template';
import { World } from './world';

/** What a user of the local cluster may have to say about the own app. */
export interface AppOptions {
  /** Resource types that cannot change what a client reaches, each with the reason. */
  readonly ignore?: { readonly [type: string]: string };
  /** Which service a literal service name means, where the templates have several. */
  readonly services?: ServiceNames;
  /** What load balancers show to clients where TLS ends there. */
  readonly certificates?: Certificates;
}

/** Reads the templates of an app. Pure: the same files give the same hosts and addresses. */
export function buildTopology(assembly: Assembly, options: AppOptions = {}): Topology {
  const world = new World(assembly, options.ignore ?? {});
  const vpcs = world.ofType('AWS::EC2::VPC').map((resource, i) => readVpc(world, resource, i));
  const subnets = world.ofType('AWS::EC2::Subnet').map(resource => readSubnet(world, resource));
  const groups = readSecurityGroups(world);
  const loadBalancers = readLoadBalancers(world, subnets, groups, options.certificates ?? {});
  const services = readServices(world, loadBalancers);
  const endpoints = readEndpoints(world, services, subnets, groups, options.services ?? {});
  if (endpoints.length === 0) { throw new Error('the templates have no endpoint of an endpoint service, so there is no client to look at'); }
  const hostedZones = readHostedZones(world);
  const records = withAddresses(readRecords(world, vpcs, hostedZones), awsNames(world, endpoints, loadBalancers));


  const kafkaVpc = onlyVpc(loadBalancers, vpcs);
  const placeIn = new BrokerPlaces(world, kafkaVpc, subnets, groups, loadBalancers, records);
  const hostsOf = (files: BrokerFile[]) => new Map(files.map(file => [file.nodeId, placeIn.host(file)]));
  const [brokers, controllers] = [hostsOf(assembly.brokerFiles), hostsOf(assembly.controllerFiles)];
  const hosts = [
    ...brokers.values(),
    ...controllers.values(),
    ...loadBalancers.flatMap(({ nodes }) => nodes),
    ...endpoints.flatMap(({ interfaces, client, stranger }) => [...interfaces, client, stranger]),
  ];
  checkDistinct(hosts);
  const contracts = readContracts(world, assembly);
  return { vpcs, subnets, groups, loadBalancers, endpoints, hostedZones, records, contracts, brokers, controllers, hosts };
}

function readVpc(world: World, resource: Resource, index: number): Vpc {
  const isOn = (property: string, byDefault: boolean) => String(world.property(resource, property) ?? byDefault) === 'true';
  return {
    id: world.idOf(resource),
    label: resource.label,
    name: `vpc${index}`,
    cidr: world.required(resource, 'CidrBlock'),
    region: resource.stack.region,
    asksPrivateZones: isOn('EnableDnsSupport', true) && isOn('EnableDnsHostnames', false),
  };
}

function readSubnet(world: World, resource: Resource): Subnet {
  const [vpcId, cidr, zone] = ['VpcId', 'CidrBlock', 'AvailabilityZone'].map(property => world.required(resource, property));
  return { id: world.idOf(resource), label: resource.label, vpcId, cidr, zone };
}

function onlyVpc(loadBalancers: LoadBalancer[], vpcs: Vpc[]): Vpc {
  const ids = [...new Set(loadBalancers.map(({ vpcId }) => vpcId))];
  if (ids.length !== 1) { throw new Error(`the load balancers are in ${ids.length} VPCs; one Kafka VPC is emulated`); }
  return vpcs.find(({ id }) => id === ids[0])!;
}

/** Finds out where brokers are: the templates may know no more of them than an address. */
class BrokerPlaces {
  constructor(
    private readonly world: World, private readonly vpc: Vpc, private readonly subnets: Subnet[], private readonly groups: SecurityGroup[],
    private readonly loadBalancers: LoadBalancer[], private readonly records: NameRecord[],
  ) {}

  public host(file: BrokerFile): Host {
    const address = this.addressOf(file);
    const zone = this.subnets.find(({ vpcId, cidr }) => vpcId === this.vpc.id && contains(cidr, address))?.zone;
    // What is outside of the VPC is in none of its groups.
    const groupIds = zone === undefined ? undefined : enforceable(this.groups, this.machineGroups(address) ?? this.impliedGroups(address));
    const role = isBroker(file) ? 'broker' : 'controller';
    return { name: `${role}-${file.nodeId}`, role, vpcId: this.vpc.id, address, zone, groupIds };
  }

  /** What a broker tells its peers is where it is. */
  private addressOf(file: BrokerFile): string {
    const { name, advertised } = file.interBroker;
    if (advertised === undefined) { throw new Error(`${file.path}: 'advertised.listeners' has no ${name}, so where this node is cannot be known`); }
    if (isAddress(advertised.host)) { return advertised.host; }
    const [address] = lookUp(this.records, this.vpc.id, advertised.host);
    if (address === undefined) {
      throw new Error(`${file.path}: the node is at ${advertised.host} for its peers (${name}), a name that no record set of the templates has in ${this.vpc.label}`);
    }
    return address;
  }

  /** The groups of the instance or network interface with this address, if the templates have it. */
  private machineGroups(address: string): string[] | undefined {
    const having = (type: string) => this.world.ofType(type).find(resource => this.world.addressOf(resource) === address);
    const instance = having('AWS::EC2::Instance');
    const networkInterface = having('AWS::EC2::NetworkInterface');
    return instance ? this.world.property(instance, 'SecurityGroupIds') : networkInterface && this.world.property(networkInterface, 'GroupSet');
  }

  /**
   * Of a broker that is only an address, the templates name the groups in the rules between it and its load balancers: those that a load
   * balancer may send to on the broker's port, and those that admit the load balancer there.
   */
  private impliedGroups(address: string): string[] {
    return [...new Set(this.loadBalancers.flatMap(({ nodes, listeners }) => {
      const targets = listeners.flatMap(({ targetGroup }) => targetGroup.targets).filter(target => target.address === address);
      return targets.flatMap(({ port }) => this.groupsBehind(nodes[0].groupIds ?? [], port));
    }))];
  }

  private groupsBehind(nodeGroups: string[], port: number): string[] {
    const sentTo = this.groups.filter(({ id }) => nodeGroups.includes(id)).flatMap(({ egress }) => egress)
      .flatMap(rule => coversTcp(rule, port) && 'groupId' in rule.peer ? [rule.peer.groupId] : []);
    const admitsNode = (rule: Rule) => coversTcp(rule, port) && 'groupId' in rule.peer && nodeGroups.includes(rule.peer.groupId);
    return [...sentTo, ...this.groups.filter(({ ingress }) => ingress.some(admitsNode)).map(({ id }) => id)];
  }
}

function checkDistinct(hosts: Host[]): void {
  const twice = hosts.find((host, i) => hosts.some((other, j) => j < i && other.vpcId === host.vpcId && other.address === host.address));
  if (twice) { throw new Error(`two hosts have the address ${twice.address}: ${hosts.filter(host => host.address === twice.address).map(({ name }) => name).join(', ')}`); }
}

/** The outputs that are a contract: JSON with its keys. */
function readContracts(world: World, { stacks }: Assembly): Contract[] {
  return stacks.flatMap(stack => Object.entries(stack.template.Outputs ?? {})
    .filter(([, output]) => JSON.stringify(output.Value).includes('bootstrapPort'))
    .map(([name, output]) => {
      const source = `${stack.name}.Outputs.${name}`;
      return { ...JSON.parse(world.resolver.resolve(stack, output.Value, source)), source };
    }));
}
