/**
 * `npx projen docs:acceptance`: what is generated in docs/verified.md and docs/acceptance.md, from the hypotheses and the files of results.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { acceptancePage } from './acceptance-page';
import { HYPOTHESES } from './hypotheses';
import { runsIn } from './results';
import { verifiedPage } from './verified-page';

const DOCS = join(__dirname, '../../docs');

/** The pages as they should be, by path. */
export function currentPages(): { [path: string]: string } {
  const page = (name: string) => readFileSync(join(DOCS, name), 'utf8');
  return {
    [join(DOCS, 'verified.md')]: verifiedPage(page('verified.md'), HYPOTHESES, runsIn(join(DOCS, 'acceptance'))),
    [join(DOCS, 'acceptance.md')]: acceptancePage(page('acceptance.md'), HYPOTHESES),
  };
}

export function writePages(): void {
  for (const [path, text] of Object.entries(currentPages())) { writeFileSync(path, text); }
}
