import { Stopped } from './findings';
import { zonesOf } from './regions';
import type { RawResource, Stack } from './template';
import { isUnknown, itemOf, unknown, Unknowns } from './unknowns';

/** A resource of a stack. */
export interface Resource extends RawResource {
  readonly stack: Stack;
  readonly logicalId: string;
  /** `Stack.LogicalId`, or the id that AWS gave it: how messages name it. */
  readonly label: string;
}

/** What `Ref` (no attribute) and `Fn::GetAtt` give for a resource. Throws where it is not known. */
export type ValueOf = (resource: Resource, attribute?: string) => unknown;

type Intrinsic = (resolver: Resolver, stack: Stack, argument: any, where: string) => unknown;

const INTRINSICS: { [name: string]: Intrinsic } = {
  'Ref': (resolver, stack, name, where) => resolver.ref(stack, name, where),
  'Fn::GetAtt': (resolver, stack, argument, where) => {
    const [logicalId, attribute] = typeof argument === 'string' ? splitOnce(argument) : argument;
    return resolver.attribute(stack, logicalId, resolver.resolve(stack, attribute, where), where);
  },
  'Fn::Join': (resolver, stack, [separator, list], where) => resolver.list(stack, list, where).join(separator),
  'Fn::Split': (resolver, stack, [separator, text], where) => String(resolver.resolve(stack, text, where)).split(separator),
  'Fn::Select': (resolver, stack, [index, list], where) => {
    const values = resolver.list(stack, list, where);
    if (values.length === 1 && isUnknown(values[0])) { return itemOf(values[0], Number(index)); }
    return values[Number(index)] ?? fail(where, `Fn::Select takes number ${index} of ${values.length}: `
      + `${JSON.stringify(values)}`);
  },
  'Fn::Sub': (resolver, stack, argument, where) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal, name) => {
      if (literal) { return `\${${name}}`; }
      if (name in variables) { return String(resolver.resolve(stack, variables[name], where)); }
      const [logicalId, attribute] = splitOnce(name);
      return String(
        attribute === undefined ? resolver.ref(stack, name, where) : resolver.attribute(stack, logicalId, attribute, where),
      );
    });
  },
  'Fn::FindInMap': (resolver, stack, keys, where) => {
    const [map, first, second] = resolver.list(stack, keys, where);
    return stack.template.Mappings?.[map]?.[first]?.[second] ?? fail(where, 'Fn::FindInMap finds nothing at '
      + `${map}.${first}.${second}`);
  },
  'Fn::Base64': (resolver, stack, text, where) => Buffer.from(String(resolver.resolve(stack, text, where))).toString('base64'),
  'Fn::GetAZs': (resolver, stack, region, where) => zonesOf(String(resolver.resolve(stack, region, where) || stack.region)),
  'Fn::GetStackOutput': (resolver, stack, argument, where) =>
    resolver.outputOf(stack, resolver.resolve(stack, argument, where), where),
  'Fn::ImportValue': (resolver, stack, name, where) =>
    resolver.imported(stack, String(resolver.resolve(stack, name, where)), where),
};

const OF_A_LIST = ['Fn::Join', 'Fn::Split', 'Fn::Select'];

/** Whether an intrinsic function can take the argument; every other one looks for itself. */
function isTaken(name: string, argument: unknown): boolean {
  if (name === 'Ref') { return typeof argument === 'string'; }
  if (name === 'Fn::GetAtt') { return typeof argument === 'string' || Array.isArray(argument); }
  return Array.isArray(argument) || !OF_A_LIST.includes(name);
}

/**
 * Gives the values that CloudFormation would put in place of intrinsic functions. Whatever it does not know is an error that
 * names it.
 */
export class Resolver {
  private readonly resources: Map<string, Resource>;

  /** @param unknowns takes what is in other apps, or known at deployment only; without it, that is an error */
  constructor(private readonly stacks: Stack[], private readonly valueOf: ValueOf, private readonly unknowns?: Unknowns) {
    this.resources = new Map(stacks.flatMap(resourcesOf).map(resource => [resource.label, resource]));
  }

  /** Every resource of every stack, in the order of the templates. */
  public get all(): Resource[] {
    return [...this.resources.values()];
  }

  /** A property of a resource, with everything in it resolved; undefined where it is absent or `AWS::NoValue`. */
  public property(resource: Resource, name: string): any {
    return this.resolve(resource.stack, resource.Properties?.[name], `${resource.label}.${name}`);
  }

