import type { DefineApp, Facts, Role, Variant } from '../apps/place';
import type { GroupName } from '../hypotheses';

export interface Verdict {
  readonly holds: boolean;
  readonly why: string;
}

/** What AWS said, with the time since the question was first asked. */
export interface Asked {
  readonly answers: readonly any[];
  readonly facts: Facts;
  readonly seconds: number;
}

/** A verdict, or undefined as long as another answer may come. */
export type Judge = (asked: Asked) => Verdict | undefined;

/** Arguments of the AWS CLI. `{Stack.Output}` in an argument stands for a fact. */
export type Call = readonly string[];

interface Common {
  readonly id: string;
  /** What it does, for who reads a plan or waits. */
  readonly what: string;
  /** About how long it takes. */
  readonly minutes: number;
  /** The hypothesis that it decides. */
  readonly tells?: string;
  /** Steps without which it makes no sense. */
  readonly after?: readonly string[];
  /** Something that goes on while it is done, and what its answer says. */
  readonly meanwhile?: { readonly as: Role; readonly call: Call; readonly judge: Judge };
}

/** Stacks of the group's app, one after another. What the variant says stays for later steps, unless the deployment is meant to fail. */
export interface Deploy extends Common {
  readonly deploy: readonly string[];
  readonly variant?: Variant;
  /** AWS refuses it if the hypothesis is right; a later step asks what came of it. */
  readonly mayFail?: boolean;
  /** By `cdk refactor`, which changes no resource. */
  readonly refactor?: boolean;
  /** By the library that `--from` names. */
  readonly isEarlier?: boolean;
}

/** What a deployment of these stacks loses of what the library of `--from` has made. If it loses something, what comes after it is not done. */
export interface Compare extends Common {
  readonly compare: readonly string[];
}

export interface Delete extends Common {
  readonly delete: readonly string[];
}

/** A call that no stack makes. What the answer has is kept as facts. */
export interface Invoke extends Common {
  readonly as: Role;
  readonly invoke: Call;
  /** The program, if it is not the AWS CLI. */
  readonly by?: 'openssl';
  readonly keep?: (answer: any, facts: Facts) => Facts;
}

/** A question, asked again until there is a verdict or time is up. */
export interface Ask extends Common {
  readonly as: Role;
  readonly ask: readonly Call[];
  readonly judge: Judge;
  readonly within?: { readonly minutes: number; readonly everySeconds: number };
}

export type Step = Deploy | Compare | Delete | Invoke | Ask;

export interface Group {
  readonly name: GroupName;
  readonly what: string;
  readonly app: DefineApp;
  /** The stacks, with the account and region that each goes to. Deleted in the other order. */
  readonly stacks: { readonly [id: string]: Role };
  readonly needs?: 'second account' | 'second region' | 'earlier release';
  /** Its nodes get the archive of Kafka. */
  readonly hasNodes?: boolean;
  readonly steps: readonly Step[];
}
