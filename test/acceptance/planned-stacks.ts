import { join } from 'path';
import { plannedPlace } from './apps/planned';
import { Resources, resourcesOf } from './apps/resources';
import { GROUPS } from './groups';
import { synthesize } from './run/assembly';

/** The resources of every stack of every group. */
export function plannedStacks(folder: string): Resources[] {
  return GROUPS.flatMap(group => {
    const assembly = synthesize(group, plannedPlace(group.name, ['eu-west-1', 'eu-central-1'], join(folder, 'kafka.tgz')), {}, {}, join(folder, group.name));
    return Object.keys(group.stacks).map(stack => resourcesOf(assembly, group.name, stack));
  });
}
