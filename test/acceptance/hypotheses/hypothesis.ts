/** What is believed of AWS, and how an account settles it. What it needs, costs and takes follows from its group: groups/. */
export interface Hypothesis {
  /** For good: files of results name it. */
  readonly id: string;
  readonly says: string;
  /** Rows of docs/verified.md, by their first cell. */
  readonly settles: readonly string[];
  /** Who tries it: a group of stacks, or a person. */
  readonly group: GroupName | typeof BY_HAND;
  /** What is asked of AWS, and what the answer must be. Of one for a person: what to do. */
  readonly asserted: string;
}

export const BY_HAND = 'by hand';

export type GroupName = 'network' | 'zonal' | 'tls' | 'hub' | 'nodes' | 'secured' | 'two-accounts' | 'two-regions' | 'update' | 'update-nodes';
