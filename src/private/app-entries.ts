import { IConstruct } from 'constructs';

/** What a construct says of itself to others of its app. */
export interface AppEntry<T> {
  readonly construct: IConstruct;
  readonly facts: T;
}

/** By kind of construct and by key. */
type Entries = Map<string, AppEntry<unknown>[]>;

/** The same in every copy of the library, so constructs of two copies in one app find each other. */
const ENTRIES = Symbol.for('cdk-kafka-privatelink.entries');

/**
 * Enters what a construct has under a key that it should have for itself, such as a host name in a VPC, so that a later construct
 * finds it without a walk of the tree.
 *
 * @param kind of construct, the same for all that look each other up
 * @param facts plain values or public members only, since a copy of the library of another version may read them
 */
export function enter<T>(construct: IConstruct, kind: string, key: string, facts: T): void {
  const entries = entriesIn(construct.node.root);
  const at = keyOf(kind, key);
  entries.set(at, [...entries.get(at)?.filter(isPresent) ?? [], { construct, facts }]);
}

/**
 * What constructs of the app have entered under a key, the first one first. A construct that was taken out of the tree counts no
 * more.
 */
export function entriesOf<T>(scope: IConstruct, kind: string, key: string): AppEntry<T>[] {
  return (entriesIn(scope.node.root).get(keyOf(kind, key)) ?? []).filter(isPresent) as AppEntry<T>[];
}

function entriesIn(root: IConstruct & { [ENTRIES]?: Entries }): Entries {
  if (!root[ENTRIES]) { Object.defineProperty(root, ENTRIES, { value: new Map() }); }
  return root[ENTRIES]!;
}

function keyOf(kind: string, key: string): string {
  return `${kind} ${key}`;
}

function isPresent({ construct }: { construct: IConstruct }): boolean {
  const { scope, id } = construct.node;
  return !scope || (scope.node.tryFindChild(id) === construct && isPresent({ construct: scope }));
}
