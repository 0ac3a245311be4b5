import { readFileSync } from 'fs';
import { join } from 'path';

const OPERATIONS = readFileSync(join(__dirname, '../docs/operations.md'), 'utf8');
const sections = OPERATIONS.split(/^### /m).slice(1).map(section => section.split('\n## ')[0]).map(section => [section.split('\n')[0], section] as const);
const operations = sections.filter(([title]) => title !== "What can't be changed");

test.each(operations)('%s: what cdk diff shows, what happens, how long it takes, how it is undone', (_, section) => {
  expect(['Diff', 'Happens', 'Time', 'Undo'].filter(what => !section.includes(`**${what}**`))).toEqual([]);
});

test('operations are found', () => {
  expect(operations.length).toBeGreaterThan(15);
});
