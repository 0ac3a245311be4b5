import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { alternativesOf, Supposed } from './conditions';
import { UserError } from './findings';
import { readJson, readManifest, readTemplate } from './json-file';
import { Metadata, Nested, nestedIn, outside, unfolded } from './nested';
import { BrokerFile, inLaunchTemplates, isBroker, readBrokerFiles } from './properties-file';

/** A resource as the template has it: nothing resolved. */
export interface RawResource {
  Type: string;
  Properties?: { [name: string]: any };
  Condition?: string;
  /** What AWS calls a resource that no template makes. Its properties are invented, so nothing is said about them. */
  PhysicalId?: string;
  /** It is no part of a way to Kafka: nobody looks at it, and what refers to it finds it. */
  IsOther?: true;
  UpdatePolicy?: { [name: string]: any };
  Metadata?: { [name: string]: any };
}

/** The parts of a CloudFormation template that are read. */
export interface Template {
  Resources: { [logicalId: string]: RawResource };
  Outputs?: { [name: string]: { Value: any; Export?: { Name: any }; Condition?: string } };
  Parameters?: { [name: string]: { Type: string; Default?: any } };
  Mappings?: { [name: string]: any };
  Conditions?: { [name: string]: any };
}

/** A stack of the cloud assembly. */
export interface Stack {
  /** How messages name it: no other stack has the same. */
  readonly name: string;
  /** Its name on AWS, if that is not how messages name it. */
  readonly stackName?: string;
  readonly account: string;
  readonly region: string;
  /** Contracts that the app's metadata has. */
  readonly contracts?: unknown[];
  /** Who of vendors may connect, as the app's metadata has it. */
  readonly vendors?: unknown[];
  readonly template: Template;
  /** What it is bound to by nothing, so that the value above is made up. */
  readonly unbound?: readonly ('account' | 'region')[];
  /** The files that say what it publishes before it is deployed. */
  readonly assetManifests?: string[];
  /** The stacks that are resources of it. */
  readonly nested?: Nested[];
  /** The stack that it is a resource of. */
  readonly parent?: { readonly name: string; readonly logicalId: string };
}

/** All that the local cluster knows of an app: what `cdk synth` wrote, with conditions decided. */
export interface Assembly {
  readonly stacks: Stack[];
  readonly brokerFiles: BrokerFile[];
  /** Of nodes that are controllers and nothing else. */
  readonly controllerFiles: BrokerFile[];
  /** The addresses of nodes, by their ids, where no file says them. */
  readonly places?: ReadonlyMap<number, string>;
  /** Parameters with which conditions were decided, and that a deployment may change. */
  readonly readAsDefaults?: readonly string[];
  /** The same app for each way in which conditions can turn out that no file decides. The first is this one. */
  readonly alternatives?: readonly AlternativeAssembly[];
}

/** An app, by what is supposed where no file decides. */
export interface AlternativeAssembly {
  readonly supposed: readonly Supposed[];
  readonly assembly: Assembly;
}

/** Where a stack goes that is bound to no account or region. */
const ANYWHERE = { account: '000000000000', region: 'eu-west-1' };

/** Reads `manifest.json`, the templates that it names and the rendered `server.properties` files. */
export function loadAssembly(directory: string): Assembly {
  const stacks = loadStacks(directory);
  if (stacks.length === 0) { throw new UserError(`${join(directory, 'manifest.json')} names no stack`); }
  const twice = stacks.map(stack => stack.name).find((name, i, names) => names.indexOf(name) !== i);
  if (twice !== undefined) { throw new UserError(`two stacks are named ${twice}; give them names of their own`); }
  const found = readBrokerFiles(directory);
  const beside = { brokerFiles: found.filter(isBroker), controllerFiles: found.filter(file => !isBroker(file)) };
  const assembly = withBrokerFiles(alternativesOf(unfolded(stacks))[0].stacks, beside);
  if (assembly.brokerFiles.length === 0) {
    throw new UserError(`there is no file named *server.properties with the broker role below ${directory}; `
      + 'write what BrokerPropertiesRenderer renders for each broker there, or let MultiAzKafkaBrokers make the brokers');
  }
  return assembly;
}