  public resolve(stack: Stack, value: any, where: string): any {
    if (Array.isArray(value)) {
      return value.map((item, i) => this.resolve(stack, item, `${where}[${i}]`)).filter(item => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) { return value; }
    const keys = Object.keys(value);
    if (keys.length === 1 && (keys[0] === 'Ref' || keys[0] === 'Condition' || keys[0].startsWith('Fn::'))) {
      const intrinsic = INTRINSICS[keys[0]] ?? fail(where, `the intrinsic function ${keys[0]} is not known to the local cluster`);
      const argument = value[keys[0]];
      if (!isTaken(keys[0], argument)) { fail(where, `${keys[0]} cannot take ${JSON.stringify(argument)}`); }
      return intrinsic(this, stack, argument, where);
    }
    const entries = Object.entries(value).map(([key, item]) => [key, this.resolve(stack, item, `${where}.${key}`)]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  public list(stack: Stack, value: any, where: string): any[] {
    const resolved = this.resolve(stack, value, where);
    return Array.isArray(resolved) ? resolved : fail(where, `expected a list, got ${JSON.stringify(resolved)}`);
  }

  public ref(stack: Stack, name: string, where: string): unknown {
    if (name.startsWith('AWS::')) { return pseudoParameter(stack, name, where); }
    const resource = this.resources.get(`${stack.name}.${name}`);
    if (resource) { return this.valueOf(resource); }
    const given = this.given(stack, name);
    if (given !== undefined) { return this.resolve(given.by, given.value, where); }
    const parameter = stack.template.Parameters?.[name] ?? fail(where, `Ref names ${name}, `
      + `which is not a resource or parameter of ${stack.name}`);
    if (parameter.Default === undefined || parameter.Type.startsWith('AWS::SSM::')) {
      return this.unknown(`the parameter ${name} of ${stack.name}`, where, `the value of the parameter ${name} `
        + `(${parameter.Type}) is known at deployment only`);
    }
    return parameter.Type.startsWith('List<') || parameter.Type === 'CommaDelimitedList'
      ? String(parameter.Default).split(',')
      : parameter.Default;
  }

  public attribute(stack: Stack, logicalId: string, attribute: string, where: string): unknown {
    const resource = this.resources.get(`${stack.name}.${logicalId}`) ?? fail(where, `Fn::GetAtt names ${logicalId}, `
      + `which is not a resource of ${stack.name}`);
    const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
    const nested = this.stacks.find(({ parent }) => parent?.name === stack.name && parent.logicalId === logicalId);
    if (output === undefined || nested === undefined) { return this.valueOf(resource, attribute); }
    const { Value } = nested.template.Outputs?.[output] ?? fail(where, `Fn::GetAtt names the output ${output} of ${nested.name}, `
      + 'which has none of this name');
    return this.resolve(nested, Value, `${nested.name}.Outputs.${output}`);
  }

  /** What the stack above gives a nested one as a parameter. */
  private given({ parent }: Stack, parameter: string): { readonly by: Stack; readonly value: unknown } | undefined {
    const by = this.stacks.find(({ name }) => name === parent?.name);
    const value = by?.template.Resources[parent!.logicalId]?.Properties?.Parameters?.[parameter];
    return by && value !== undefined ? { by, value } : undefined;
  }

  public imported(importer: Stack, name: string, where: string): unknown {
    for (const stack of this.stacks.filter(({ account, region }) => account === importer.account && region === importer.region)) {
      for (const [output, { Value, Export }] of Object.entries(stack.template.Outputs ?? {})) {
        const here = `${stack.name}.Outputs.${output}`;
        if (Export && this.resolve(stack, Export.Name, here) === name) { return this.resolve(stack, Value, here); }
      }
    }
    return this.unknown(`the export ${name}`, where, `Fn::ImportValue names ${name}, `
      + `which no stack of account ${importer.account} in ${importer.region} exports`);
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html */
  public outputOf(asking: Stack, argument: { [name: string]: string }, where: string): unknown {
    const { StackName: name, OutputName: output, Region = asking.region } = argument;
    const stack =
      this.stacks.find(({ name: label, stackName = label, region }) => [stackName, label].includes(name) && region === Region);
    if (stack?.template.Outputs && output in stack.template.Outputs) {
      return this.resolve(stack, stack.template.Outputs[output].Value, `${stack.name}.Outputs.${output}`);
    }
    return this.unknown(`the output ${output} of ${name}`, where, `Fn::GetStackOutput names the output ${output} of ${name} in `
      + `${Region}, which is not in these templates`);
  }

  private unknown(what: string, where: string, message: string): string {
    return this.unknowns?.valueOf(what) ?? fail(where, message);
  }
}

function resourcesOf(stack: Stack): Resource[] {
  return Object.entries(stack.template.Resources)
    .map(([logicalId, resource]) =>
      ({ ...resource, stack, logicalId, label: resource.PhysicalId ?? `${stack.name}.${logicalId}` }));
}

function pseudoParameter(stack: Stack, name: string, where: string): string | undefined {
  const china = stack.region.startsWith('cn-');
  if (isUnknown(stack.region) && /^AWS::(Partition|URLSuffix)$/.test(name)) { return unknown(`${name} of ${stack.name}`); }
  switch (name) {
    case 'AWS::AccountId': return stack.account;
    case 'AWS::Region': return stack.region;
    case 'AWS::StackName': return stack.stackName ?? stack.name;
    case 'AWS::StackId': return `arn:aws:cloudformation:${stack.region}:${stack.account}:stack/${stack.stackName ?? stack.name}/00000000-0000-0000-0000-000000000000`;
    case 'AWS::Partition': return china ? 'aws-cn' : stack.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
    case 'AWS::URLSuffix': return china ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::NoValue': return undefined;
    default: return fail(where, `the pseudo parameter ${name} is not known to the local cluster`);
  }
}

/** `Logical.Attribute.With.Dots` at its first dot. */
function splitOnce(text: string): [string, string | undefined] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}

function fail(where: string, message: string): never {
  throw new Stopped('unresolved', `${where}: ${message}`);
}
