import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import type { Facts, Variant } from '../apps/place';
import type { Verdict } from '../groups/step';

/** How far a group has come. */
export interface GroupState {
  readonly region: string;
  done: string[];
  facts: Facts;
  variant: Variant;
  /** Stacks whose deployment was begun and that are not deleted yet. */
  stacks: string[];
  /** Calls made something that no stack deletes. */
  touched: boolean;
}

/** What must survive the end of the process, whatever ends it: written before anything is made. */
export interface RunState {
  readonly profiles: readonly string[];
  readonly regions: readonly string[];
  /** The earlier release, if there is one. */
  readonly from?: string;
  readonly groups: { [name: string]: GroupState };
  readonly verdicts: { [hypothesis: string]: Verdict };
}

export class StateFile {
  /** The state of a run that did not end, if there is one. */
  public static read(path: string): RunState | undefined {
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  }

  constructor(private readonly path: string, public readonly state: RunState) {}

  /** In one move, so that a process that is killed leaves the old one or the new one. */
  public save(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(`${this.path}.new`, JSON.stringify(this.state, undefined, 2));
    renameSync(`${this.path}.new`, this.path);
  }

  public remove(): void {
    rmSync(this.path, { force: true });
  }
}
