import { addressAt, contains, prefixLength } from '../addresses';

/** The smallest block with all of the addresses, but none smaller than a prefix says. */
export function coveringBlock(addresses: readonly string[], longest: number): string | undefined {
  for (let prefix = longest; addresses.length > 0 && prefix >= 0; prefix--) {
    const block = blockOf(addresses[0], prefix);
    if (addresses.every(address => contains(block, address))) { return block; }
  }
  return undefined;
}

/** The block of an address. */
export function blockOf(address: string, prefix: number): string {
  return `${addressAt(`${address}/${prefix}`, 0)}/${prefix}`;
}

/** Blocks of a larger one in which nothing is, from its end: an end is what a team takes last. */
export class FreeBlocks {
  private next: number;
  private readonly prefix: number;

  /** @param taken addresses and blocks that are used */
  constructor(private readonly block: string, private readonly taken: readonly string[]) {
    this.prefix = Math.max(24, prefixLength(block));
    this.next = 2 ** (this.prefix - prefixLength(block)) - 1;
  }

  /** One block more. A block that has no room left is full. */
  public take(): string {
    for (; this.next >= 0; this.next--) {
      const candidate = `${addressAt(this.block, this.next * 2 ** (32 - this.prefix))}/${this.prefix}`;
      if (!this.taken.some(used => overlap(used, candidate))) {
        this.next--;
        return candidate;
      }
    }
    throw new Error(`${this.block} has no room for one more subnet`);
  }
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map(block => block.includes('/') ? block : `${block}/32`);
  return contains(a, addressAt(b, 0)) || contains(b, addressAt(a, 0));
}
