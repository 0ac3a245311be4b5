/**
 * What a merge does to one key of a host's file.
 */
export interface PropertyChange {
  /** The key. */
  readonly key: string;

  /**
   * What the file says; `(hidden)` for a secret.
   *
   * @default - the file has no such key
   */
  readonly before?: string;

  /**
   * What the merged file says; `(hidden)` for a secret.
   *
   * @default - the merged file has no such key
   */
  readonly after?: string;

  /** Why. */
  readonly reason: string;
}

/**
 * What comes of a merge.
 */
export interface MergedProperties {
  /**
   * The file that the host should have. It has every secret that the host's own file has, so it belongs on the host and into no
   * template, output or log.
   */
  readonly text: string;

  /** What is different from the host's own file, in its order. Empty if the file has been merged already. */
  readonly changes: PropertyChange[];

  /** What a person does beside it, on the host or in the cluster, before clients connect. */
  readonly byHand: string[];
}
