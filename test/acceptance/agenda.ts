import { join } from 'path';
import { plannedPlace } from './apps/planned';
import { Resources, resourcesOf } from './apps/resources';
import { hourly, processors, vpcs } from './cost';
import type { Group, Step } from './groups/step';
import { BY_HAND, HYPOTHESES, Hypothesis } from './hypotheses';
import type { Options } from './options';
import { synthesize } from './run/assembly';
import { stepsFor } from './run/group';

/** A group that is to run, with what it takes. */
export interface Entry {
  readonly group: Group;
  /** The first of `--regions` that it is in; `two-regions` is in the next one too. */
  readonly region: string;
  readonly steps: readonly Step[];
  readonly minutes: number;
  readonly dollars: number;
  readonly vpcs: number;
  readonly processors: number;
}

export interface Agenda {
  readonly entries: readonly Entry[];
  /** Hypotheses that this run can't try, with the reason. */
  readonly leftOut: readonly { readonly hypothesis: Hypothesis; readonly why: string }[];
}

/** Deleting takes about as long for every group. */
const MINUTES_TO_DELETE = 12;

/** The groups for the hypotheses that were chosen and are not decided yet. Each goes to the region that has the least to do. */
export function agendaOf(options: Options, groups: readonly Group[], decided: readonly string[], folder: string): Agenda {
  const { profiles, regions, only, plan, from } = options;
  const chosen = HYPOTHESES.filter(({ id, group: name }) => (name === BY_HAND || groups.some(group => group.name === name))
    && (only.length === 0 || only.includes(id)) && !decided.includes(id));
  const missing = (group: Group) => {
    if (group.needs === 'second account' && profiles.length < 2 && !plan) { return 'it needs a second --profile'; }
    if (group.needs === 'second region' && regions.length < 2 && !plan) { return 'it needs a second one of --regions'; }
    if (group.needs === 'earlier release' && !from && !plan) { return 'it needs --from, an earlier release'; }
    return undefined;
  };
  const groupOf = ({ group: name }: Hypothesis) => groups.find(group => group.name === name);
  const leftOut = chosen.flatMap(hypothesis => {
    const why = hypothesis.group === BY_HAND ? `a person does it: ${hypothesis.asserted}` : missing(groupOf(hypothesis)!);
    return why ? [{ hypothesis, why }] : [];
  });
  const load = new Map(regions.map(region => [region, 0]));
  const entries = groups.filter(group => !missing(group)).flatMap(group => {
    const steps = stepsFor(group.steps, chosen.filter(({ group: name }) => name === group.name).map(({ id }) => id));
    if (steps.length === 0) { return []; }
    const region = [...load].sort(([, one], [, other]) => one - other)[0][0];
    const entry = { group, region, steps, ...amount(group, steps, region, regions, folder) };
    load.set(region, load.get(region)! + entry.minutes);
    return [entry];
  });
  return { entries, leftOut };
}

function amount(group: Group, steps: readonly Step[], region: string, regions: readonly string[], folder: string) {
  const own = join(folder, 'plan', group.name);
  const other = regions.find(one => one !== region) ?? 'eu-central-1';
  const place = plannedPlace(group.name, [region, other], join(own, 'kafka.tgz'));
  const assembly = synthesize(group, place, {}, {}, own);
  const resources: Resources[] = Object.keys(group.stacks).map(stack => resourcesOf(assembly, group.name, stack));
  const sum = (of: (resources: Resources) => number) => resources.reduce((total, one) => total + of(one), 0);
  const minutes = steps.reduce((total, step) => total + step.minutes, MINUTES_TO_DELETE);
  return { minutes, dollars: sum(hourly) * Math.ceil(minutes / 60), vpcs: sum(vpcs), processors: sum(processors) };
}

/** The longest lane is how long the run takes. */
export function minutesOf(entries: readonly Entry[]): number {
  const lanes = new Map<string, number>();
  for (const { region, minutes } of entries) { lanes.set(region, (lanes.get(region) ?? 0) + minutes); }
  return Math.max(0, ...lanes.values());
}
