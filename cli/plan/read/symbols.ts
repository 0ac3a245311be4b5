import { Stopped } from '../../assembly/findings';
import { Resolver, Resource } from '../../assembly/resolve';
import type { Stack } from '../../assembly/template';

/** Between these is the label of a resource whose value AWS will give: no character of a template. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];

/** What is between an endpoint's part of its name and its service's, which apps split it at. */
const SERVICE_PART = '.vpce-svc-';

/** What stands for a value that no template has. */
export const UNKNOWN = 'not in these templates';

/**
 * The resources of an app, with references followed as far as the templates lead. A value that AWS will give is the label of its
 * resource, so that what refers to the same thing is equal; one that is known nowhere is undefined. Unlike the local cluster's
 * world it invents nothing.
 */
export class Symbols {
  private readonly resolver: Resolver;
  private readonly byLabel: Map<string, Resource>;

  constructor(stacks: Stack[]) {
    this.resolver = new Resolver(stacks, (resource, attribute) => this.valueOf(resource, attribute));
    this.byLabel = new Map(this.resolver.all.map(resource => [resource.label, resource]));
  }

  public get all(): Resource[] {
    return [...this.byLabel.values()];
  }

  public ofType(type: string): Resource[] {
    return this.all.filter(({ Type }) => Type === type);
  }

  /** A property, or what is below it. */
  public value(resource: Resource, name: string): any {
    return this.attempt(resource.stack, resource.Properties?.[name]);
  }

  public text(resource: Resource, name: string): string | undefined {
    const value = this.value(resource, name);
    return value === undefined ? undefined : String(value);
  }

  /** The items of a property that is a list, as far as each is known. */
  public list(resource: Resource, name: string): any[] {
    const raw = resource.Properties?.[name];
    const items: unknown[] = Array.isArray(raw)
      ? raw.map(item => this.attempt(resource.stack, item))
      : [this.attempt(resource.stack, raw)].flat();
    return items.filter(item => item !== undefined);
  }

  /** What an object has, as far as each of it is known. */
  public fields(stack: Stack, raw: { [name: string]: unknown } = {}): { [name: string]: any } {
    return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, this.attempt(stack, value)]));
  }

  /** A text of which parts may be known nowhere. */
  public pieces(stack: Stack, value: any): string | undefined {
    const [separator, parts] = value?.['Fn::Join'] ?? [];
    if (!Array.isArray(parts)) { return this.attempt(stack, value)?.toString(); }
    return parts.map(part => this.attempt(stack, part) ?? UNKNOWN).join(separator);
  }

  /** The resource that a value names. */
  public find(value: unknown): Resource | undefined {
    return this.byLabel.get(keyOf(value));
  }

  private attempt(stack: Stack, value: unknown): any {
    try {
      return this.resolver.resolve(stack, value, stack.name);
    } catch (error) {
      if (error instanceof Stopped) { return undefined; }
      throw error;
    }
  }

  private valueOf(resource: Resource, attribute?: string): unknown {
    if (attribute === undefined) { return symbol(resource.label); }
    if (attribute === 'DnsEntries') { return this.dnsEntries(resource); }
    if (attribute === 'AvailabilityZoneId') { return `{id:${shown(this.valueOf(resource, 'AvailabilityZone'))}}`; }
    return resource.Properties?.[attribute] === undefined
      ? symbol(`${resource.label}!${attribute}`)
      : this.value(resource, attribute);
  }

  /** `hosted zone:name`, of all zones first, then of each. */
  private dnsEntries(endpoint: Resource): string[] {
    const of = (attribute: string) => symbol(`${endpoint.label}!${attribute}`);
    return [undefined, ...this.list(endpoint, 'SubnetIds')].map((_, i) =>
      `${of('HostedZone')}:${of(`${i}`)}${SERVICE_PART}${of('Service')}`);
  }
}

function symbol(text: string): string {
  return `${OPEN}${text}${CLOSE}`;
}

/** What is equal for two values that name the same resource, by whichever attribute. */
export function keyOf(value: unknown): string {
  return String(value).replaceAll(OPEN, '').split(/[!\ue001]/)[0];
}

/** A value as users see it: `Stack.LogicalId.Attribute` in place of what AWS will give. */
export function shown(value: unknown): string {
  return String(value).replace(/\ue000([^\ue001]*)\ue001/g, (_, inner: string) => inner.replace('!', '.'));
}

/** The labels of the resources that a text names anywhere. */
export function namedIn(value: unknown): string[] {
  return String(value).split(OPEN).slice(1).map(part => part.split(CLOSE)[0].split('!')[0]);
}

/** Which name of an endpoint a text is: the one of the zone that it writes out or of the subnet with that number, or of all. */
export function zonalNameIn(value: string): { zone?: string; subnet?: number } {
  const zone = /\ue001-([^.]+)\.vpce-svc-/.exec(value)?.[1];
  const entry = Number(/!(\d+)\ue001/.exec(value)?.[1] ?? 0);
  return zone !== undefined ? { zone } : entry > 0 ? { subnet: entry - 1 } : {};
}