/** The files are those of the launch templates, if these have any, else those that were found beside the templates. */
export function withBrokerFiles(stacks: Stack[], beside: Pick<Assembly, 'brokerFiles' | 'controllerFiles'>): Assembly {
  const launched = inLaunchTemplates(stacks);
  return launched.length === 0
    ? { stacks, brokerFiles: beside.brokerFiles, controllerFiles: beside.controllerFiles }
    : { stacks, brokerFiles: launched.filter(isBroker), controllerFiles: launched.filter(file => !isBroker(file)) };
}

/** The stacks that a manifest names, and those of assemblies nested in it. */
export function loadStacks(directory: string): Stack[] {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) { throw new UserError(`there is no ${path}; run 'cdk synth' first and give its output directory`); }
  const { artifacts } = readManifest(path);
  return Object.values(artifacts).flatMap(artifact => {
    if (artifact.type === 'cdk:cloud-assembly') { return loadStacks(inside(directory, artifact)); }
    return artifact.type === 'aws:cloudformation:stack' ? [loadStack(directory, artifact, artifacts)] : [];
  });
}

/** The directory of a nested assembly: below its parent's, so none is in itself. */
function inside(directory: string, { properties: { directoryName } }: any): string {
  const path = join(directory, directoryName);
  if (/^(\.\.|$)/.test(relative(directory, path))) {
    throw new UserError(`${join(directory, 'manifest.json')} names ${directoryName} as a nested assembly, `
      + `which is not below ${directory}`);
  }
  return path;
}

/** What an app waits for: its templates have dummies in the place of it. */
export function pendingLookups(directory: string): string[] {
  const { missing, artifacts } = readManifest(join(directory, 'manifest.json'));
  const nested = Object.values(artifacts).filter(({ type }) => type === 'cdk:cloud-assembly');
  const ofNested = nested.flatMap(artifact => pendingLookups(inside(directory, artifact)));
  return [...new Set([...missing.map(({ key }) => key), ...ofNested])];
}

function loadStack(directory: string, artifact: any, artifacts: { [id: string]: any }): Stack {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment)!;
  const file = join(directory, artifact.properties.templateFile);
  const template = readTemplate(file);
  const name = artifact.properties.stackName ?? artifact.displayName;
  const token = /.{0,60}\$\{Token\[[^\]]*\]\}.{0,20}/.exec(readFileSync(file, 'utf8'));
  if (token) { throw new UserError(`the template of ${name} has a token that was never resolved: ${token[0].trim()}`); }
  const manifests: string[] =
    (artifact.dependencies ?? []).map((id: string) => artifacts[id]).filter(({ type }: any) => type === 'cdk:asset-manifest')
      .map(({ properties }: any) => join(directory, properties.file));
  const metadata = metadataOf(directory, artifact);
  const assets = () => manifests.filter(existsSync).flatMap(path => Object.values(readJson(path).files ?? {}));
  return {
    name,
    account: account === 'unknown-account' ? ANYWHERE.account : account,
    region: region === 'unknown-region' ? ANYWHERE.region : region,
    unbound: [
      ...account === 'unknown-account' ? ['account' as const] : [], ...region === 'unknown-region' ? ['region' as const] : [],
    ],
    ...left(outside(metadata, template)),
    nested: nestedIn(template, metadata, { directory, readTemplate, assets, left }),
    assetManifests: manifests,
    template,
  };
}

/** What the library leaves beside a template: a contract that no output may have. */
const CONTRACT = 'cdk-kafka-privatelink:contract';

/** The principals of vendors, which no contract tells. */
const VENDORS = 'cdk-kafka-privatelink:vendors';

/** The CDK has metadata in the manifest, or in a file beside it. */
function metadataOf(directory: string, { metadata, additionalMetadataFile }: any): Metadata {
  return { ...metadata, ...additionalMetadataFile === undefined ? {} : readJson(join(directory, additionalMetadataFile)) };
}

function left(metadata: Metadata): { contracts: unknown[]; vendors: unknown[] } {
  const all = Object.values(metadata).flat();
  const of = (wanted: string) => all.filter(({ type }) => type === wanted).map(({ data }) => data);
  return { contracts: of(CONTRACT), vendors: of(VENDORS) };
}
