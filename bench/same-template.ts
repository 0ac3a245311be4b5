import { differences } from '../build-tools/differences';

/** Where a template of the CDK's L2 constructs may differ from the library's. */
export const L2_DIFFERENCES = [
  { where: /^\/Resources\/\w*Permissions\w*\/DependsOn:/, what: 'the permissions of a service come after its listeners too, since a dependency of an L2 construct is one of all that is in it' },
];

/** Fails if a side has made something else than the library, for then their times can't be compared. */
export function checkSame(side: string, library: string, other: string): void {
  const allowed = side === 'L2' ? L2_DIFFERENCES : [];
  const found = templateDifferences(library, other).filter(difference => !allowed.some(({ where }) => where.test(difference)));
  if (found.length > 0) { throw new Error(`The template of ${side} differs from the library's:\n${found.slice(0, 20).join('\n')}`); }
}

/** What two templates differ in, but for their logical ids and the order of what has none. Resources at the same place are taken for the same. */
function templateDifferences(library: string, other: string): string[] {
  const [ours, theirs] = [library, other].map(template => JSON.parse(template).Resources as { [id: string]: { Type: string } });
  const types = [ours, theirs].map(resources => Object.values(resources).map(({ Type }) => Type));
  const otherTypes = differences(types[0], types[1]);
  if (otherTypes.length > 0) { return otherTypes; }
  const [ids, names] = [ours, theirs].map(resources => Object.keys(resources));
  const places = new Map(names.map((name, i) => [name, ids[i]]));
  const renamed = other.replace(new RegExp(names.join('|'), 'g'), name => places.get(name)!);
  return differences(ordered(JSON.parse(library)), ordered(JSON.parse(renamed)));
}

/** Dependencies and attributes have no order. */
function ordered(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map(item => ordered(item));
    return key === 'DependsOn' || key.endsWith('Attributes') ? items.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) : items;
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, ordered(each, name)])) : value;
}
