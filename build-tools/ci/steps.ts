/** What passes are counted in. */
const COUNTED: { readonly [what: string]: RegExp } = {
  tests: /^(?:\w+: )?Tests: .*?(\d+) passed/gm,
  claims: /^(\d+) claims hold/gm,
};

/** A part of `.ci/run`, in a row of its table. */
export interface Step {
  readonly name: string;
  readonly group: string;
  /** `first`, `alone`, or one of those that run side by side, of which `front` is what a reader follows. */
  readonly lane: string;
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
    const [name, group, lane, counts, command] = line.split('\t');
    return { name, group, lane, counts, command };
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

/** The last lines of a run: what each step took, and the sum. */
export function summary(outcomes: Outcome[], total: number): string {
  const passed = outcomes.reduce((sum, outcome) => sum + (outcome.passed ?? 0), 0);
  return [
    '| step | seconds | passed |', '|---|---|---|',
    ...outcomes.map(({ name, seconds, passed: own, failed }) => `| ${name} | ${seconds} | ${failed ? 'FAILED' : own ?? ''} |`),
    `| total | ${total} | |`,
    '', `${passed} passed, ${outcomes.filter(({ failed }) => failed).length} failed`,
  ].join('\n');
}
