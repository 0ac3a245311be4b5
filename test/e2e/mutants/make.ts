import { PLAYED_TYPES, Properties, propertiesOf, PropertyRule } from '../../../cli/assembly/schema';
import { Assembly, RawResource, withBrokerFiles } from '../../../cli/assembly/template';

/** How a property was changed. */
export type Change = 'removed' | 'swapped' | 'changed';

/** An app with one property changed. */
export interface Mutant {
  /** `AWS::EC2::Subnet.CidrBlock`, without the place in a list. */
  readonly property: string;
  readonly change: Change;
  /** What the local cluster makes of it; absent for a property of what is not played. */
  readonly rule?: PropertyRule;
  /** Which of the other values it was set to. */
  readonly nth: number;
  /** `Stack.LogicalId` and what was done to it. */
  readonly what: string;
  /** The files with the change in them. */
  readonly files: () => Assembly;
}

/** A value somewhere in a resource, with the keys that lead to it. */
interface Place {
  readonly keys: (string | number)[];
  readonly value: any;
  readonly rule?: PropertyRule;
}

/** The mutants of every property of every resource, in the order of the templates. The same files give the same mutants. */
export function* mutantsOf(base: Assembly): Generator<Mutant> {
  const all = base.stacks.flatMap(({ name, template }) => Object.entries(template.Resources)
    .map(([id, resource]) => ({ stack: name, id, resource })));
  for (const { stack, id, resource } of all) {
    // Of what is not played, one of each type is enough.
    const isFirst = all.find(other => other.resource.Type === resource.Type)!.resource === resource;
    if (!isFirst && !(resource.Type in PLAYED_TYPES)) { continue; }
    const siblings = all.filter(other => other.resource !== resource && other.stack === stack && other.resource.Type === resource.Type);
    for (const place of placesIn(resource)) {
      if (!isFirst && isWithoutEffect(place)) { continue; }
      const property = [resource.Type, ...place.keys.filter(key => typeof key === 'string')].join('.');
      const mutant = (change: Change, how: string, apply: (resources: { [id: string]: RawResource }) => void, nth = 0): Mutant => {
        const files = () => {
          const stacks = structuredClone(base.stacks);
          apply(stacks.find(({ name }) => name === stack)!.template.Resources);
          return withBrokerFiles(stacks, base);
        };
        return { property, change, nth, rule: place.rule, what: `${stack}.${id}.${place.keys.join('.')} ${how}`, files };
      };
      yield mutant('removed', 'removed', resources => remove(resources[id], place.keys));
      for (const [nth, other] of otherValues(place, siblings.map(sibling => at(sibling.resource, place.keys))).entries()) {
        yield mutant('changed', `= ${short(other)}`, resources => set(resources[id], place.keys, other), nth);
      }
      const different = siblings.find(sibling => {
        const value = at(sibling.resource, place.keys);
        return value !== undefined && JSON.stringify(value) !== JSON.stringify(place.value);
      });
      if (different) {
        yield mutant('swapped', `swapped with that of ${different.id}`, resources => {
          set(resources[id], place.keys, at(different.resource, place.keys));
          set(resources[different.id], place.keys, place.value);
        });
      }
    }
  }
}

/** Whatever the value is, nothing here looks at it. */
function isWithoutEffect({ rule, keys }: Place): boolean {
  return keys[0] === 'Tags' || rule?.is === 'ignored' && !rule.values && !rule.range && !rule.required;
}

/** Every property, and those in objects and lists of objects; of what is not played, those at the top and one level below. */
function placesIn({ Type, Properties: own = {} }: RawResource): Place[] {
  const rules = propertiesOf(Type);
  return Object.entries(own).flatMap(([name, value]) => placesBelow([name], value, rules?.[name], rules ? 9 : 1));
}

function placesBelow(keys: Place['keys'], value: any, rule: PropertyRule | undefined, depth: number): Place[] {
  const here = { keys, value, rule };
  if (depth === 0 || !isObject(value) || isIntrinsic(value)) { return [here]; }
  if (Array.isArray(value)) {
    const fields = (item: any, i: number) => isObject(item) && !isIntrinsic(item) ? fieldsOf([...keys, i], item, rule, depth) : [];
    return [here, ...value.flatMap(fields)];
  }
  return [here, ...fieldsOf(keys, value, rule, depth)];
}

function fieldsOf(keys: Place['keys'], item: any, rule: PropertyRule | undefined, depth: number): Place[] {
  // Of an attribute, the value is what there is to change.
  if (rule?.keys) { return [{ keys: [...keys, 'Value'], value: item.Value, rule: keyRule(rule.keys, item.Key) }]; }
  return Object.entries(item).flatMap(([name, value]) => placesBelow([...keys, name], value, rule?.fields?.[name] ?? (rule?.is === 'ignored' ? rule : undefined), depth - 1));
}

function keyRule(rules: Properties, key: string): PropertyRule | undefined {
  return rules[key] ?? Object.entries(rules).find(([pattern]) => pattern.endsWith('*') && key.startsWith(pattern.slice(0, -1)))?.[1];
}

/** Values that somebody could have written instead: all others that AWS has, the neighbouring number, what a sibling has, one fewer of a list. */
function otherValues({ value, rule }: Place, ofSiblings: any[]): any[] {
  if (rule?.values) { return rule.values.filter(other => String(other) !== String(value)); }
  if (typeof value === 'boolean') { return [!value]; }
  if (/^(true|false)$/.test(value)) { return [value === 'true' ? 'false' : 'true']; }
  if (typeof value === 'number') { return [value + 1, value * 3]; }
  if (typeof value === 'string') { return [otherText(value)]; }
  if (Array.isArray(value)) { return [value.slice(0, -1), [...value].reverse()].filter(other => JSON.stringify(other) !== JSON.stringify(value)); }
  // A reference: to another resource of the same kind, else to what does not exist.
  const sibling = ofSiblings.find(other => other !== undefined && JSON.stringify(other) !== JSON.stringify(value));
  return isIntrinsic(value) ? [sibling ?? 'other'] : [];
}

function otherText(value: string): string {
  if (/^\d+$/.test(value)) { return `${Number(value) + 1}`; }
  if (/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(value)) { return value.replace(/^(\d+\.\d+)\.\d+/, '$1.240'); }
  if (/^[a-z]+-[a-z]+-\d[a-z]$/.test(value)) { return value.replace(/.$/, last => last === 'a' ? 'b' : 'a'); }
  if (/vpce-svc-/.test(value)) { return value.replace(/.$/, '1'); }
  return value.includes('.') ? value.replace(/^[^.]*/, 'other') : `${value}-other`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isIntrinsic(value: object): boolean {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key?.startsWith('Fn::'));
}

function at(resource: RawResource, keys: Place['keys']): any {
  return keys.reduce((value: any, key) => value?.[key], resource.Properties);
}

function set(resource: RawResource, keys: Place['keys'], value: unknown): void {
  at(resource, keys.slice(0, -1))[keys.at(-1)!] = value;
}

function remove(resource: RawResource, keys: Place['keys']): void {
  delete at(resource, keys.slice(0, -1))[keys.at(-1)!];
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
