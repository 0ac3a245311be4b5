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

/** What an assembly has, by id. An artifact of a kind that is read has what is read of it. */
export function readManifest(path: string): { artifacts: { [id: string]: any }; missing: { key: string }[] } {
  const { artifacts = {}, missing = [] } = objectIn(path);
  const refuse = (id: string, what: string): never => {
    throw new UserError(`${path}: artifact ${id} has no ${what}; run 'cdk synth' again`);
  };
  for (const [id, artifact] of Object.entries<any>(artifacts)) {
    const { type, environment, properties } = artifact ?? refuse(id, 'content');
    if (type === 'cdk:cloud-assembly' && typeof properties?.directoryName !== 'string') { refuse(id, 'directoryName'); }
    if (type !== 'aws:cloudformation:stack') { continue; }
    if (typeof properties?.templateFile !== 'string') { refuse(id, 'templateFile'); }
    if (!/^aws:\/\/[^/]+\/.+$/.test(environment)) { refuse(id, 'environment'); }
  }
  return { artifacts, missing };
}

export function readTemplate(path: string): Template {
  const template: Template = { Resources: {}, ...objectIn(path) };
  const { Resources } = template;
  if (!isObject(Resources)) { throw new UserError(`${path}: its Resources are no object of JSON`); }
  const untyped = Object.keys(Resources).filter(id => typeof Resources[id]?.Type !== 'string');
  if (untyped.length > 0) { throw new UserError(`${path}: no Type in Resources: ${untyped.join(', ')}`); }
  return template;
}

function objectIn(path: string): any {
  const value = readJson(path);
  if (!isObject(value)) { throw new UserError(`${path} is no object of JSON`); }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
