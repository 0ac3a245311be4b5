import { isAddress } from '../addresses';
import type { Resource } from '../resolve';
import type { World } from '../world';
import { targetGroupsOf } from './relevant';

const BALANCING = 'AWS::ElasticLoadBalancingV2::';

/** Subnets that one resource is in: each in a zone of its own. */
export interface Use {
  readonly resource: Resource;
  readonly subnetIds: string[];
  readonly vpcId?: string;
  /** The zones that it says itself, by volumes that it attaches. */
  readonly zones: string[];
}

/** What resources say of networks, in the templates or not. */
export class Uses {
  constructor(private readonly world: World) {}

  /** Machines first, since volumes say where they are. */
  public get all(): Use[] {
    const uses = [
      ...this.world.ofType('AWS::AutoScaling::AutoScalingGroup')
        .map(group => this.use(group, 'VPCZoneIdentifier', undefined, this.zonesOfVolumes(group))),
      ...['AWS::EC2::NetworkInterface', 'AWS::EC2::Instance'].flatMap(type =>
        this.world.ofType(type).map(machine => this.use(machine, 'SubnetId'))),
      ...this.world.ofType(`${BALANCING}LoadBalancer`).map(balancer => this.ofBalancer(balancer)),
      ...this.world.ofType('AWS::EC2::VPCEndpoint')
        .map(endpoint => this.use(endpoint, 'SubnetIds', this.text(endpoint, 'VpcId'))),
    ];
    // A group says nothing of its VPC; what is in the same subnet may.
    const beside = ({ subnetIds }: Use) =>
      uses.find(other => other.vpcId !== undefined && other.subnetIds.some(id => subnetIds.includes(id)))?.vpcId;
    return uses.map(use => ({ ...use, vpcId: use.vpcId ?? beside(use) }));
  }

  /** Every VPC that something is in, with what names it. */
  public get vpcs(): [vpcId: string, by: Resource][] {
    const types = ['AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint', `${BALANCING}TargetGroup`];
    const named = types.flatMap(type => this.world.ofType(type).map((by): [unknown, Resource] => [this.text(by, 'VpcId'), by]));
    const ofZones = this.world.ofType('AWS::Route53::HostedZone')
      .flatMap(by => this.values(by, 'VPCs').map((vpc: any): [unknown, Resource] => [vpc?.VPCId, by]));
    return [...named, ...ofZones].filter((pair): pair is [string, Resource] => typeof pair[0] === 'string');
  }

  /** Where load balancers send: in the VPC of their target groups. */
  public get targets(): { readonly id: string; readonly vpcId: string; readonly group: Resource }[] {
    return this.world.ofType(`${BALANCING}TargetGroup`).flatMap(group => {
      const vpcId = this.text(group, 'VpcId');
      const own = this.values(group, 'Targets').filter((target: any) => target?.AvailabilityZone !== 'all')
        .map((target: any) => String(target?.Id));
      return vpcId === undefined ? [] : own.map(id => ({ id, vpcId, group }));
    });
  }

  /** The VPC of the load balancers. */
  public get kafkaVpc(): string | undefined {
    return this.targets[0]?.vpcId;
  }

  /** Addresses that machines and load balancers have in a subnet. */
  public fixedIn(subnetId: string): string[] {
    const machines = ['AWS::EC2::NetworkInterface', 'AWS::EC2::Instance'].flatMap(type => this.world.ofType(type))
      .filter(machine => this.text(machine, 'SubnetId') === subnetId).map(machine => this.text(machine, 'PrivateIpAddress'));
    const nodes = this.world.ofType(`${BALANCING}LoadBalancer`).flatMap(balancer => this.values(balancer, 'SubnetMappings'))
      .filter((mapping: any) => mapping?.SubnetId === subnetId).map((mapping: any) => mapping.PrivateIPv4Address);
    return [...machines, ...nodes].filter(isAddress);
  }

  public text(resource: Resource, name: string): string | undefined {
    const [value] = this.values(resource, name);
    return value === undefined ? undefined : String(value);
  }

  public values(resource: Resource, name: string): any[] {
    return [this.world.findings.attempt(() => this.world.resolver.property(resource, name)) ?? []].flat();
  }

  private ofBalancer(balancer: Resource): Use {
    const id = this.world.idOf(balancer);
    const groups = this.world.ofType(`${BALANCING}Listener`).filter(listener => this.text(listener, 'LoadBalancerArn') === id)
      .flatMap(listener => targetGroupsOf(this.values(listener, 'DefaultActions')));
    const group = this.world.find(`${BALANCING}TargetGroup`, groups[0]);
    const vpcId = group && this.text(group, 'VpcId');
    const mapped = this.values(balancer, 'SubnetMappings').map((mapping: any) => String(mapping?.SubnetId));
    return { ...this.use(balancer, 'Subnets', vpcId), ...mapped.length > 0 ? { subnetIds: mapped } : {} };
  }

  private use(resource: Resource, property: string, vpcId = this.vpcOfGroups(resource), zones: string[] = []): Use {
    return { resource, subnetIds: this.values(resource, property).map(String), vpcId, zones };
  }

  private vpcOfGroups(resource: Resource): string | undefined {
    const ids = ['SecurityGroups', 'SecurityGroupIds', 'GroupSet'].flatMap(name => this.values(resource, name));
    const group = ids.map(id => this.world.find('AWS::EC2::SecurityGroup', id)).find(found => found !== undefined);
    return (group && this.text(group, 'VpcId')) ?? this.kafkaVpc;
  }

  private zonesOfVolumes(group: Resource): string[] {
    const { LaunchTemplate } = group.Properties ?? {};
    const data = JSON.stringify(group.stack.template.Resources[LaunchTemplate?.LaunchTemplateId?.Ref]?.Properties ?? {});
    return this.world.ofType('AWS::EC2::Volume')
      .filter(({ stack, logicalId }) => stack === group.stack && data.includes(`"${logicalId}"`))
      .map(volume => this.text(volume, 'AvailabilityZone')).filter((zone): zone is string => zone !== undefined);
  }
}
