import type { Cause } from '../findings';

/** What the local cluster makes of a property. A property that has no rule is an error that names it. */
export interface PropertyRule {
  /** It has its effect here; it has none that matters, and why; a template that has it is refused, and why. */
  readonly is: 'played' | 'ignored' | 'refused';
  readonly why?: string;
  /** AWS does not create the resource without it. */
  readonly required?: true;
  /** All that AWS takes. */
  readonly values?: readonly (string | number | boolean)[];
  /** What of that is played. Another value is refused, and `why` says why. */
  readonly only?: readonly (string | number | boolean)[];
  /** The smallest and the largest number that AWS takes. */
  readonly range?: readonly [number, number];
  /** What a literal text must look like for AWS. */
  readonly form?: RegExp;
  /** It is a list. */
  readonly list?: true;
  /** The properties in it: of an object, or of each object of a list. */
  readonly fields?: Properties;
  /** What may stand in a list of `Key` and `Value`, by key. A key in stars is every key that begins so. */
  readonly keys?: Properties;
  /** What a refusal is called by, where that is not `not-played`. */
  readonly cause?: Cause;
}

export interface Properties {
  readonly [name: string]: PropertyRule;
}

/**
 * What an attribute is: the resource's id, its property of the same name, or something that follows from others: its address, the
 * zone, zone id or VPC of its subnet, the DNS name of a load balancer, the DNS names of an endpoint, and the hosted zone of both.
 */
export type AttributeKind = 'id' | 'property' | 'address' | 'zone' | 'zone-id' | 'vpc' | 'name' | 'names' | 'hosted-zone';

/** What the local cluster makes of a resource type. */
export interface PlayedType {
  /** The prefix of the id that `Ref` gives, or the form of an ARN (`…` stands for the id). */
  readonly id: string;
  /** The attributes that `Fn::GetAtt` may ask for, and what each of them is. */
  readonly attributes: { readonly [attribute: string]: AttributeKind };
  readonly properties: Properties;
}

type Details = Omit<PropertyRule, 'is' | 'why'>;

export const played = (details: Details & { readonly why?: string } = {}): PropertyRule => ({ is: 'played', ...details });
/** The same of a list. */
export const list = (details: Details = {}): PropertyRule => played({ ...details, list: true });
export const ignored = (why: string, details: Details = {}): PropertyRule => ({ is: 'ignored', why, ...details });
export const refused = (why: string, details: Details = {}): PropertyRule => ({ is: 'refused', why, ...details });

/** The same rule for several properties. */
export function all(names: readonly string[], rule: PropertyRule): Properties {
  return Object.fromEntries(names.map(name => [name, rule]));
}

/** What is said of a value that must be a list. */
export function notAList(path: string, value: unknown): string {
  return `${path} is ${JSON.stringify(value)}; AWS takes a list`;
}

export const NAMING = 'a name, text or tag moves no packet';
export const NO_IPV6 = 'everything here is IPv4';
export const NO_IPAM = 'no address is handed out by a pool here';
export const MACHINES = 'what starts machines and their disks moves no packet; `e2e:nodes` runs it';
export const PORT = [1, 65535] as const;
