import { addressAt, contains, isAddress, prefixLength } from '../addresses';
import type { Contract } from '../contracts';
import { Findings } from '../findings';
import { zoneIdOf } from '../regions';
import type { Assembly, RawResource, Stack } from '../template';
import { Unknowns } from '../unknowns';
import { World } from '../world';
import { coveringBlock, FreeBlocks } from './blocks';
import { Use, Uses } from './uses';

type Resources = Stack['template']['Resources'];

/** What networks had to be invented: the ids of VPCs and subnets, and of machines, that no template makes. */
export interface Invented {
  readonly vpcs: string[];
  readonly subnets: string[];
  readonly machines: string[];
  readonly balancers: string[];
}

/**
 * The same app with every VPC, subnet, instance and load balancer that it only names: they are in the templates of others. What
 * nobody can know, such as the block of a VPC, is chosen so that nothing is wrong by it.
 */
export function withNetworks(assembly: Assembly, contracts: readonly Contract[]): { assembly: Assembly; invented: Invented } {
  const invented = new Networks(assembly, contracts);
  return { assembly: { ...assembly, stacks: [...assembly.stacks, ...invented.stacks()] }, invented };
}

class Networks implements Invented {
  public readonly vpcs: string[] = [];
  public readonly subnets: string[] = [];
  public readonly machines: string[] = [];
  public readonly balancers: string[] = [];

  private readonly world: World;
  private readonly uses: Uses;
  private readonly byRegion = new Map<string, Resources>();
  private readonly free = new Map<string, FreeBlocks>();
  private readonly zones = new Map<string, string>();
  /** What is left to do for load balancers when there are VPCs. */
  private readonly placesOfBalancers: (() => void)[] = [];

  constructor(private readonly assembly: Assembly, private readonly contracts: readonly Contract[]) {
    this.world = new World(assembly, new Findings(), new Unknowns());
    this.uses = new Uses(this.world);
  }

  public stacks(): Stack[] {
    this.addBalancers();
    const uses = this.uses.all;
    this.addVpcs(uses);
    for (const place of this.placesOfBalancers) { place(); }
    for (const use of uses) { this.addSubnets(use); }
    this.addMachines();
    this.addPlaces();
    this.addHostedZones();
    return [...this.byRegion].map(([region, Resources]): Stack => ({
      name: `beside the templates of ${region}`, account: '000000000000', region, unbound: ['account'], template: { Resources },
    }));
  }

  private addVpcs(uses: Use[]): void {
    const ofUses = uses.flatMap(({ vpcId, resource }): typeof this.uses.vpcs => vpcId === undefined ? [] : [[vpcId, resource]]);
    const named = [...this.uses.vpcs, ...ofUses];
    for (const [vpcId, { stack }] of named.filter(([id]) => !this.world.find('AWS::EC2::VPC', id))) {
      if (this.vpcs.includes(vpcId)) { continue; }
      const CidrBlock = coveringBlock(this.addressesIn(vpcId, uses), 16) ?? `10.${200 + this.vpcs.length}.0.0/16`;
      this.vpcs.push(vpcId);
      this.add(stack.region, vpcId, 'AWS::EC2::VPC', { CidrBlock, EnableDnsSupport: true, EnableDnsHostnames: true });
    }
  }

  /** Every address that the block of a VPC must have. */
  private addressesIn(vpcId: string, uses: Use[]): string[] {
    const own = uses.filter(use => use.vpcId === vpcId);
    const known = this.world.ofType('AWS::EC2::Subnet').filter(subnet => this.uses.text(subnet, 'VpcId') === vpcId)
      .flatMap(subnet => edges(this.uses.text(subnet, 'CidrBlock')));
    return [
      ...this.uses.targets.filter(target => target.vpcId === vpcId).map(({ id }) => id).filter(isAddress),
      ...own.flatMap(({ subnetIds }) => subnetIds.flatMap(id => this.uses.fixedIn(id))),
      ...vpcId === this.uses.kafkaVpc ? this.placesOfBrokers() : [],
      ...known,
      ...own.flatMap(use => this.clientBlocks(use)).flatMap(edges),
    ];
  }

