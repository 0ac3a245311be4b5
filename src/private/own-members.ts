import { Problems, quote } from './validation';

/** What an object of the user's own making must have. */
export interface OwnMembers {
  readonly values: string[];
  readonly optionalValues?: string[];
  readonly methods?: string[];
}

/**
 * Adds a problem for each member of an interface that the user implements and that is not there, throws, or is a method in the
 * place of a value: Python has a method where `@property` is forgotten.
 */
export function checkOwnMembers(problems: Problems, rule: string, what: string, object: object, members: OwnMembers): void {
  const { values, optionalValues = [], methods = [] } = members;
  if (typeof object !== 'object' || object === null) {
    problems.add(rule, `${what} is ${quote(object)}, `
      + `and must be an object with ${[...values, ...methods].map(name => `'${name}'`).join(', ')}`);
    return;
  }
  const found = new Map([...values, ...optionalValues, ...methods].map(name => [name, kindOf(object, name)]));
  for (const [name, kind] of found) {
    if (kind instanceof Error) {
      problems.add(rule, `'${name}' of ${what} throws an error when it is read: ${kind.message}; let it give its value`);
    }
  }
  for (const name of [...values, ...optionalValues].filter(value => found.get(value) === 'function')) {
    problems.add(rule, `'${name}' of ${what} is a method and must be a value; in Python write @property above it`);
  }
  for (const name of values.filter(value => found.get(value) === 'undefined')) {
    problems.add(rule, `'${name}' of ${what} has no value; give it one, and in Python write @property above it`);
  }
  for (const name of methods.filter(method => found.get(method) !== 'function' && !(found.get(method) instanceof Error))) {
    problems.add(rule, `'${name}' of ${what} is not a method; implement it, and in Python without @property`);
  }
}

/** What a member is, where null is nothing too, or what it throws. */
function kindOf(object: object, name: string): string | Error {
  try {
    return typeof ((object as Record<string, unknown>)[name] ?? undefined);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
