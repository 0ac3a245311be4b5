import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import * as ts from 'typescript';
import { withContents } from '../build-tools/docs/contents';
import { MOST_WORDS, READ_ALOUD, readability, tooLong } from '../build-tools/docs/readability';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaServiceContract, ListenerSecurity,
} from '../src';
import { BROKER_SAYS, DOES_NOT_START, OF_JAVA, Symptom, SYMPTOMS } from './e2e/errors/said';

const ROOT = join(__dirname, '..');
const pagesIn = (folder: string) => readdirSync(join(ROOT, folder)).filter(name => name.endsWith('.md')).map(name => join(folder, name));
const docs = ['docs', 'docs/adr'].flatMap(pagesIn);
const text = (page: string) => readFileSync(join(ROOT, page), 'utf8');

interface Block {
  readonly page: string;
  /** Of the block's first line of code. */
  readonly line: number;
  /** What stands after the three backticks. */
  readonly info: string;
  readonly code: string;
}

/** Also those within a list, which are indented. */
function blocks(page: string): Block[] {
  return [...text(page).matchAll(/^ *```(.*)\n([^]*?)^ *```$/gm)].map(({ 1: info, 2: code, index }) =>
    ({ page, line: text(page).slice(0, index).split('\n').length + 1, info, code }));
}

const typeScript = docs.flatMap(blocks).filter(({ info }) => /^(ts|tsx|typescript|js|javascript)\b/i.test(info));

test('TypeScript of the documentation is marked as what the next test compiles, in the words of the README', () => {
  expect(typeScript.filter(({ info }) => !['ts', 'ts nofixture'].includes(info)).map(({ page, line, info }) => `${page}:${line}: ${info}`)).toEqual([]);
});

