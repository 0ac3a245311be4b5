import { Agenda, Entry, minutesOf } from './agenda';
import { stackNameOf, Role } from './apps/place';
import { BLOB } from './groups/questions';
import type { Step } from './groups/step';
import { HYPOTHESES } from './hypotheses';
import { typed } from './run/tools';

const time = (minutes: number) => minutes < 60 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;

/** What is left in an account on purpose. */
const LEFT = 'Left behind: assets in the bucket of the CDK bootstrap, and of H19 a key that KMS deletes after 30 days.';

/** The commands of a step, as one would type them. */
function commands(step: Step, { group }: Entry): string[] {
  const as = (role: Role) => role === 'kafka' ? 'A' : group.needs === 'second account' ? 'B' : 'A';
  const aws = (call: readonly string[], role: Role) => `aws ${typed(call.map(argument => argument.replace(BLOB, '')))} --profile ${as(role)}`;
  const lines: string[] = [];
  if ('deploy' in step) {
    const variant = step.variant ? ` with ${JSON.stringify(step.variant)}` : '';
    const does = step.refactor ? 'refactor' : 'deploy';
    lines.push(...step.deploy.map(stack => `cdk ${does} ${stackNameOf(group.name, stack)} --profile ${as(group.stacks[stack])}${variant}${step.isEarlier ? ' by the release of --from' : ''}${step.mayFail ? ', which AWS is to refuse' : ''}`));
  }
  if ('compare' in step) { lines.push(...step.compare.map(stack => `cdk diff ${stackNameOf(group.name, stack)} against what the release of --from has made`)); }
  if ('delete' in step) { lines.push(...step.delete.map(stack => `cdk destroy ${stackNameOf(group.name, stack)} --profile ${as(group.stacks[stack])}`)); }
  if ('invoke' in step) { lines.push(step.by ? typed([step.by, ...step.invoke]) : aws(step.invoke, step.as)); }
  if ('ask' in step) {
    lines.push(...step.ask.map(call => aws(call, step.as)));
    if (step.within) { lines.push(`again every ${step.within.everySeconds} s, for ${step.within.minutes} min at most`); }
  }
  if (step.meanwhile) { lines.push(`meanwhile: ${aws(step.meanwhile.call, step.meanwhile.as)}`); }
  return lines;
}

function entryText(entry: Entry): string {
  const { group, region, steps, minutes, dollars } = entry;
  const told = steps.flatMap(({ tells }) => tells ?? []);
  const head = `${group.name} in ${region}: ${group.what}\n  ${told.join(', ')}; ${time(minutes)}, about $${dollars.toFixed(2)}; ${entry.vpcs} VPCs, ${entry.processors} vCPUs`
    + `${group.needs ? `; needs ${group.needs.startsWith('e') ? 'an' : 'a'} ${group.needs}` : ''}`;
  const lines = steps.map(step => {
    const says = HYPOTHESES.find(({ id }) => id === step.tells);
    return [`  ${step.id}: ${step.what} (${step.minutes} min)`, ...commands(step, entry).map(line => `      ${line}`),
      ...says ? [`    ${says.id}: ${says.says} How: ${says.asserted}`] : []].join('\n');
  });
  return [head, ...lines, `  delete: ${Object.keys(group.stacks).reverse().map(stack => stackNameOf(group.name, stack)).join(', then ')}`].join('\n');
}

/** What a run takes, in a few lines: it is shown before the question, too. */
export function summary({ entries, leftOut }: Agenda): string {
  const dollars = entries.reduce((sum, entry) => sum + entry.dollars, 0);
  return [
    ...entries.map(({ group, region, steps, minutes, dollars: own }) =>
      `${group.name.padEnd(13)}${region.padEnd(15)}${time(minutes).padEnd(9)}$${own.toFixed(2).padEnd(7)}${steps.flatMap(({ tells }) => tells ?? []).join(' ')}`),
    ...leftOut.map(({ hypothesis: { id, says }, why }) => `left out     ${id}: ${says} ${why[0].toUpperCase()}${why.slice(1)}`),
    `In all about ${time(minutesOf(entries))} and $${dollars.toFixed(2)}, by prices of us-east-1. ${LEFT}`,
  ].join('\n');
}

export const planText = (agenda: Agenda): string => [...agenda.entries.map(entryText), summary(agenda)].join('\n\n');
