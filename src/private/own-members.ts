import { Problems } from './validation';

/** What an object of the user's own making must have. */
export interface OwnMembers {
  readonly values: string[];
  readonly optionalValues?: string[];
  readonly methods?: string[];
}

/**
 * Adds a problem for each member of an interface that the user implements and that is not there, or is a method in the place of a value: Python has a
 * method where `@property` is forgotten.
 */
export function checkOwnMembers(problems: Problems, rule: string, what: string, object: object, members: OwnMembers): void {
  const { values, optionalValues = [], methods = [] } = members;
  const kindOf = (name: string) => typeof (object as Record<string, unknown>)[name];
  for (const name of [...values, ...optionalValues].filter(value => kindOf(value) === 'function')) {
    problems.add(rule, `'${name}' of ${what} is a method and must be a value; in Python write @property above it`);
  }
  for (const name of values.filter(value => kindOf(value) === 'undefined')) {
    problems.add(rule, `'${name}' of ${what} has no value; give it one, and in Python write @property above it`);
  }
  for (const name of methods.filter(method => kindOf(method) !== 'function')) {
    problems.add(rule, `'${name}' of ${what} is no method; implement it, and in Python without @property`);
  }
}