test('every TypeScript block of the documentation compiles, in the same fixture as those of the README', () => {
  // Above what a block stands in is one line for each of the fixture.
  const [before, after] = readFileSync(join(ROOT, 'rosetta/default.ts-fixture'), 'utf8').split('    /// here\n');
  const files = new Map(typeScript.map((block, i) => {
    const around = block.info === 'ts' ? { before, after } : { before: '', after: '' };
    return [join(ROOT, 'test', `docs-block-${i}.ts`), { ...block, above: around.before.split('\n').length - 1, source: `${around.before}${block.code}${around.after}` }];
  }));
  const { config } = ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, 'test'));
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const [read, exists] = [host.readFile, host.fileExists];
  host.readFile = file => files.get(file)?.source ?? read(file);
  host.fileExists = file => files.has(file) || exists(file);
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false }, host);
  const found = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const block = file && files.get(file.fileName);
    const line = block && block.line + file.getLineAndCharacterOfPosition(start!).line - block.above;
    return `${block?.page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(typeScript.map(({ page }) => page)).toEqual(expect.arrayContaining(['docs/migration.md', 'docs/adr/0008-l1-listeners.md']));
  expect(found).toEqual([]);
});

test('nodes are proven with the Kafka that the README deploys, and so is everything else of the local cluster', () => {
  const [, deployed] = /fromBucket\(artifacts, '[^']+', '([^']+)'/.exec(text('README.md'))!;
  const versions = ['cli/run/kafka/pom.xml', 'test/e2e/kafka/distribution.pom.xml'].flatMap(file =>
    [...text(file).matchAll(/<groupId>org\.apache\.kafka<\/groupId>\s*<artifactId>([^<]+)<\/artifactId>\s*<version>([^<]+)</g)].map(([, artifact, version]) => `${artifact} ${version}`));
  expect(versions).toEqual([`kafka_2.13 ${deployed}`, `kafka_2.13 ${deployed}`, `kafka-tools ${deployed}`]);
});

test("the README's file of a client is what the contract gives", () => {
  const [file] = blocks('README.md').filter(({ info, code }) => info === 'properties' && code.includes('# ADD ')).map(({ code }) => code.trim());
  const security = ListenerSecurity.saslScram(BrokerCertificate.fromPemFile('/run/kafka/tls/client.pem'));
  const client = new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security });
  const contract = KafkaServiceContract.of({ region: 'eu-west-1', brokerIds: [0], listeners: [client] });
  expect(file).toBe(contract.listener('CLIENT').clientFile({ truststoreLocation: 'ca.pem' }).trim());
});

test('every link to a file or a heading of the repository leads somewhere', () => {
  const prose = (page: string) => text(page).replace(/^ *```[^]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, '');
  const headings = (page: string) => [
    ...[...text(page).matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-')),
    ...[...text(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id),
  ];
  const links = [...docs, ...pagesIn('.'), 'llms.txt', 'examples/README.md', 'examples/typescript/two-accounts/README.md'].flatMap(page =>
    [...prose(page).matchAll(/\]\((?!https?:)([^()#\s]*)(?:#([^()\s]+))?\)/g)].map(([, path, heading]) => ({ page, target: path ? relative(ROOT, join(ROOT, dirname(page), path)) : page, heading })));
  expect(links.filter(({ target, heading }) => !existsSync(join(ROOT, target)) || (heading && !headings(target).includes(heading)))).toEqual([]);
  expect(links.length).toBeGreaterThan(0);
});

test.each(READ_ALOUD)(`no sentence of %s has more than ${MOST_WORDS} words`, page => {
  expect(readability(text(page)).sentences.length).toBeGreaterThan(10);
  expect(tooLong(text(page))).toEqual([]);
});

test('a condition says "if": nothing that a user reads begins with "Must you …", "Should it …" or "Were it …"', () => {
  const inverted = /(?:^|[^\w\s,] )(?:Must|Were|Should|Had) (?:you|it|they|the|an?|this|that|one|there|anybody|somebody)\b[^?]*?[.;]/gm;
  const sources = (readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })).filter(name => name.endsWith('.ts')).map(name => join('src', name));
  const said = [...docs, 'README.md', 'CONTRIBUTING.md', ...sources].flatMap(page => [...text(page).matchAll(inverted)].map(([words]) => `${page}: ${words}`));
  expect(said).toEqual([]);
});

test('the index has every page, and llms.txt every page that is for users', () => {
  const linked = (page: string) => [...text(page).matchAll(/\]\(([^()\s#]+)(?:#[^()\s]+)?\)/g)].map(([, path]) => relative(ROOT, join(ROOT, dirname(page), path)));
  const pages = pagesIn('docs').filter(page => page !== 'docs/README.md');
  expect(pages.filter(page => !linked('docs/README.md').includes(page))).toEqual([]);
  expect(pages.filter(page => !['docs/packages.md'].includes(page) && !linked('llms.txt').includes(page))).toEqual([]);
});

test('API.md begins with its contents', () => {
  const reference = '# API <a name="API" id="api"></a>\n\n## Constructs <a name="Constructs" id="Constructs"></a>\n\n### A <a name="A" id="x.A"></a>\n### B <a name="B" id="x.B"></a>\n';
  expect(withContents(reference).split('\n').slice(1, 4)).toEqual(['', '- **[Constructs](#Constructs)**: [A](#x.A) · [B](#x.B)', '']);
  expect(text('API.md').split('\n')[2]).toContain('[PerBrokerNlbListeners](#cdk-kafka-privatelink.PerBrokerNlbListeners)');
});

const librariesOf = ({ says }: Symptom) => [says.Java, says.librdkafka, says.sarama, says.kafkajs];

test.each(SYMPTOMS)('troubleshooting.md has what each library says when $when', symptom => {
  expect(text('docs/troubleshooting.md')).toContain(`| ${symptom.when} | ${librariesOf(symptom).map(words => `\`${words}\``).join(' | ')} |`);
});

test.each([...OF_JAVA.map(({ says }) => says), ...BROKER_SAYS, ...Object.values(DOES_NOT_START), 'overrun, bytes =', '(unmapped)'])(
  'troubleshooting.md has what Kafka and its clients say, as one searches for it: %s', said => {
    expect(text('docs/troubleshooting.md')).toContain(`\`${said}`);
  });

test('the Terraform of consumers without CDK reads what a contract has', () => {
  const contract = JSON.parse(readFileSync(join(ROOT, 'examples/typescript/two-accounts/kafka.contract.json'), 'utf8'));
  const used = (object: string) => [...text('docs/consumers-without-cdk.md').matchAll(new RegExp(`local\\.${object}\\.(\\w+)`, 'g'))].map(([, key]) => key);
  expect(Object.keys(contract)).toEqual(expect.arrayContaining(used('contract')));
  expect(Object.keys(contract.listeners[0])).toEqual(expect.arrayContaining(used('listener')));
  expect(used('listener').length * used('contract').length).toBeGreaterThan(0);
});
