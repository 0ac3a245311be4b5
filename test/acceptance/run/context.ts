import type { Clock } from './clock';
import type { EarlierLibrary } from './earlier';
import type { GroupState, StateFile } from './state';
import type { Tools } from './tools';
import type { Place, Role } from '../apps/place';
import type { Group } from '../groups/step';

/** What the run of a group works with. */
export interface Context {
  readonly group: Group;
  /** Without facts: these are in the state. */
  readonly place: Omit<Place, 'facts'>;
  readonly profiles: { readonly [role in Role]: string };
  readonly tools: Tools;
  readonly clock: Clock;
  readonly file: StateFile;
  readonly own: GroupState;
  /** Where assemblies and other files of this group go. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** The library of `--from`, if it is given. */
  readonly earlier?: EarlierLibrary;
  readonly log: (line: string) => void;
}

/** The user wants it to end. */
export class Interrupted extends Error {
  constructor() { super('interrupted'); }
}
