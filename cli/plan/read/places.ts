import { keyOf, shown, Symbols } from './symbols';
import { contains, isAddress } from '../../assembly/addresses';
import type { Resource } from '../../assembly/resolve';
import type { Place } from '../model';

/** The place of an interface, by the value that names its subnet. */
export function placeOf(symbols: Symbols, subnet: unknown): Place {
  const resource = symbols.find(subnet);
  return { subnet: keyOf(subnet), zone: resource && zoneOf(symbols, resource) };
}

/** The VPC of a subnet, as far as the templates have the subnet. */
export function vpcOf(symbols: Symbols, subnet: unknown): string | undefined {
  const resource = symbols.find(subnet);
  const vpc = resource && symbols.value(resource, 'VpcId');
  return vpc === undefined ? undefined : keyOf(vpc);
}

/** The zone of an address, by the subnets of the templates. */
export function zoneIn(symbols: Symbols, vpc: string | undefined, address: string): string | undefined {
  const around = symbols.ofType('AWS::EC2::Subnet').find(subnet => {
    const cidr = symbols.text(subnet, 'CidrBlock');
    return vpcOf(symbols, subnet.label) === vpc && cidr !== undefined && isAddress(address) && isBlock(cidr)
      && contains(cidr, address);
  });
  return around && zoneOf(symbols, around);
}

/** Not one that an address manager gives when it is deployed. */
function isBlock(cidr: string): boolean {
  const [address, bits] = cidr.split('/');
  return isAddress(address) && /^\d+$/.test(bits ?? '');
}

/** Which zone of an account stands first in the list that `Fn::GetAZs` gives is known to AWS only. */
function zoneOf(symbols: Symbols, subnet: Resource): string | undefined {
  const [index, list] = subnet.Properties?.AvailabilityZone?.['Fn::Select'] ?? [];
  if (list?.['Fn::GetAZs'] !== undefined) { return `zone ${Number(index) + 1}`; }
  const zone = symbols.value(subnet, 'AvailabilityZone');
  return zone === undefined ? undefined : shown(zone);
}
