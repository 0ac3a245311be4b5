import { addressAt, contains, prefixLength } from './addresses';
import { because } from './findings';
import type { Subnet, Vpc } from './model';
import { zoneIdOf } from './regions';
import type { Resource } from './resolve';
import type { World } from './world';

/** Every subnet, in the block of its VPC and beside all others. */
export function readSubnets(world: World, vpcs: Vpc[]): Subnet[] {
  const subnets = world.findings.each(world.ofType('AWS::EC2::Subnet'), (resource): Subnet => {
    const [VpcId, cidr, zone] = ['VpcId', 'CidrBlock', 'AvailabilityZone'].map(property => world.required(resource, property));
    const vpcId = world.idOf(world.get('AWS::EC2::VPC', VpcId, resource));
    addressAt(cidr, 0); // a block
    zoneIdOf(zone); // a zone
    return { id: world.idOf(resource), label: resource.label, vpcId, cidr, zone, isInvented: resource.PhysicalId !== undefined };
  });
  for (const [i, { label, vpcId, cidr }] of subnets.entries()) {
    const vpc = vpcs.find(({ id }) => id === vpcId);
    if (vpc && !(contains(vpc.cidr, addressAt(cidr, 0)) && prefixLength(cidr) >= prefixLength(vpc.cidr))) {
      world.report('subnet-range', `${label}: its block ${cidr} is not in ${vpc.cidr}, that of ${vpc.label}`);
    }
    const other = subnets.slice(0, i).find(before => before.vpcId === vpcId && overlap(before.cidr, cidr));
    if (other) {
      world.report('subnet-range', `${label}: its block ${cidr} has addresses of ${other.cidr}, that of ${other.label}`);
    }
  }
  return subnets;
}

function overlap(one: string, other: string): boolean {
  return contains(one, addressAt(other, 0)) || contains(other, addressAt(one, 0));
}

/** The subnets that a resource names, all of one VPC. */
export function subnetsOf(world: World, resource: Resource, ids: string[], subnets: Subnet[]): Subnet[] {
  const found = ids.map(id => {
    world.get('AWS::EC2::Subnet', id, resource);
    return subnets.find(subnet => subnet.id === id) ?? because();
  });
  const [first] = found;
  for (const { label } of found.filter(subnet => subnet.vpcId !== first.vpcId)) {
    world.report('other-vpc', `${resource.label}: its subnets ${first.label} and ${label} are of two VPCs`);
  }
  return found;
}

/** A load balancer and an endpoint have one subnet in a zone. */
export function oneEachZone(world: World, resource: Resource, subnets: Subnet[]): void {
  for (const [i, { label, zone }] of subnets.entries()) {
    const before = subnets.slice(0, i).find(other => other.zone === zone);
    if (before && !subnets.some(({ isInvented }) => isInvented)) {
      world.report('zone-twice', `${resource.label}: its subnets ${before.label} and ${label} are both in ${zone}, `
        + 'where AWS takes one');
    }
  }
}
