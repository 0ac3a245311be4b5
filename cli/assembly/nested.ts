import { join } from 'node:path';
import { UserError } from './findings';
import type { RawResource, Stack, Template } from './template';

/** A stack that is a resource of another one: what `cdk synth` wrote of it. */
export interface Nested {
  /** Of the resource that it is in the stack above. */
  readonly logicalId: string;
  readonly template: Template;
  readonly contracts: unknown[];
  readonly vendors: unknown[];
  readonly nested: Nested[];
}

/** What the CDK leaves at constructs, by their paths. */
export interface Metadata { readonly [path: string]: readonly { readonly type: string; readonly data?: unknown }[] }

/** How the files of an app are read. */
export interface Reader {
  readonly directory: string;
  readonly readTemplate: (path: string) => Template;
  /** The files that are published for the stack, as its asset manifest has them. */
  readonly assets: () => readonly any[];
  /** What the library leaves in metadata. */
  readonly left: (metadata: Metadata) => Pick<Nested, 'contracts' | 'vendors'>;
}

const TYPE = 'AWS::CloudFormation::Stack';

/**
 * The stacks in a template, and those in them. A template that the app does not publish, or not in JSON, is left out: see
 * `unreadIn`.
 */
export function nestedIn({ Resources }: Template, metadata: Metadata, reader: Reader): Nested[] {
  const { directory, readTemplate, left } = reader;
  return Object.entries(Resources).filter(([, { Type }]) => Type === TYPE).flatMap(([logicalId, resource]) => {
    const file = resource.Metadata?.['aws:asset:path'] ?? publishedAs(resource, reader.assets);
    const template = file === undefined ? undefined : ifReadable(() => readTemplate(join(directory, file)));
    if (template === undefined) { return []; }
    const own = metadataBelow(metadata, logicalId);
    return [{ logicalId, template, ...left(outside(own, template)), nested: nestedIn(template, own, reader) }];
  });
}

/** One that is written by hand may be YAML, or have resources that CloudFormation makes of a loop. */
function ifReadable(read: () => Template): Template | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) { return undefined; }
    throw error;
  }
}

/** What is left for the stack itself of the metadata of all that is in it. */
export function outside(metadata: Metadata, { Resources }: Template): Metadata {
  const inside = Object.entries(Resources).filter(([, { Type }]) => Type === TYPE)
    .flatMap(([logicalId]) => Object.keys(metadataBelow(metadata, logicalId)));
  return Object.fromEntries(Object.entries(metadata).filter(([path]) => !inside.includes(path)));
}

/** Every nested stack as a stack of its own, after the one that it is in: `Parent.Name`. */
export function unfolded(stacks: readonly Stack[]): Stack[] {
  return stacks.flatMap(stack => {
    const names = (stack.nested ?? []).map(({ logicalId }) => nameOf(logicalId));
    const isOnly = (name: string) => names.filter(other => other === name).length === 1 && !(name in stack.template.Resources);
    return [stack, ...unfolded((stack.nested ?? []).map(({ logicalId, ...own }, i): Stack => ({
      ...stack,
      ...own,
      name: `${stack.name}.${isOnly(names[i]) ? names[i] : logicalId}`,
      stackName: undefined,
      parent: { name: stack.name, logicalId },
    })))];
  });
}

/** What the construct is called that the CDK calls `NameNestedStackNameNestedStackResource0123ABCD`. */
function nameOf(logicalId: string): string {
  const [, path = logicalId, own = ''] = /^(.+)NestedStack(.+)NestedStackResource[0-9A-F]{8}$/.exec(logicalId) ?? [];
  return path.endsWith(own) ? path : logicalId;
}

/** The nested stacks with a template that is not here, or cannot be read. */
export function unreadIn(stacks: readonly Stack[]): string[] {
  const isRead = (stack: Stack, logicalId: string) =>
    stacks.some(({ parent }) => parent?.name === stack.name && parent.logicalId === logicalId);
  return stacks.flatMap(stack => Object.entries(stack.template.Resources)
    .filter(([logicalId, { Type }]) => Type === TYPE && !isRead(stack, logicalId))
    .map(([logicalId]) => `${stack.name}.${logicalId}`));
}

/**
 * The CDK makes `Name.NestedStack/Name.NestedStackResource` beside the construct `Name`, and metadata has the ids of
 * resources.
 */
function metadataBelow(metadata: Metadata, logicalId: string): Metadata {
  const own = Object.keys(metadata).find(path => /\.NestedStack\/[^/]+\.NestedStackResource$/.test(path)
    && metadata[path].some(({ type, data }) => type === 'aws:cdk:logicalId' && data === logicalId));
  const scope = own?.replace(/\.NestedStack\/[^/]+$/, '/');
  return Object.fromEntries(Object.entries(metadata).filter(([path]) => scope !== undefined && path.startsWith(scope)));
}

/** The file with the object's key in the address of the template. */
function publishedAs({ Properties }: RawResource, assets: Reader['assets']): string | undefined {
  const url = JSON.stringify(Properties?.TemplateURL ?? '');
  const keys = ({ destinations = {} }: any) => Object.values<any>(destinations).map(({ objectKey }) => objectKey);
  return assets().find(asset => keys(asset).some(key => typeof key === 'string' && url.includes(key)))?.source?.path;
}
