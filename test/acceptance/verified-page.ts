import { Hypothesis } from './hypotheses';
import { DatedRun } from './results';

const HEADS = ['| statement | said | known by |', '| statement | said | known by | on AWS |'];
const UNDER_HEAD = /^\|---\|---\|---\|(?:---\|)?$/;
const FIRST = 'Nothing was deployed to AWS from this repository. So each statement';
const LATER = 'What a run of [the acceptance](acceptance.md) has seen on AWS is in the last column. Each other statement';

/** The cells of a row of a table. */
export const cellsOf = (line: string): string[] => line.slice(1, line.endsWith('|') ? -1 : undefined).split(/(?<!\\)\|/).map(cell => cell.trim());

/** What the last run that tried a hypothesis has seen, or that nobody has. */
function seen({ id }: Hypothesis, runs: readonly DatedRun[]): string {
  const last = runs.filter(({ results }) => results[id]).at(-1);
  return last ? `seen on AWS: ${id} ${last.results[id].holds ? 'holds' : 'does not hold'} ([${last.date.slice(0, 10)}](acceptance/${last.file}))` : `${id}: not tried`;
}

/**
 * The page with its last column made anew. Everything else is as somebody wrote it; a row that no hypothesis settles has no such cell, so whoever adds one
 * need not know of the column.
 */
export function verifiedPage(page: string, hypotheses: readonly Hypothesis[], runs: readonly DatedRun[]): string {
  return page.split('\n').map(line => {
    if (HEADS.includes(line)) { return HEADS[1]; }
    if (UNDER_HEAD.test(line)) { return '|---|---|---|---|'; }
    if (!line.startsWith('| ')) { return line; }
    const [statement, said, known] = cellsOf(line);
    const told = hypotheses.filter(({ settles }) => settles.includes(statement)).map(hypothesis => seen(hypothesis, runs));
    return `| ${[statement, said, known, ...told.length ? [told.join('; ')] : []].join(' | ')} |`;
  }).join('\n').replace(runs.length ? FIRST : LATER, runs.length ? LATER : FIRST);
}
