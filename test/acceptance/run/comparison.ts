import { join } from 'path';
import { synthesize } from './assembly';
import type { EarlierLibrary } from './earlier';
import { lossesIn } from './losses';
import { ToolFailed, Tools, typed } from './tools';
import type { Place, Variant } from '../apps/place';
import type { Group } from '../groups/step';

/** What a deployment of these stacks by this library loses of what the earlier one has made: in words, and no account is asked. */
export async function lossesOf(
  { tools, earlier, group }: { readonly tools: Tools; readonly earlier: EarlierLibrary; readonly group: Group },
  place: Place, variant: Variant, stacks: readonly string[], folder: string,
): Promise<string[]> {
  const before = await earlier.synthesize(place, variant, folder);
  const now = synthesize(group, place, place.facts, variant, folder);
  const printed: { [stack: string]: string } = {};
  for (const stack of stacks) {
    const command = ['cdk', 'diff', stack, '--app', now, '--template', join(before, `${stack}.template.json`), '--no-color', '--no-notices'];
    const ran = await tools.run(command);
    if (ran.status !== 0) { throw new ToolFailed(typed(command.slice(0, 3)), ran); }
    printed[stack] = `${ran.out}\n${ran.errors}`;
  }
  return lossesIn(printed);
}
