import { readdirSync, readFileSync } from 'fs';
import { join, normalize } from 'path';

const ROOT = join(__dirname, '..');
const VERIFIED = 'docs/verified.md';
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const filesIn = (folder: string, ending: string): string[] => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith(ending)).map(name => join(folder, name));

const pages = ['README.md', 'CONTRIBUTING.md', ...filesIn('docs', '.md'), ...filesIn('examples', 'README.md').filter(path => !path.includes('node_modules'))];
const sources = filesIn('src', '.ts');

/** A page or source as it is read: without marks, line ends, where links lead, and the asterisks of a comment. */
function prose(path: string): string {
  return read(path).replace(/\]\([^()\s]*\)/g, ']').replace(/\n\s*(?:\*|\/\/)?/g, ' ').replace(/[`*[\]"]/g, '').replace(/\s+/g, ' ');
}

interface Row {
  readonly statement: string;
  /** `[text](path) "words"`, one or more. */
  readonly said: string;
  readonly known: string;
}

const rows: Row[] = read(VERIFIED).split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| statement |')).map(line => {
  const [, statement, said, known] = line.split(/ ?(?<!\\)\| ?/);
  return { statement, said, known };
});

const sayings = rows.flatMap(({ said }) => [...said.matchAll(/\[[^\]]*\]\(([^)]*)\) "([^"]*)"/g)].map(([, path, words]) => [normalize(join('docs', path)), words] as const));

test('there is a row for each statement, known by the documentation, by others, or not known', () => {
  expect(rows.length).toBeGreaterThan(80);
  expect(new Set(rows.map(({ statement }) => statement)).size).toBe(rows.length);
  expect(rows.filter(({ known }) => !/^(documentation|others): |^not known\b/.test(known)).map(({ statement }) => statement)).toEqual([]);
  expect(rows.filter(({ known }) => /^others/.test(known) && !known.includes('](https://')).map(({ statement }) => statement)).toEqual([]);
  expect(rows.filter(({ said }) => said.replace(/\[[^\]]*\]\([^)]*\) "[^"]*"(; )?/g, '') !== '').map(({ said }) => said)).toEqual([]);
});

test.each(sayings)('%s says "%s"', (path, words) => {
  expect({ path, words, isSaid: prose(path).includes(words) }).toEqual({ path, words, isSaid: true });
});

const AWS = /https:\/\/(?:docs\.aws\.amazon\.com|docs\.amazonaws\.cn|aws\.amazon\.com|(?:www\.)?repost\.aws)\/[^\s)>"'`|]*/g;

/** Its table of what AWS would refuse has the source of each row beside it. */
const OF_THE_SAME_KIND = 'docs/local-cluster.md';

test('what is said of AWS with a link to its documentation is in the list', () => {
  const listed = read(VERIFIED);
  const linked = [...pages, ...sources].filter(path => ![VERIFIED, OF_THE_SAME_KIND].includes(path))
    .flatMap(path => (read(path).match(AWS) ?? []).map(link => [path, link]));
  expect(linked.filter(([, link]) => !listed.includes(`(${link})`))).toEqual([]);
  expect(linked.length).toBeGreaterThan(40);
});

/** What a page says of something that nobody has tried. */
const UNTRIED = new RegExp([
  'not (?:yet |been )*(?:verified|run|tried|measured|observed|deployed|tested|played) (?:on|with|against|to|at) (?:AWS|a real account)',
  '(?:never|nothing) (?:was |has been )?(?:deployed|tried|verified|run) (?:on|to|with) AWS',
  '(?:was|were|is|are) not (?:verified|deployed|compared)',
  'not verified',
  '(?:applied to an account|deployed|connected|tried|verified) from here',
].join('|'), 'i');

test('who says that something was not tried leads to the list', () => {
  const paragraphs = [...pages, ...sources].filter(path => path !== VERIFIED)
    .flatMap(path => read(path).split(/\n\s*(?:\*\s*)?\n|\n(?=[-|])/).map(paragraph => ({ path, paragraph: paragraph.replace(/\n\s*(?:\*|\/\/)?/g, ' ') })));
  const untried = paragraphs.filter(({ paragraph }) => UNTRIED.test(paragraph));
  expect(untried.filter(({ paragraph }) => !paragraph.includes('verified.md')).map(({ path, paragraph }) => `${path}: ${paragraph.match(UNTRIED)}`)).toEqual([]);
  expect(untried.length).toBeGreaterThan(3);
});
