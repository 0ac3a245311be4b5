import { lossesOf } from './comparison';
import { Context, Interrupted } from './context';
import { deploy, destroy } from './deployments';
import { filled } from './facts';
import { parsed, ToolFailed, typed } from './tools';
import { Role } from '../apps/place';
import type { Ask, Call as Arguments, Compare, Invoke, Step, Verdict } from '../groups/step';
import { fails, holds, list } from '../judges/verdicts';

/** A call with facts in it; one that lacks a fact is a mistake of the kit. */
async function call({ own, profiles, place, tools, signal, folder }: Context, as: Role, args: Arguments, by?: 'openssl'): Promise<any> {
  const { call: complete, missing } = filled(args, { ...own.facts, Folder: folder });
  if (missing.length) { throw new Error(`${typed(args.slice(0, 2))} needs what nobody told: ${missing.join(', ')}`); }
  if (!by) { return tools.aws(profiles[as], place.regions[as], complete, signal); }
  const ran = await tools.run([by, ...complete], signal);
  if (ran.status !== 0) { throw new ToolFailed(typed([by, complete[0]]), ran); }
  return parsed(ran.out);
}

/** Asks until there is a verdict. Without a limit the first answer decides. */
async function ask(context: Context, step: Ask): Promise<Verdict> {
  const { clock, signal, own, log } = context;
  const began = clock.now();
  let answers: any[] = [];
  for (let asked = 0; ; asked++) {
    const seconds = (clock.now() - began) / 1000;
    answers = [];
    for (const question of step.ask) { answers.push(await call(context, step.as, question)); }
    const verdict = step.judge({ answers, facts: own.facts, seconds });
    if (verdict) { return verdict; }
    if (!step.within || seconds > step.within.minutes * 60) { break; }
    if (asked % 4 === 0) { log(`${step.id}: ${step.what}; ${Math.round(seconds / 60)} of at most ${step.within.minutes} min`); }
    await clock.sleep(step.within.everySeconds, signal);
    if (signal.aborted) { throw new Interrupted(); }
  }
  return { holds: false, why: `not within ${step.within?.minutes ?? 0} minutes; the last answer: ${JSON.stringify(answers).slice(0, 400)}` };
}

async function invoke(context: Context, step: Invoke): Promise<void> {
  const { own, file } = context;
  own.touched = true;
  file.save();
  const answer = await call(context, step.as, step.invoke, step.by);
  own.facts = { ...own.facts, ...step.keep?.(answer, own.facts) };
  file.save();
}

async function compare({ group, tools, earlier, place, own, folder }: Context, step: Compare): Promise<Verdict> {
  const lost = await lossesOf({ group, tools, earlier: earlier! }, { ...place, facts: own.facts }, own.variant, step.compare, folder);
  return lost.length ? fails(`the deployment loses ${list(lost)}`) : holds('the deployment loses nothing');
}

async function act(context: Context, step: Step): Promise<Verdict | undefined> {
  if ('ask' in step) { return ask(context, step); }
  if ('compare' in step) { return compare(context, step); }
  if ('invoke' in step) { await invoke(context, step); }
  if ('delete' in step) { await destroy(context, step.delete); }
  if ('deploy' in step) { await deploy(context, step); }
  return undefined;
}

/** Does a step, and says what it found, if it was to find something. What went on meanwhile decides before the step itself. */
export async function perform(context: Context, step: Step): Promise<Verdict | undefined> {
  const { meanwhile } = step;
  const beside = meanwhile && call(context, meanwhile.as, meanwhile.call)
    .then(answer => meanwhile.judge({ answers: [answer], facts: context.own.facts, seconds: 0 }));
  // It is waited for, whatever becomes of the step.
  const [own, besides] = await Promise.allSettled([act(context, step), beside]);
  if (context.signal.aborted) { throw new Interrupted(); }
  if (own.status === 'rejected') { throw own.reason; }
  if (besides.status === 'rejected') { throw besides.reason; }
  return besides.value ?? own.value ?? (step.tells ? { holds: true, why: `it ${step.what}, and AWS did it` } : undefined);
}
