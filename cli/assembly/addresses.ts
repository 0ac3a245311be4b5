import { Stopped } from './findings';

/** A block of IPv4 addresses. */
interface Block {
  readonly first: number;
  readonly size: number;
  readonly prefixLength: number;
}

export function isAddress(text: unknown): text is string {
  return typeof text === 'string' && /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every(byte => Number(byte) < 256);
}

export function prefixLength(cidr: string): number {
  return parse(cidr).prefixLength;
}

export function contains(cidr: string, address: string): boolean {
  const { first, size } = parse(cidr);
  return toNumber(address) >= first && toNumber(address) < first + size;
}

/**
 * Addresses at the start of a subnet that AWS keeps, and at its end. @see
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const KEPT = { first: 4, last: 1 };

/** Whether something in a subnet can have an address. */
export function isForHosts(cidr: string, address: string): boolean {
  const { first, size } = parse(cidr);
  const offset = toNumber(address) - first;
  return offset >= KEPT.first && offset < size - KEPT.last;
}

/** The address at an offset of a block. */
export function addressAt(cidr: string, offset: number): string {
  const { first, size } = parse(cidr);
  if (offset >= size) { throw new Error(`${cidr} has no address number ${offset}`); }
  return toText(first + offset);
}

/** Hands out addresses. None is given twice, not even in two VPCs of the same block: what answers at an address is then known. */
export class Addresses {
  private readonly given = new Map<string, string>();
  private readonly taken: Set<string>;

  /** @param reserved addresses that the templates name */
  constructor(reserved: string[]) {
    this.taken = new Set(reserved);
  }

  /** The same address for the same key: at the offset of the subnet, or at the next one that is free. */
  public of(key: string, subnet: string, offset: number): string {
    const known = this.given.get(key);
    if (known !== undefined) { return known; }
    const { size } = parse(subnet);
    const usable = size - KEPT.first - KEPT.last;
    for (let i = 0; i < usable; i++) {
      const address = addressAt(subnet, KEPT.first + (offset - KEPT.first + i) % usable);
      if (!this.taken.has(address)) {
        this.taken.add(address);
        this.given.set(key, address);
        return address;
      }
    }
    throw new Error(`the subnet ${subnet} has no address left for ${key}`);
  }
}

function parse(cidr: string): Block {
  const [address, length] = String(cidr).split('/'); // a template may have anything
  if (!isAddress(address) || !/^\d+$/.test(length ?? '') || Number(length) > 32) {
    throw new Stopped('bad-value', `${JSON.stringify(cidr)} is not a block of IPv4 addresses such as 10.0.0.0/16`);
  }
  const size = 2 ** (32 - Number(length));
  return { first: toNumber(address) - toNumber(address) % size, size, prefixLength: Number(length) };
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(number / 2 ** shift) % 256).join('.');
}