  /** The blocks of clients that an endpoint lets in: they may be its own VPC's. */
  private clientBlocks({ resource }: Use): string[] {
    if (resource.Type !== 'AWS::EC2::VPCEndpoint') { return []; }
    const groups = this.uses.values(resource, 'SecurityGroupIds');
    const beside = this.world.ofType('AWS::EC2::SecurityGroupIngress')
      .filter(rule => groups.includes(this.uses.text(rule, 'GroupId')))
      .map(rule => this.uses.text(rule, 'CidrIp'));
    const inside = groups.map(id => this.world.find('AWS::EC2::SecurityGroup', id))
      .flatMap(group => group ? this.uses.values(group, 'SecurityGroupIngress').map((rule: any) => rule?.CidrIp) : []);
    return [...beside, ...inside].filter((block): block is string => typeof block === 'string'
      && Number(block.split('/')[1]) >= 8).slice(0, 1);
  }

  private addSubnets({ resource, subnetIds, vpcId, zones }: Use): void {
    const missing = subnetIds.filter(id => !this.world.find('AWS::EC2::Subnet', id) && !this.subnets.includes(id));
    if (missing.length === 0 || vpcId === undefined) { return; }
    const { region } = resource.stack;
    const taken = subnetIds.map(id => this.zoneOf(id)).filter(zone => zone !== undefined);
    const wanted = [
      ...zones, ...this.zonesFor(resource.Type, region), ...['a', 'b', 'c', 'd', 'e', 'f'].map(letter => `${region}${letter}`),
    ];
    for (const id of missing) {
      const zone = wanted.find(each => !taken.includes(each)) ?? wanted[0];
      taken.push(zone);
      this.addSubnet(id, vpcId, region, zone, this.blockFor(id, vpcId));
    }
  }

  private addSubnet(id: string, VpcId: string, region: string, AvailabilityZone: string, CidrBlock: string): void {
    this.subnets.push(id);
    this.zones.set(id, AvailabilityZone);
    this.add(region, id, 'AWS::EC2::Subnet', { VpcId, CidrBlock, AvailabilityZone });
  }

  private zoneOf(subnetId: string): string | undefined {
    const known = this.world.find('AWS::EC2::Subnet', subnetId);
    return known ? this.uses.text(known, 'AvailabilityZone') : this.zones.get(subnetId);
  }

  /** A load balancer is where its contract says, an endpoint where the load balancer is. */
  private zonesFor(type: string, region: string): string[] {
    const ids = this.contracts.filter(contract => contract.region === region).flatMap(({ zoneIds }) => zoneIds);
    const ofContracts = ids.map(id => zoneNamed(region, id));
    const ofBalancers = this.uses.all.filter(({ resource }) => resource.Type === BALANCER)
      .flatMap(({ subnetIds }) => subnetIds.map(id => this.zoneOf(id)));
    return [...type === BALANCER ? [...ofContracts, ...this.zonesOfTargets()] : [...ofBalancers, ...ofContracts]].filter(zone =>
      zone !== undefined);
  }

  private zonesOfTargets(): (string | undefined)[] {
    const subnets = this.world.ofType('AWS::EC2::Subnet')
      .map(subnet => ({ cidr: this.uses.text(subnet, 'CidrBlock'), zone: this.uses.text(subnet, 'AvailabilityZone') }));
    return this.uses.targets.filter(({ id }) => isAddress(id))
      .map(({ id }) => subnets.find(({ cidr }) => cidr !== undefined && contains(cidr, id))?.zone);
  }

