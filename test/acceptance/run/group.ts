import { Context, Interrupted } from './context';
import { perform } from './steps';
import { ToolFailed } from './tools';
import type { Step } from '../groups/step';

/** The steps that these hypotheses need, in order. */
export function stepsFor(steps: readonly Step[], hypotheses: readonly string[]): Step[] {
  const byId = new Map(steps.map(step => [step.id, step]));
  const wanted = new Set<string>();
  const want = (id: string) => {
    if (wanted.has(id)) { return; }
    wanted.add(id);
    byId.get(id)!.after?.forEach(want);
  };
  steps.filter(({ tells }) => tells && hypotheses.includes(tells)).forEach(({ id }) => want(id));
  return steps.filter(({ id }) => wanted.has(id));
}

/** Why steps were not done, by their ids. */
export type NotDone = Map<string, string>;

/**
 * Does the steps that are not done yet. One that fails takes along those that need it, and nothing else. A deployment that AWS refuses against its hypothesis decides that; any other failure decides nothing.
 */
export async function runGroup(context: Context, steps: readonly Step[]): Promise<NotDone> {
  const { own, file, log, signal } = context;
  const notDone: NotDone = new Map();
  for (const step of steps) {
    if (own.done.includes(step.id)) { continue; }
    if (signal.aborted) { throw new Interrupted(); }
    const lacking = step.after?.find(id => notDone.has(id));
    if (lacking) {
      notDone.set(step.id, `${lacking} was not done`);
      continue;
    }
    log(`${step.id}: ${step.what}, about ${step.minutes} min`);
    try {
      const verdict = await perform(context, step);
      if (step.tells && verdict) { tell(context, step.tells, verdict.holds, verdict.why); }
      // What only asks and was told no is as good as done; what waits for a state that does not come is not,
      // nor what would lose something.
      const isNeeded = !step.tells || 'compare' in step;
      if (isNeeded && verdict && !verdict.holds) {
        notDone.set(step.id, verdict.why);
        log(`${step.id}: ${verdict.why}`);
        continue;
      }
      own.done.push(step.id);
      file.save();
    } catch (error) {
      if (error instanceof Interrupted) { throw error; }
      const why = (error as Error).message;
      notDone.set(step.id, why);
      log(`${step.id} failed: ${why}`);
      if (step.tells && 'deploy' in step && error instanceof ToolFailed) { tell(context, step.tells, false, why); }
    }
  }
  return notDone;
}

function tell({ file, log }: Context, hypothesis: string, holds: boolean, why: string): void {
  file.state.verdicts[hypothesis] = { holds, why };
  file.save();
  log(`${hypothesis} ${holds ? 'holds' : 'DOES NOT HOLD'}: ${why}`);
}
