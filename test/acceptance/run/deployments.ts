import { existsSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { synthesize } from './assembly';
import { Context, Interrupted } from './context';
import { ToolFailed, typed } from './tools';
import { stackNameOf } from '../apps/place';
import type { Deploy } from '../groups/step';

const QUIET = ['--no-notices', '--no-color', '--ci', '--progress', 'events'];

/** `cdk deploy` of a stack with an assembly that is there; outputs come back as facts. */
async function deployStack(context: Context, assembly: string, stack: string): Promise<void> {
  const { group, profiles, tools, own, file, folder, signal } = context;
  const outputs = join(folder, 'outputs.json');
  rmSync(outputs, { force: true });
  if (!own.stacks.includes(stack)) { own.stacks.push(stack); }
  file.save();
  const command = ['cdk', 'deploy', stack, '--app', assembly, '--exclusively', '--require-approval', 'never', '--outputs-file', outputs,
    '--profile', profiles[group.stacks[stack]], ...QUIET];
  const ran = await tools.run(command, signal);
  if (signal.aborted) { throw new Interrupted(); }
  if (ran.status !== 0) { throw new ToolFailed(typed(command.slice(0, 3)), ran); }
  const told = existsSync(outputs) ? JSON.parse(readFileSync(outputs, 'utf8'))[stackNameOf(group.name, stack)] ?? {} : {};
  own.facts = { ...own.facts, ...Object.fromEntries(Object.entries<string>(told).map(([name, value]) => [`${stack}.${name}`, value])) };
  file.save();
}

/** Deploys the step's stacks. What it changes stays for later steps unless AWS was to refuse it. */
export async function deploy(context: Context, step: Deploy): Promise<void> {
  const { group, place, profiles, own, file, folder, signal, tools } = context;
  const variant = { ...own.variant, ...step.variant };
  for (const stack of step.deploy) {
    // Anew for each stack: one that comes later has what an earlier one told.
    const assembly = step.isEarlier
      ? await context.earlier!.synthesize({ ...place, facts: own.facts }, variant, folder)
      : synthesize(group, place, own.facts, variant, folder);
    if (step.refactor) {
      const command = ['cdk', 'refactor', stack, '--app', assembly, '--unstable', 'refactor', '--force', '--profile', profiles[group.stacks[stack]], ...QUIET];
      const ran = await tools.run(command, signal);
      if (signal.aborted) { throw new Interrupted(); }
      if (ran.status !== 0) { throw new ToolFailed(typed(command.slice(0, 3)), ran); }
    } else {
      try {
        await deployStack(context, assembly, stack);
      } catch (error) {
        if (!step.mayFail || !(error instanceof ToolFailed)) { throw error; }
        return;
      }
    }
  }
  own.variant = variant;
  file.save();
}

/** Deletes stacks, once nothing is under way in them. */
export async function destroy(context: Context, stacks: readonly string[]): Promise<void> {
  const { group, place, profiles, own, file, folder, tools, signal } = context;
  const assembly = synthesize(group, place, own.facts, own.variant, folder);
  for (const stack of stacks) {
    await settled(context, stack);
    if (signal.aborted) { throw new Interrupted(); }
    const command = ['cdk', 'destroy', stack, '--app', assembly, '--exclusively', '--force', '--profile', profiles[group.stacks[stack]], ...QUIET];
    const ran = await tools.run(command, signal);
    if (signal.aborted) { throw new Interrupted(); }
    if (ran.status !== 0) { throw new ToolFailed(typed(command.slice(0, 3)), ran); }
    own.stacks = own.stacks.filter(one => one !== stack);
    file.save();
  }
}

/** Waits until CloudFormation is done with the stack, or knows none of its name: it deletes none that it is updating. */
async function settled(context: Context, stack: string): Promise<void> {
  const { group, place, profiles, tools, clock, signal, log } = context;
  const role = group.stacks[stack];
  const name = stackNameOf(group.name, stack);
  for (let waits = 0; !signal.aborted; waits++) {
    const status = await tools.aws(profiles[role], place.regions[role], ['cloudformation', 'describe-stacks', '--stack-name', name], signal)
      .then(({ Stacks: [{ StackStatus }] }) => StackStatus as string, () => 'not there');
    if (!status.endsWith('_IN_PROGRESS')) { return; }
    if (waits === 0) { log(`waits for ${name}, which is ${status}`); }
    await clock.sleep(15, signal);
  }
}
