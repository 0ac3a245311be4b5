import { join } from 'path';
import { plannedPlace } from './apps/planned';
import { Resources, resourcesOf } from './apps/resources';
import { GROUPS } from './groups';
import type { Group } from './groups/step';
import { synthesize } from './run/assembly';

/** What deployments of a group change, by the step. */
export const variantsOf = ({ steps }: Group) => steps.flatMap(step => 'deploy' in step && step.variant ? [[step.id, step.variant] as const] : []);

/** The resources of every stack of every group, first as they are and then with each variant. */
export function plannedStacks(folder: string): Resources[] {
  return GROUPS.flatMap(group => [{}, ...variantsOf(group).map(([, variant]) => variant)].flatMap(variant => {
    const place = plannedPlace(group.name, ['eu-west-1', 'eu-central-1'], join(folder, 'kafka.tgz'));
    const assembly = synthesize(group, place, {}, variant, join(folder, group.name));
    return Object.keys(group.stacks).map(stack => resourcesOf(assembly, group.name, stack));
  }));
}
