import { Judge, Verdict } from '../groups/step';

export const holds = (why: string): Verdict => ({ holds: true, why });
export const fails = (why: string): Verdict => ({ holds: false, why });

/** A verdict by a condition that is there from the first answer on. */
export const verdict = (isSo: boolean, why: string): Verdict => ({ holds: isSo, why });

/** As soon as the condition is true; the time that it took is a part of the answer. */
export const once = (condition: (answers: readonly any[]) => boolean, what: string): Judge =>
  ({ answers, seconds }) => condition(answers) ? holds(`${what} after ${Math.round(seconds)} s`) : undefined;

export const list = (items: readonly unknown[]): string => items.length ? items.join(', ') : 'none';
