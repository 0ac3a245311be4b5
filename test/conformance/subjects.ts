import { readFileSync } from 'fs';
import { join } from 'path';

/** The table of `docs/security.md`: certificates' subjects, and the names that their owners have, or `undefined` for those who are not let in. */
export function subjectsOfDocs(): [subject: string, principal: string | undefined][] {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8');
  const table = /^\| subject \| principal \|.*\n.*\n((?:\|.*\n)+)/m.exec(text)![1];
  return [...table.matchAll(/^\| (?:`(.*?)`|empty).*? \| (?:`User:(.*)`|none: .*) \|$/gm)].map(([, subject = '', principal]) => [subject, principal]);
}
