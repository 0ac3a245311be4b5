/**
 * Values that no file has: an import of another app, a parameter. Each stands in for itself, as a text that nothing else looks
 * like.
 */
export class Unknowns {
  private readonly found = new Set<string>();

  /** What is needed and not there, each once, in the order in which it was asked for. */
  public get all(): string[] {
    return [...this.found];
  }

  /** @param what such as `the export Net-Vpc` */
  public valueOf(what: string): string {
    this.found.add(what);
    return unknown(what);
  }
}

export function unknown(what: string): string {
  return `‹${what}›`;
}

/** Whether a value is unknown, or has an unknown part. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && value.includes('‹');
}

/** An item of a list of which nothing is known. */
export function itemOf(list: string, index: number): string {
  return index === 0 ? list : list.replace('›', `, item ${index}›`);
}
