import type { Cause } from './findings';
import type { Resource } from './resolve';
import { IGNORED_TYPES, notAList, PLAYED_TYPES, Properties, propertiesOf, PropertyRule, REQUIRED_OF_IGNORED } from './schema';
import { isUnknown } from './unknowns';
import type { World } from './world';

/** Every resource type and property is played, ignored with a reason, or refused; whatever is in no table is named. */
export function checkProperties(world: World, alsoIgnored: { readonly [type: string]: string }): void {
  for (const resource of world.resolver.all.filter(({ PhysicalId, IsOther }) => PhysicalId === undefined && !IsOther)) {
    const { Type, label, Properties: own = {} } = resource;
    const properties = propertiesOf(Type);
    for (const name of REQUIRED_OF_IGNORED[Type] ?? []) {
      if (own[name] === undefined) { world.report('missing-property', `${label}: it has no ${name}, which AWS requires`); }
    }
    checkTags(world, label, own.Tags);
    if (properties) {
      new PropertyCheck(world, resource).object(properties, own, '');
    } else if (!(Type in IGNORED_TYPES) && !(Type in alsoIgnored)) {
      world.report('unknown-type', `${label}: the local cluster does not know the resource type ${Type}; `
        + `if it cannot change what a client reaches: --ignore ${Type}`);
    }
  }
}

/** A tag has a key and a value, whatever they refer to. */
function checkTags(world: World, label: string, tags: unknown): void {
  for (const [i, tag] of (Array.isArray(tags) ? tags : []).entries()) {
    const lacking = ['Key', 'Value'].filter(name =>
      typeof tag === 'object' && !Object.keys(tag).some(key => key === name || /^(Ref|Fn::.*)$/.test(key)));
    for (const name of lacking) {
      world.report('missing-property', `${label}: it has no Tags[${i}].${name}, which AWS requires`);
    }
  }
}

class PropertyCheck {
  /** Of what has no ids in the network, references are left alone. */
  private readonly isResolved: boolean;

  constructor(private readonly world: World, private readonly resource: Resource) {
    this.isResolved = resource.Type in PLAYED_TYPES;
  }

  /** @param path where the object is, such as `Targets[0].`; the properties of the resource itself are not resolved yet */
  public object(rules: Properties, value: { [name: string]: unknown }, path: string): void {
    const resolved = new Map<string, unknown>();
    for (const [name, raw] of Object.entries(value)) {
      const rule = rules[name];
      if (!rule) {
        this.report('unknown-property', `the local cluster does not know the property ${path}${name} of ${this.resource.Type}`);
        resolved.set(name, raw);
      } else if (rule.is === 'ignored' && !rule.values && !rule.range && !rule.fields) {
        resolved.set(name, raw); // whatever it refers to
      } else {
        const found = path === '' && this.isResolved
          ? this.world.findings.attempt(() => this.world.resolver.property(this.resource, name))
          : raw;
        // What could not be resolved is told already.
        resolved.set(name, found === undefined && !isNoValue(raw) ? raw : found);
        if (found !== undefined) { this.value(rule, found, `${path}${name}`); }
      }
    }
    for (const [name, { required }] of Object.entries(rules)) {
      if (required && resolved.get(name) === undefined) {
        this.report('missing-property', `it has no ${path}${name}, which AWS requires`);
      }
    }
  }

  private value(rule: PropertyRule, value: any, path: string): void {
    if (!this.isResolved && isIntrinsic(value)) { return; }
    if (isUnknown(value)) { return; }
    if (rule.list && !Array.isArray(value)) { return this.report('bad-value', notAList(path, value)); }
    if (rule.is === 'refused') { this.report(rule.cause ?? 'not-played', `${path} is refused here: ${rule.why}`); }
    for (const item of Array.isArray(value) && !rule.fields && !rule.keys ? value : [value]) { this.scalar(rule, item, path); }
    if (rule.fields) {
      for (const [item, where] of items(value, path)) {
        if (typeof item === 'object' && item !== null) {
          this.object(rule.fields, item, `${where}.`);
        } else {
          this.report('bad-value', `${where} is ${JSON.stringify(item)}; `
            + `AWS takes an object with ${Object.keys(rule.fields).join(', ')}`);
        }
      }
    }
    if (rule.keys) { this.keyed(rule.keys, value, path); }
  }

  private scalar({ values, only, range, form, why, cause }: PropertyRule, value: unknown, path: string): void {
    if (isUnknown(value)) { return; }
    const among = (list: PropertyRule['values']) => list!.some(known => String(known) === String(value));
    if (values && !among(values)) {
      this.report('bad-value', `${path} is ${JSON.stringify(value)}; AWS takes ${values.join(', ')}`);
    } else if (only && !among(only)) {
      this.report(cause ?? 'not-played', `${path} is ${JSON.stringify(value)}: ${why}`);
    } else if (range && !(Number(value) >= range[0] && Number(value) <= range[1] && Number.isInteger(Number(value)))) {
      this.report('bad-value', `${path} is ${JSON.stringify(value)}; AWS takes ${range.join(' to ')}`);
    } else if (form && !form.test(String(value))) {
      this.report('bad-value', `${path} is ${JSON.stringify(value)}, which AWS does not take`);
    }
  }

  private keyed(rules: Properties, value: any, path: string): void {
    const known = (key: string) =>
      rules[key] ?? Object.entries(rules).find(([pattern]) => pattern.endsWith('*') && key.startsWith(pattern.slice(0, -1)))?.[1];
    const keys: string[] = [];
    for (const [{ Key, Value }, where] of items(value, path)) {
      const rule = known(Key);
      if (keys.includes(Key)) { this.report('bad-value', `${path} has ${Key} twice`); }
      keys.push(Key);
      if (!rule) {
        this.report('unknown-property', `the local cluster does not know the attribute ${Key} of ${this.resource.Type}`);
      } else if (Value === undefined) {
        this.report('missing-property', `${where} has no Value`);
      } else {
        this.value(rule, Value, Key);
      }
    }
  }

  private report(cause: Cause, message: string): void {
    this.world.report(cause, `${this.resource.label}: ${message}`);
  }
}

/** An object, or each of a list of them, with its place. */
function items(value: any, path: string): [any, string][] {
  return Array.isArray(value) ? value.map((item, i) => [item, `${path}[${i}]`]) : [[value, path]];
}

function isIntrinsic(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 1
    && /^(Ref|Fn::.*)$/.test(Object.keys(value)[0]);
}

function isNoValue(raw: unknown): boolean {
  return JSON.stringify(raw) === '{"Ref":"AWS::NoValue"}';
}
