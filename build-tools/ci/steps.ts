/** What passes are counted in. */
const COUNTED: { readonly [what: string]: RegExp } = {
  tests: /^(?:\w+: )?Tests: .*?(\d+) passed/gm,
  claims: /^(\d+) claims hold/gm,
};

/** In this order: `first` and `alone` are one at a time, and those `beside` run side by side. */
export const TURNS = ['first', 'beside', 'alone'] as const;

/** A part of `.ci/run`, in a row of its table. */
export interface Step {
  readonly name: string;
  readonly group: string;
  readonly turn: typeof TURNS[number];
  readonly counts: string;
  readonly command: string;
}

/** How a step ended. */
export interface Outcome {
  readonly name: string;
  readonly seconds: number;
  /** Of its tests or claims, if it counts any. */
  readonly passed?: number;
  readonly failed: boolean;
}

export function parse(table: string): Step[] {
  return table.trimEnd().split('\n').map(line => {
    const [name, group, asked, counts, command] = line.split('\t');
    const turn = TURNS.find(known => known === asked);
    if (!turn) { throw new Error(`the step ${name} has the turn ${asked}, and there are ${TURNS.join(', ')}`); }
    return { name, group, turn, counts, command };
  });
}

/** The steps that are named, by their own name or their group's, in the order of all; all of them if nothing is. */
export function chosen(steps: Step[], asked: string[]): Step[] {
  return asked.length === 0 ? steps : steps.filter(({ name, group }) => asked.includes(name) || asked.includes(group));
}

/** How many passed by what a step printed; undefined if it does not say. */
export function counted(what: string, output: string): number | undefined {
  const plain = output.replace(/\x1b\[[0-9;]*m/g, '');
  const found = [...plain.matchAll(COUNTED[what])];
  return found.length === 0 ? undefined : found.reduce((sum, [, passed]) => sum + Number(passed), 0);
}

/** The last lines of a run: what each step took, the sum, and how much of the processors' time was used. */
export function summary(outcomes: Outcome[], total: number, busy: number): string {
  const passed = outcomes.reduce((sum, outcome) => sum + (outcome.passed ?? 0), 0);
  return [
    '| step | seconds | passed |', '|---|---|---|',
    ...outcomes.map(({ name, seconds, passed: own, failed }) => `| ${name} | ${seconds} | ${failed ? 'FAILED' : own ?? ''} |`),
    `| total | ${total} | |`,
    '', `The processors were busy for ${(100 * busy).toFixed(0)} % of the time.`,
    '', `${passed} passed, ${outcomes.filter(({ failed }) => failed).length} failed`,
  ].join('\n');
}
