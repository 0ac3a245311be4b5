import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { groupBy } from './broker-groups';

/** What a resource is looked up by. */
type KeysOf<T> = (resource: T, resources: AppResources) => unknown[];

/** The resources below a construct as they are now, found by one walk of the tree. */
export class AppResources {
  private readonly byType: Map<string, CfnResource[]>;
  private readonly indexes = new Map<unknown, Map<unknown, CfnResource[]>>();
  private readonly texts = new Map<Stack, Map<string, string>>();

  constructor(root: IConstruct) {
    const resources = root.node.findAll().filter(construct => CfnResource.isCfnResource(construct));
    this.byType = groupBy(resources, resource => resource.cfnResourceType);
  }

  /**
   * The resources of a type that have a key, in the order of the tree.
   *
   * @param keysOf a function that is kept, since there is one index for each
   */
  public find<T extends CfnResource>(type: string, keysOf: KeysOf<T>, key: unknown): T[] {
    const index = this.indexes.get(keysOf) ?? this.indexed(this.byType.get(type) ?? [], keysOf as KeysOf<CfnResource>);
    this.indexes.set(keysOf, index);
    return (index.get(key) ?? []) as T[];
  }

  /** What a value stands for in a stack, resolved once. */
  public textOf(stack: Stack, value: string): string {
    const texts = this.texts.get(stack) ?? new Map<string, string>();
    this.texts.set(stack, texts);
    const text = texts.get(value) ?? `${stack.node.addr} ${JSON.stringify(stack.resolve(value))}`;
    texts.set(value, text);
    return text;
  }

  private indexed(resources: CfnResource[], keysOf: KeysOf<CfnResource>): Map<unknown, CfnResource[]> {
    const index = new Map<unknown, CfnResource[]>();
    for (const resource of resources) {
      for (const key of new Set(keysOf(resource, this))) {
        if (!index.has(key)) { index.set(key, []); }
        index.get(key)!.push(resource);
      }
    }
    return index;
  }
}
