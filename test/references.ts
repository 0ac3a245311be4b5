import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

const REFERENCE = /^(Ref|Fn::GetAtt)$/;

/** What the templates of an app refer to, across stacks and nested stacks. */
export class References {
  private readonly stacks: Stack[];
  private readonly templates = new Map<Stack, any>();

  constructor(app: App) {
    app.synth();
    this.stacks = app.node.findAll().filter(Stack.isStack);
    this.stacks.forEach(stack => this.templates.set(stack, Template.fromStack(stack).toJSON()));
  }

  /** The resources of a type, of all stacks, with their stack. */
  public resources(type: string): { stack: Stack; properties: any }[] {
    return this.stacks.flatMap(stack => Object.values<any>(this.templates.get(stack).Resources ?? {})
      .filter(({ Type }) => Type === type).map(({ Properties }) => ({ stack, properties: Properties })));
  }

  /** What a value stands for: `stack/logicalId.attribute`, in whatever stack that is made, or the literal. */
  public meaning(stack: Stack, value: any): string {
    if (typeof value !== 'object') { return `${value}`; }
    const { Outputs = {}, Parameters = {} } = this.templates.get(stack);
    if (value.Ref !== undefined && Parameters[value.Ref] && stack.nestedStackParent) {
      const parent = stack.nestedStackParent;
      return this.meaning(parent, this.resourceOf(stack).Properties.Parameters[value.Ref]);
    }
    if (value['Fn::GetAtt']?.[1].startsWith('Outputs.')) {
      const [id, output] = value['Fn::GetAtt'];
      const nested = this.stacks.find(other => other.nestedStackParent === stack && idOf(other) === id)!;
      return this.meaning(nested, this.templates.get(nested).Outputs[output.replace('Outputs.', '')].Value);
    }
    if (value['Fn::ImportValue'] !== undefined) {
      const exporter = this.stacks.find(other => this.exportOf(other, value['Fn::ImportValue']))!;
      return this.meaning(exporter, this.exportOf(exporter, value['Fn::ImportValue']).Value);
    }
    return `${stack.node.path}/${value.Ref ?? value['Fn::GetAtt']?.join('.') ?? JSON.stringify([value, Outputs])}`;
  }

  /** Resources of one template that wait for each other: the CDK does not see them, and CloudFormation refuses them. */
  public cycles(): string[] {
    return this.stacks.flatMap(stack => {
      const { Resources = {} } = this.templates.get(stack);
      const edges = new Map(Object.entries<any>(Resources).map(([id, { DependsOn = [], Properties }]) =>
        [id, [...[DependsOn].flat(), ...referencesIn(Properties)]]));
      const done = new Set<string>();
      const visit = (id: string, path: string[]): string[] => {
        if (path.includes(id)) { return [`${stack.node.path}: ${[...path, id].join(' → ')}`]; }
        if (done.has(id)) { return []; }
        done.add(id);
        return (edges.get(id) ?? []).flatMap(next => visit(next, [...path, id]));
      };
      return [...edges.keys()].flatMap(id => visit(id, []));
    });
  }

  private resourceOf(nested: Stack): any {
    return this.templates.get(nested.nestedStackParent!).Resources[idOf(nested)];
  }

  private exportOf(stack: Stack, name: string): any {
    return Object.values<any>(this.templates.get(stack).Outputs ?? {}).find(({ Export }) => Export?.Name === name);
  }
}

/** The logical id of a nested stack in the one around it. */
function idOf(nested: Stack): string {
  return nested.nestedStackParent!.getLogicalId(nested.nestedStackResource as unknown as CfnElement);
}

function referencesIn(value: any): string[] {
  if (typeof value !== 'object' || value === null) { return []; }
  return Object.entries<any>(value).flatMap(([key, inner]) => REFERENCE.test(key) ? [Array.isArray(inner) ? inner[0] : inner] : referencesIn(inner));
}

