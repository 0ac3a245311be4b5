import { Code, CODES } from './codes';
import type { Finding } from './model';

/** What ends a path. */
export class Problem extends Error {
  constructor(public readonly finding: Finding) {
    super(finding.detail);
  }
}

export function findingOf(code: Code, detail: string): Finding {
  return { code, detail, fix: CODES[code].fix };
}

export function fail(code: Code, detail: string): never {
  throw new Problem(findingOf(code, detail));
}
