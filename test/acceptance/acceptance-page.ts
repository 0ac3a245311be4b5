import { BY_HAND, Hypothesis } from './hypotheses';

const BEGIN = '<!-- made by npx projen docs:acceptance from test/acceptance/hypotheses -->';
const END = '<!-- end -->';

const escaped = (text: string) => text.replaceAll('|', '\\|');

function table(hypotheses: readonly Hypothesis[]): string {
  const rows = hypotheses.map(({ id, says, asserted }) => `| ${id} | ${escaped(says)} | ${escaped(asserted)} |`);
  return ['| id | it holds if AWS does this | how to see it |', '|---|---|---|', ...rows].join('\n');
}

/** docs/acceptance.md with its tables made anew: one for each group, and one of what a person does. */
export function acceptancePage(page: string, hypotheses: readonly Hypothesis[]): string {
  const groups = [...new Set(hypotheses.map(({ group }) => group))].sort((one, other) => Number(one === BY_HAND) - Number(other === BY_HAND));
  const made = groups.map(group => `### ${group}\n\n${table(hypotheses.filter(hypothesis => hypothesis.group === group))}`).join('\n\n');
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  return `${page.slice(0, before)}${BEGIN}\n\n${made}\n\n${page.slice(after)}`;
}
