import type { Code } from './codes';

/** What is done with a path, in this order. The first that fails ends it. What needs no credentials comes first. */
export const STEPS = ['contract', 'names', 'tcp', 'tls', 'identity', 'login', 'metadata', 'data', 'idle'] as const;

export type Step = typeof STEPS[number];

/** Something that was seen, in the words of a user. No credential is ever in it. */
export interface Finding {
  readonly code: Code;
  /** What was seen: addresses, names, both values of a difference. */
  readonly detail: string;
  /** What mends it. */
  readonly fix: string;
}

/** What became of one path: one listener and one broker, or the listener's bootstrap. It is JSON. */
export interface PathResult {
  readonly listener: string;
  /** Not there for the path of `bootstrap.servers`. */
  readonly brokerId?: number;
  /** What clients connect to: `host:port`. */
  readonly address: string;
  /** The step that failed; if `ok`, the last one that was done. */
  readonly step: Step;
  readonly ok: boolean;
  /** How long the steps took, in milliseconds. */
  readonly ms: number;
  /** Why it failed. Not there if `ok`, as `detail` and `fix`. */
  readonly code?: Code;
  readonly detail?: string;
  readonly fix?: string;
  /** What lets clients through and wants somebody to look: days left, identity that could not be checked. */
  readonly warnings: readonly Finding[];
}

/** The properties of a client, by Kafka's keys, of Java or of librdkafka. Nothing of them is ever printed. */
export interface ClientProperties { readonly [key: string]: string }

export interface ProbeOptions {
  /** The listeners of the contract to look at. All by default. */
  readonly listenerNames?: readonly string[];
  /**
   * The properties of a client: authorities, its certificate, its login. Without a login the steps from `login` on are left out
   * where a listener asks for one, and without a certificate those from `identity` on where a listener asks for that.
   */
  readonly client?: ClientProperties;
  /** The topic for the step `data`, with a partition that each broker leads. Without it the step is left out. */
  readonly topic?: string;
  /** How long the step `idle` holds a connection, in milliseconds. Without it the step is left out. */
  readonly idleMs?: number;
  /** What each step may take, in milliseconds. 3000 by default. */
  readonly timeoutMs?: number;
}
