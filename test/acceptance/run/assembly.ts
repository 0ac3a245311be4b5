import { rmSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import type { Facts, Place, Variant } from '../apps/place';
import type { Group } from '../groups/step';

/** Synthesizes a group's app into the folder and returns the path of the assembly. A warning is a mistake of the kit. */
export function synthesize(group: Group, place: Omit<Place, 'facts'>, facts: Facts, variant: Variant, folder: string): string {
  const outdir = join(folder, 'cdk.out');
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  group.app(app, { ...place, facts }, variant);
  const said = app.synth().stacks.flatMap(({ messages }) => messages).filter(({ level }) => level !== 'info').map(({ id, entry }) => `${id}: ${entry.data}`);
  if (said.length) { throw new Error(`the app of ${group.name} does not synthesize without a warning: ${said.join('; ')}`); }
  return outdir;
}
