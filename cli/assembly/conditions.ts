import { Stopped, UserError } from './findings';
import { Resolver } from './resolve';
import type { Assembly, RawResource, Stack, Template } from './template';
import { isUnknown, unknown, Unknowns } from './unknowns';

/** Something that no file decides, such as whether the parameter Stage of Kafka is "prod", and how it is taken. */
export interface Supposed {
  readonly subject: string;
  readonly value: string;
  readonly holds: boolean;
}

/** Stacks in which every condition is decided, by what is supposed of the rest. */
export interface Alternative {
  readonly supposed: readonly Supposed[];
  readonly stacks: Stack[];
}

/** The paths of an app are followed for each way in which so many things can turn out; of more of them, the rest is taken to hold. */
const MOST = 4;

/**
 * The same stacks for each way in which their conditions can turn out, without `Fn::If` and without what a condition takes away. Often
 * there is one way: parameters have defaults. In the first one, everything that no file decides holds.
 */
export function alternativesOf(stacks: Stack[]): Alternative[] {
  const open = new Map<string, Omit<Supposed, 'holds'>>();
  const first = decided(stacks, (subject, value) => {
    open.set(keyOf(subject, value), { subject, value });
    return true;
  });
  if (open.size === 0) { return [{ supposed: [], stacks: first }]; }
  const questions = [...open.values()];
  return Array.from({ length: 2 ** Math.min(questions.length, MOST) }, (_, way) => {
    const supposed = questions.map((one, place) => ({ ...one, holds: Math.floor(way / 2 ** place) % 2 === 0 }));
    const isSupposed = new Map(supposed.map(({ subject, value, holds }) => [keyOf(subject, value), holds]));
    return { supposed, stacks: decided(stacks, (subject, value) => isSupposed.get(keyOf(subject, value)) ?? true) };
  });
}

/** `the parameter Stage of Kafka is not "prod"`. */
export function sentenceOf({ subject, value, holds }: Supposed): string {
  return `${subject} is ${holds ? '' : 'not '}${value}`;
}

/** What was taken to hold, where one way only is looked at. */
export function supposedIn({ alternatives }: Assembly): string[] {
  return (alternatives?.[0].supposed ?? []).map(one => `Whether ${sentenceOf(one)} is not known: it is taken to be so.`);
}

/** Parameters with a default that conditions ask for: a deployment may give them other values. */
export function readAsDefaults(stacks: readonly Stack[]): string[] {
  return stacks.flatMap(({ name, parent, template: { Conditions: conditions, Parameters = {} } }) =>
    Object.entries(Parameters).filter(([parameter, { Default }]) => Default !== undefined && parent === undefined
      && JSON.stringify(conditions ?? {}).includes(`{"Ref":"${parameter}"}`))
      .map(([parameter, { Default }]) => `${parameter} of ${name} (${JSON.stringify(Default)})`));
}

function keyOf(subject: string, value: string): string {
  return `${subject} is ${value}`;
}

type Suppose = (subject: string, value: string) => boolean;
type Open = (subject: string, value: string) => boolean | undefined;

/** A stack comes after the one that it is in, which decides about it and its parameters. */
function decided(stacks: readonly Stack[], suppose: Suppose): Stack[] {
  const found: Stack[] = [];
  for (const [i, stack] of stacks.entries()) {
    const { parent } = stack;
    const above = found.find(({ name }) => name === parent?.name);
    if (parent && above?.template.Resources[parent.logicalId] === undefined) { continue; }
    found.push('Conditions' in stack.template
      ? { ...stack, template: new Conditions(stack, [...found, ...stacks.slice(i)], suppose).decide() }
      : stack);
  }
  return found;
}

class Conditions {
  private readonly resolver: Resolver;
  private readonly stack: Stack;
  private readonly known = new Map<string, boolean>();

  constructor(stack: Stack, stacks: Stack[], private readonly suppose: Suppose) {
    const free = (each: Stack) => ({
      ...each, ...Object.fromEntries((each.unbound ?? []).map(what => [what, unknown(`the ${what} of ${each.name}`)])),
    });
    const unknowns = new Unknowns();
    const unbound = stacks.map(free);
    this.stack = unbound.find(({ name }) => name === stack.name)!;
    const named = (label: string, attribute?: string) => attribute === undefined ? label : `${attribute} of ${label}`;
    this.resolver = new Resolver(unbound, ({ label }, attribute) => unknowns.valueOf(named(label, attribute)), unknowns);
  }

  public decide(): Template {
    const { Conditions: _, Resources, Outputs, ...rest } = this.stack.template;
    return { ...rest, Resources: this.left(Resources), ...Outputs ? { Outputs: this.left(Outputs) } : {} };
  }

  /** What is there under its condition, in the form that it has then. What counts the use of the CDK is not asked for. */
  private left<T extends { Condition?: string }>(parts: { [name: string]: T }): { [name: string]: T } {
    const isThere = ({ Condition, ...part }: T) =>
      Condition === undefined || ((part as Partial<RawResource>).Type !== 'AWS::CDK::Metadata' && this.holds(Condition));
    return Object.fromEntries(Object.entries(parts).filter(([, part]) => isThere(part))
      .map(([name, { Condition: _, ...part }]) => [name, this.chosen(part)]));
  }

  private chosen(value: any): any {
    if (Array.isArray(value)) { return value.map(item => this.chosen(item)); }
    if (typeof value !== 'object' || value === null) { return value; }
    const choice = value['Fn::If'];
    if (Array.isArray(choice)) { return this.chosen(choice[this.holds(choice[0]) ? 1 : 2]); }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.chosen(item)]));
  }

  private holds(name: string): boolean {
    const before = this.known.get(name);
    if (before !== undefined) { return before; }
    const found = this.truth({ Condition: name }, () => undefined) ?? this.truth({ Condition: name }, this.suppose) === true;
    this.known.set(name, found);
    return found;
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
  private truth(condition: any, open: Open, within: readonly string[] = []): boolean | undefined {
    const [[kind, argument]] = Object.entries<any>(condition);
    const each = () => argument.map((one: any) => this.truth(one, open, within));
    switch (kind) {
      case 'Condition': return this.truth(this.definition(argument, within), open, [...within, argument]);
      case 'Fn::Equals': return this.equals(argument, open);
      case 'Fn::Not': return not(each()[0]);
      case 'Fn::And': return all(each());
      case 'Fn::Or': return not(all(each().map(not)));
      default: throw new UserError(`${this.stack.name}: ${kind} in a condition is not known here`);
    }
  }

  private definition(name: string, within: readonly string[]): any {
    const found = this.stack.template.Conditions?.[name];
    if (found === undefined || within.includes(name)) {
      throw new UserError(`${this.stack.name}: the condition ${name} ${found === undefined ? 'is not in its template' : 'asks for itself'}`);
    }
    return found;
  }

  private equals(sides: any[], open: Open): boolean | undefined {
    const [one, other] = sides.map(side => this.value(side)).sort((a, b) => Number(isUnknown(b)) - Number(isUnknown(a)));
    if (one === other || !isUnknown(one)) { return one === other; }
    return open(plain(one), isUnknown(other) ? plain(other) : JSON.stringify(other));
  }

  private value(side: any): string {
    try {
      return String(this.resolver.resolve(this.stack, side, `${this.stack.name}.Conditions`));
    } catch (error) {
      if (!(error instanceof Stopped)) { throw error; }
      return unknown(JSON.stringify(side));
    }
  }
}

function plain(text: string): string {
  return text.replace(/[‹›]/g, '');
}

function not(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

function all(truths: readonly (boolean | undefined)[]): boolean | undefined {
  return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
}
