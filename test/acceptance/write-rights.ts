/** `npx projen acceptance:rights`: the policies of who runs the acceptance, from the calls of its steps and the types in its stacks. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { GROUPS } from './groups';
import { plannedStacks } from './planned-stacks';
import { callerPolicy, executionPolicy } from './rights';

const write = (name: string, policy: object) => writeFileSync(join(__dirname, 'policies', `${name}.json`), `${JSON.stringify(policy, undefined, 2)}\n`);

write('caller', callerPolicy(GROUPS));
write('cloudformation', executionPolicy(plannedStacks(join(__dirname, '../../build/acceptance/plan'))));
