import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const DOCS = join(ROOT, 'docs');
const pages = readdirSync(DOCS).filter(name => name.endsWith('.md'));
const text = (page: string) => readFileSync(join(DOCS, page), 'utf8');

interface Block {
  readonly page: string;
  readonly line: number;
  readonly code: string;
}

function blocks(page: string): Block[] {
  return [...text(page).matchAll(/^```ts\n([^]*?)^```$/gm)].map(({ 0: whole, 1: code, index }) =>
    ({ page, line: text(page).slice(0, index).split('\n').length + whole.slice(0, whole.indexOf('\n')).split('\n').length, code }));
}

const all = pages.flatMap(blocks);

test('every TypeScript block of the documentation compiles, in the same fixture as those of the README', () => {
  // Above what a block stands in is one line for each of the fixture.
  const [before, after] = readFileSync(join(ROOT, 'rosetta/default.ts-fixture'), 'utf8').split('    /// here\n');
  const files = new Map(all.map((block, i) => [join(ROOT, 'test', `docs-block-${i}.ts`), { ...block, source: `${before}${block.code}${after}` }]));
  const { config } = ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, 'test'));
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const [read, exists] = [host.readFile, host.fileExists];
  host.readFile = file => files.get(file)?.source ?? read(file);
  host.fileExists = file => files.has(file) || exists(file);
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false }, host);
  const found = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const block = file && files.get(file.fileName);
    const line = block && block.line + file.getLineAndCharacterOfPosition(start!).line - before.split('\n').length + 1;
    return `docs/${block?.page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(all.length).toBeGreaterThan(0);
  expect(found).toEqual([]);
});

test('every link within the documentation leads somewhere', () => {
  const headings = (page: string) => [...text(page).matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
  const links = pages.flatMap(page => [...text(page).matchAll(/\]\(([\w-]+\.md)?(?:#([\w-]+))?\)/g)].map(([, target = page, heading]) => ({ page, target, heading })));
  expect(links.filter(({ target, heading }) => !pages.includes(target) || (heading && !headings(target).includes(heading)))).toEqual([]);
  expect(links.length).toBeGreaterThan(0);
});

test('the Terraform of consumers without CDK reads what a contract has', () => {
  const contract = JSON.parse(readFileSync(join(ROOT, 'examples/typescript/two-accounts/kafka.contract.json'), 'utf8'));
  const used = (object: string) => [...text('consumers-without-cdk.md').matchAll(new RegExp(`local\\.${object}\\.(\\w+)`, 'g'))].map(([, key]) => key);
  expect(Object.keys(contract)).toEqual(expect.arrayContaining(used('contract')));
  expect(Object.keys(contract.listeners[0])).toEqual(expect.arrayContaining(used('listener')));
  expect(used('listener').length * used('contract').length).toBeGreaterThan(0);
});
