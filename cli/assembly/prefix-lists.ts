import { Stopped } from './findings';
import type { World } from './world';

/** Whom a rule means by a prefix list. */
export interface PrefixList {
  /** Its IPv4 blocks: no host here has another address. */
  readonly blocks: readonly string[];
  /**
   * For how many rules of a security group it counts:
   * https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
   */
  readonly rules: number;
}

/** All addresses, and not the block that stands for "everything as AWS made it". */
const EVERYBODY = ['0.0.0.0/1', '128.0.0.0/1'];

/** @param label the rule that names the list */
export function prefixListOf(world: World, id: string, label: string): PrefixList {
  const resource = world.find('AWS::EC2::PrefixList', id);
  if (!resource) {
    if (world.assumes(`the entries of the prefix list ${id}, which is taken to have every address`)) { return { blocks: EVERYBODY, rules: 1 }; }
    throw new Stopped('unresolved', `${label}: ${id} is no prefix list of these templates, so whom it means is not known`);
  }
  const entries: { readonly Cidr: string }[] = world.property(resource, 'Entries') ?? [];
  const rules = Number(world.property(resource, 'MaxEntries') ?? entries.length);
  if (entries.length > rules) {
    world.report('bad-value', `${resource.label}: it has ${entries.length} entries, and MaxEntries is ${rules}`);
  }
  return { blocks: world.property(resource, 'AddressFamily') === 'IPv6' ? [] : entries.map(({ Cidr }) => Cidr), rules };
}