  /** Around the addresses that a subnet must have, or anywhere. */
  private blockFor(subnetId: string, vpcId: string): string {
    const fixed = this.uses.fixedIn(subnetId);
    if (fixed.length === 0) { return this.freeIn(vpcId).take(); }
    const others = this.uses.all.flatMap(use => use.subnetIds).filter(id => id !== subnetId).flatMap(id => this.uses.fixedIn(id));
    let block = coveringBlock(fixed, 24)!;
    for (let prefix = 25; prefix <= 28 && others.some(address => contains(block, address)); prefix++) {
      block = coveringBlock(fixed, prefix)!;
    }
    return block;
  }

  private freeIn(vpcId: string): FreeBlocks {
    const known = this.free.get(vpcId);
    if (known) { return known; }
    const subnets = this.world.ofType('AWS::EC2::Subnet').filter(subnet => this.uses.text(subnet, 'VpcId') === vpcId);
    const taken = [
      ...subnets.flatMap(subnet => this.uses.text(subnet, 'CidrBlock') ?? []), ...this.addressesIn(vpcId, this.uses.all),
    ];
    const free = new FreeBlocks(this.blockOf(vpcId), taken);
    this.free.set(vpcId, free);
    return free;
  }

  private blockOf(vpcId: string): string {
    const known = this.world.find('AWS::EC2::VPC', vpcId);
    if (known) { return this.uses.text(known, 'CidrBlock')!; }
    return [...this.byRegion.values()].map(resources => resources[vpcId]).find(vpc => vpc !== undefined)!.Properties!.CidrBlock;
  }

  /** Instances that are targets by their ids. */
  private addMachines(): void {
    for (const { id, vpcId, group } of this.uses.targets) {
      if (isAddress(id) || this.machines.includes(id) || this.world.find('AWS::EC2::Instance', id)) { continue; }
      this.machines.push(id);
      const { region } = group.stack;
      const subnet = `the subnet of ${id}`;
      this.addSubnet(subnet, vpcId, region, this.zoneOfPlace(this.machines.length - 1, region), this.freeIn(vpcId).take());
      this.add(region, id, 'AWS::EC2::Instance', { SubnetId: subnet });
    }
  }

  /** Addresses that are in no subnet of the templates. */
  private addPlaces(): void {
    const { kafkaVpc } = this.uses;
    if (kafkaVpc === undefined || this.world.find('AWS::EC2::VPC', kafkaVpc)) { return; }
    const known = this.world.ofType('AWS::EC2::Subnet').filter(subnet => this.uses.text(subnet, 'VpcId') === kafkaVpc)
      .map(subnet => this.uses.text(subnet, 'CidrBlock'));
    const invented = [...this.byRegion].flatMap(([region, resources]) => Object.values(resources)
      .filter(({ Type, Properties }) => Type === 'AWS::EC2::Subnet' && Properties!.VpcId === kafkaVpc).map(({ Properties }) =>
        [Properties!.CidrBlock as string, region] as const));
    const blocks = [...known.filter(block => block !== undefined), ...invented.map(([block]) => block)];
    const targets = this.uses.targets.filter(({ vpcId, id }) => vpcId === kafkaVpc && isAddress(id));
    const { region } = targets[0]?.group.stack ?? { region: undefined };
    const lone = [...new Set([...targets.map(({ id }) => id), ...this.placesOfBrokers()])]
      .filter(address => !blocks.some(block => contains(block, address)));
    for (const [i, address] of (region === undefined ? [] : lone).entries()) {
      this.addSubnet(`the subnet of ${address}`, kafkaVpc, region!, this.zoneOfPlace(i, region!), `${address}/32`);
    }
  }

  /** Where the contract says the n-th broker is, else one of the zones of the load balancers. */
  private zoneOfPlace(index: number, region: string): string {
    const said = this.contracts.find(({ brokerZoneIds }) => brokerZoneIds !== undefined)?.brokerZoneIds?.[index];
    const zones = this.zonesFor('AWS::EC2::VPCEndpoint', region);
    return said === undefined ? zones[index % zones.length] ?? `${region}a` : zoneNamed(region, said)!;
  }

