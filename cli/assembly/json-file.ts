import { readFileSync } from 'node:fs';
import { UserError } from './findings';
import type { Template } from './template';

/** A file of JSON. */
export function readJson(path: string): any {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')); // some editors put a mark in front
  } catch {
    throw new UserError(`${path} is not JSON`);
  }
}

/** The property of each kind of artifact that names a file or a directory. */
const NAMED: { readonly [type: string]: string } = {
  'aws:cloudformation:stack': 'templateFile', 'cdk:asset-manifest': 'file', 'cdk:cloud-assembly': 'directoryName',
};

/** What an assembly has, by id. An artifact of a kind that is read has what is read of it. */
export function readManifest(path: string): { artifacts: { [id: string]: any }; missing: { key: string }[] } {
  const { artifacts = {}, missing = [] } = objectIn(path);
  if (!isObject(artifacts)) { throw new UserError(`${path}: its artifacts are no object of JSON; run 'cdk synth' again`); }
  for (const [id, artifact] of Object.entries(artifacts)) {
    const fault = faultOf(artifact, artifacts);
    if (fault) { throw new UserError(`${path}: artifact ${id} ${fault}; run 'cdk synth' again`); }
  }
  return { artifacts, missing };
}

function faultOf(artifact: any, artifacts: object): string | undefined {
  if (!isObject(artifact)) { return 'has no content'; }
  const { type, properties, environment, displayName, dependencies = [], additionalMetadataFile = '' }: any = artifact;
  if (type in NAMED && typeof properties?.[NAMED[type]] !== 'string') { return `has no ${NAMED[type]}`; }
  if (type !== 'aws:cloudformation:stack') { return undefined; }
  if (!/^aws:\/\/[^/]+\/.+$/.test(environment)) { return 'has no environment'; }
  if (typeof (properties.stackName ?? displayName) !== 'string') { return 'has no name'; }
  if (typeof additionalMetadataFile !== 'string') { return 'has an additionalMetadataFile that is no text'; }
  if (!Array.isArray(dependencies)) { return 'has dependencies that are no list'; }
  const lost = dependencies.find(id => !(id in artifacts));
  return lost === undefined ? undefined : `depends on ${lost}, which is not there`;
}

export function readTemplate(path: string): Template {
  const template: Template = { Resources: {}, ...objectIn(path) };
  const { Resources } = template;
  if (!isObject(Resources)) { throw new UserError(`${path}: its Resources are no object of JSON`); }
  const untyped = Object.keys(Resources).filter(id => typeof Resources[id]?.Type !== 'string');
  if (untyped.length > 0) { throw new UserError(`${path}: no Type in Resources: ${untyped.join(', ')}`); }
  const nulls = nullsIn(template, '').slice(0, 3);
  if (nulls.length > 0) { throw new UserError(`${path}: CloudFormation takes no null. One is at ${nulls.join(', ')}`); }
  return template;
}

/** Where in a template a value is null. */
function nullsIn(value: unknown, at: string): string[] {
  if (value === null) { return [at]; }
  return isObject(value) || Array.isArray(value)
    ? Object.entries(value).flatMap(([key, item]) => nullsIn(item, at === '' ? key : `${at}.${key}`)) : [];
}

function objectIn(path: string): any {
  const value = readJson(path);
  if (!isObject(value)) { throw new UserError(`${path} is no object of JSON`); }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
