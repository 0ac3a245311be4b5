import { readFileSync } from 'fs';
import { join } from 'path';
import { stackNameOf } from './place';

export interface Resources {
  readonly [logicalId: string]: { readonly Type: string; readonly Properties?: any };
}

/** Resources of a stack in an assembly, by the id of the stack. */
export function resourcesOf(assembly: string, group: string, stack: string): Resources {
  const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'));
  const name = stackNameOf(group, stack);
  const artifact: any = Object.values<any>(artifacts).find(({ properties }) => properties?.stackName === name);
  return JSON.parse(readFileSync(join(assembly, artifact.properties.templateFile), 'utf8')).Resources;
}
