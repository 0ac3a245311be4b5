import { parseArgs } from 'node:util';
import { playRandom, RandomOptions } from './random';
import { UserError } from '../../assembly/findings';
import type { Topology } from '../../assembly/model';
import { FAULTS, Stage } from '../kafka/faults';

/** Which faults are played: all that are known, or random ones. */
export type Faults = { readonly kind: 'known' } | { readonly kind: 'random' } & RandomOptions;

/** Takes `--faults`, and what belongs to it, out of the arguments. The seed of random faults is the time, unless it is given. */
export function faultsOf(args: readonly string[], now: number): { faults?: Faults; rest: string[] } {
  const at = args.indexOf('--faults');
  if (at < 0) { return { rest: [...args] }; }
  const after = args.slice(at + 1);
  if (after[0] !== 'random') { return { faults: { kind: 'known' }, rest: [...args.slice(0, at), ...after] }; }
  const own = { seed: `${now % 1_000_000}`, minutes: '10' };
  const rest = [...args.slice(0, at), ...after.slice(1)];
  for (const name of ['seed', 'minutes'] as const) {
    const i = rest.indexOf(`--${name}`);
    if (i < 0) { continue; }
    const { values } = parseArgs({ args: rest.splice(i, 2), options: { [name]: { type: 'string' } } });
    own[name] = String(values[name]);
  }
  const [seed, minutes] = [Number(own.seed), Number(own.minutes)];
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) { throw new UserError(`--seed is an integer from 0 to 4294967295, got ${JSON.stringify(own.seed)}`); }
  if (!(minutes > 0 && minutes <= 120)) { throw new UserError(`--minutes is more than 0 and at most 120, got ${JSON.stringify(own.minutes)}`); }
  return { faults: { kind: 'random', seed, minutes }, rest };
}

/** The same as arguments, by which the same faults are played again. */
export function argumentsOf(faults: Faults): string[] {
  return faults.kind === 'known' ? ['--faults'] : ['--faults', 'random', '--seed', `${faults.seed}`, '--minutes', `${faults.minutes}`];
}

/** A zone or broker is lost at a time: the others have to go on without it. */
export function refuseFew({ brokers }: Topology): void {
  const zones = new Set([...brokers.values()].flatMap(({ zone }) => zone ?? []));
  if (brokers.size < 3 || zones.size < 3) {
    throw new UserError(`--faults needs three brokers in three zones, so that a cluster goes on without one; there are ${brokers.size} in ${zones.size}`);
  }
}

/** Plays the faults while clients produce, and says of each whether all held. Returns whether all did. */
export async function playFaults(stage: Stage, faults: Faults): Promise<boolean> {
  const claims = faults.kind === 'known' ? FAULTS : [{
    claim: 'random faults while clients produce and read', run: async () => playRandom(stage, faults),
  }];
  let isFine = true;
  for (const { claim, run } of claims) {
    try {
      console.log([`ok      ${claim}`, ...(await run(stage)).split('; ')].join('\n          '));
    } catch (error) {
      isFine = false;
      console.log(`FAILED  ${claim}: ${(error as Error).message}\n${stage.cloud.diagnosis([stage.bootstrapPort])}`);
    }
  }
  if (faults.kind === 'random') { console.log(`To play the same again: ${argumentsOf(faults).join(' ')}`); }
  return isFine;
}
