import type { Entry } from '../agenda';
import { cleanUp, Leftover } from './clean-up';
import { Context, Interrupted } from './context';
import { NotDone, runGroup } from './group';

export interface Outcome {
  readonly notDone: ReadonlyMap<string, NotDone>;
  readonly left: readonly Leftover[];
  readonly interrupted: boolean;
}

/**
 * Runs the groups, those of a region one after another and the regions side by side. Each is deleted as soon as it is done, since it costs by the hour.
 * Whatever ends a group, the others go on, unless the user wants it to end; what was made is deleted all the same, until a second signal.
 */
export async function runLanes(entries: readonly Entry[], contextOf: (entry: Entry, signal: AbortSignal) => Context, keep: boolean,
  signals: { readonly run: AbortSignal; readonly cleanUp: AbortSignal }): Promise<Outcome> {
  const notDone = new Map<string, NotDone>();
  const left: Leftover[] = [];
  const one = async (entry: Entry) => {
    try {
      notDone.set(entry.group.name, await runGroup(contextOf(entry, signals.run), entry.steps));
    } catch (error) {
      if (!(error instanceof Interrupted)) { notDone.set(entry.group.name, new Map(entry.steps.map(({ id }) => [id, (error as Error).message]))); }
    }
    if (!keep) {
      const context = contextOf(entry, signals.cleanUp);
      left.push(...await cleanUp(context).catch(error => [{ what: `${entry.group.name}: ${(error as Error).message}`, command: 'npx projen acceptance --clean' }]));
    }
  };
  const regions = [...new Set(entries.map(({ region }) => region))];
  await Promise.all(regions.map(async region => {
    for (const entry of entries.filter(candidate => candidate.region === region)) {
      if (!signals.run.aborted) { await one(entry); }
    }
  }));
  return { notDone, left, interrupted: signals.run.aborted };
}
