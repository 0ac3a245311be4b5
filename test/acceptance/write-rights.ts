/** `npx projen acceptance:rights`: the policies of who runs the acceptance, from the calls of its steps and the types in its stacks. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { GROUPS } from './groups';
import { plannedStacks } from './planned-stacks';
import { policyFiles } from './rights';

const stacks = plannedStacks(join(__dirname, '../../build/acceptance/plan'));
for (const [name, policy] of Object.entries(policyFiles(GROUPS, stacks))) {
  writeFileSync(join(__dirname, 'policies', `${name}.json`), `${JSON.stringify(policy, undefined, 2)}\n`);
}
