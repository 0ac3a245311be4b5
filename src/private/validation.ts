import { Token, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Collects every problem of one input, so that a user mends them in one go.
 *
 * A rule's name is `<Class>.<cause>`. It is public: it stands in `docs/rules.md` and in the message.
 */
export class Problems {
  private readonly found: string[] = [];

  /** @param where what is being checked, in the user's terms: a construct's path or a value such as `listener CLIENT` */
  constructor(private readonly where: string) {}

  public add(rule: string, message: string): void {
    this.found.push(`${rule}: ${message}`);
  }

  /** Every problem that was added, for `node.addValidation`, which throws them itself. */
  public list(): string[] {
    return [...this.found];
  }

  /** Throws one error with every problem that was added. */
  public throwIfAny(): void {
    if (this.found.length === 0) { return; }
    throw new Error(this.found.length === 1
      ? `${this.where}: ${this.found[0]}`
      : [`${this.where}: ${this.found.length} problems`, ...this.found.map(problem => `  - ${problem}`)].join('\n'));
  }
}

/** Throws the one problem that an input has. */
export function fail(where: string, rule: string, message: string): never {
  throw new Error(`${where}: ${rule}: ${message}`);
}

/**
 * Tells of what is legal and probably not meant. The warning does not stop a deployment, and users acknowledge it by its id.
 *
 * Report where the construct is made: a warning that comes later is not covered by every acknowledgement.
 */
export function reportWarning(scope: IConstruct, rule: string, message: string): void {
  Validations.of(scope).addWarning(idOf(rule), message);
}

/**
 * Refuses what depends on a lookup: an error that is thrown would keep the lookup from being done, and the CLI deploys nothing
 * while one is reported.
 */
export function reportError(scope: IConstruct, rule: string, message: string): void {
  Validations.of(scope).addError(idOf(rule), `${rule}: ${message}`);
}

/** The id of a rule where rules of other libraries stand beside it. */
function idOf(rule: string): string {
  return `cdk-kafka-privatelink:${rule}`;
}

/** How a wrong value is shown in a message. */
export function quote(value: unknown): string {
  if (Token.isUnresolved(value)) { return 'a token'; }
  return typeof value === 'number' ? String(value) : JSON.stringify(value) ?? String(value);
}

export function isIntegerIn(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

/** The values that stand in a list more than once, each named once. */
export function duplicates<T>(values: T[]): T[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