  /** What brokers tell their peers, if that is an address. */
  private placesOfBrokers(): string[] {
    const { brokerFiles, controllerFiles } = this.assembly;
    return [...brokerFiles, ...controllerFiles].map(({ interBroker }) => interBroker.advertised?.host).filter(isAddress);
  }

  /** Load balancers of somebody else, known by an ARN: in three zones. */
  private addBalancers(): void {
    const named = [
      ...this.world.ofType('AWS::EC2::VPCEndpointService')
        .flatMap(service => this.uses.values(service, 'NetworkLoadBalancerArns').map(arn => [String(arn), service] as const)),
      ...this.world.ofType('AWS::ElasticLoadBalancingV2::Listener')
        .flatMap(listener => this.uses.values(listener, 'LoadBalancerArn').map(arn => [String(arn), listener] as const)),
    ];
    for (const [arn, { stack: { region } }] of named.filter(([id]) => !this.world.find(BALANCER, id))) {
      if (this.balancers.includes(arn)) { continue; }
      this.balancers.push(arn);
      const zones =
        [...new Set([...this.zonesFor(BALANCER, region), ...['a', 'b', 'c'].map(letter => `${region}${letter}`)])].slice(0, 3);
      const subnets = zones.map(zone => `the subnet of ${arn} in ${zone}`);
      this.add(region, arn, BALANCER, { Type: 'network', Subnets: subnets });
      const vpcId = this.uses.kafkaVpc;
      if (vpcId === undefined) { continue; }
      this.placesOfBalancers.push(() =>
        zones.forEach((zone, i) => this.addSubnet(subnets[i], vpcId, region, zone, this.freeIn(vpcId).take())));
    }
  }

  /** Zones of somebody else, with the records that the templates add to them: they are the VPC's of the endpoint beside them. */
  private addHostedZones(): void {
    const records = this.world.ofType('AWS::Route53::RecordSet')
      .filter(record => !this.world.find('AWS::Route53::HostedZone', this.uses.text(record, 'HostedZoneId')));
    for (const id of new Set(records.map(record => this.uses.text(record, 'HostedZoneId')!))) {
      const own = records.filter(record => this.uses.text(record, 'HostedZoneId') === id);
      const names = own.map(record => this.uses.text(record, 'Name')!.replace(/\.$/, '').split('.').reverse());
      const common =
        names[0].filter((label, i) => names.every(name => name[i] === label && i < name.length - 1)).reverse().join('.');
      const [{ stack }] = own;
      const endpoint = this.world.ofType('AWS::EC2::VPCEndpoint').find(each => each.stack === stack)
        ?? this.world.ofType('AWS::EC2::VPCEndpoint')[0];
      const VPCId = endpoint && this.uses.text(endpoint, 'VpcId');
      this.add(stack.region, id, 'AWS::Route53::HostedZone', { Name: common, VPCs: [{ VPCId, VPCRegion: stack.region }] });
    }
  }

  private add(region: string, id: string, Type: string, Properties: RawResource['Properties']): void {
    const resources = this.byRegion.get(region) ?? {};
    this.byRegion.set(region, resources);
    resources[id] = { Type, PhysicalId: id, Properties };
  }
}

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** The first and the last address of a block. */
function edges(block: string | undefined): string[] {
  return block === undefined ? [] : [addressAt(block, 0), addressAt(block, 2 ** (32 - prefixLength(block)) - 1)];
}

/** The zone of an id. An account maps one to the other as it likes; here it is as `zoneIdOf` has it. */
function zoneNamed(region: string, id: string): string | undefined {
  return ['a', 'b', 'c', 'd', 'e', 'f'].map(letter => `${region}${letter}`).find(zone => zoneIdOf(zone) === id);
}
