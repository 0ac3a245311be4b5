/** Addresses at the start of a subnet that AWS keeps, and the one at its end. */
const KEPT_AT_START = 4;

/**
 * Whether something in a subnet can have an address.
 *
 * @param cidr the subnet's range, a literal
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function isHostOf(address: string, cidr: string): boolean {
  const [network, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const offset = numberOf(address) - Math.floor(numberOf(network) / size) * size;
  return offset >= KEPT_AT_START && offset < size - 1;
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
}
