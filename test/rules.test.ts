import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');

function textOf(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && file !== 'rules.test.ts')
    .map(file => readFileSync(join(ROOT, folder, file), 'utf8')).join('\n');
}

const names = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(match => match[1]))].sort();

const inSource = names(textOf('src'), /'([A-Z]\w+\.[a-z]\w+)'/g);
const inDocs = names(readFileSync(join(ROOT, 'docs/rules.md'), 'utf8'), /^\| `(?:cdk-kafka-privatelink:)?([A-Z]\w+\.[a-z]\w+)` \|/gm);

test('docs/rules.md has a row for every rule in the source, and no other', () => {
  expect(inSource.length).toBeGreaterThan(20);
  expect(inDocs).toEqual(inSource);
});

test('docs/rules.md names by its id what is a warning, and nothing else', () => {
  const warnings = names(textOf('src'), /reportWarning\([a-z.]+, '([^']+)'/g);
  expect(warnings.length).toBeGreaterThan(10);
  expect(names(readFileSync(join(ROOT, 'docs/rules.md'), 'utf8'), /^\| `cdk-kafka-privatelink:([^`]+)` \|/gm)).toEqual(warnings);
});

test('only one file reports, so that every rule has an id', () => {
  const reporters = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && /\bAnnotations\.of\b|\.addWarning\w*\(|\.addError\(/.test(readFileSync(join(ROOT, 'src', file), 'utf8')));
  expect(reporters).toEqual([join('private', 'validation.ts')]);
});

test('every rule is named in a test', () => {
  const tests = textOf('test').replaceAll('\\', ''); // as they stand in regular expressions
  const kafkaRules = readFileSync(join(ROOT, 'test/properties/kafka-rules.test.ts'), 'utf8'); // a table of causes, all of one class
  const isNamed = (rule: string) => tests.includes(rule) || (rule.startsWith('BrokerPropertiesRenderer.') && kafkaRules.includes(`'${rule.split('.')[1]}'`));
  expect(inSource.filter(rule => !isNamed(rule))).toEqual([]);
});
