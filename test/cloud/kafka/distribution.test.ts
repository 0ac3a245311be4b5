import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { SCRIPTS } from '../../e2e/kafka/distribution';

const NODE = join(__dirname, '../../../assets/node');
const OPERATIONS = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');
const scripts = readdirSync(NODE).filter(name => !/\.(md|sh|service|timer|properties)$/.test(name)).map(name => readFileSync(join(NODE, name), 'utf8')).join('\n');

test('the archive that nodes fetch has every script that they call', () => {
  const called = [
    ...scripts.matchAll(/bin\/(kafka-[a-z-]+\.sh)/g),
    ...[...scripts.matchAll(/(?:^|[ (])tool ([a-z][a-z-]+) /gm)].map(([all, name]) => [all, `kafka-${name}.sh`]),
  ].map(([, name]) => name);
  expect(called.length).toBeGreaterThan(5);
  expect(called.filter(name => !SCRIPTS.includes(name))).toEqual([]);
});

test('and every script that the operations name', () => {
  const named = [...OPERATIONS.matchAll(/kafka-admin ([a-z][a-z-]+)/g)].map(([, name]) => `kafka-${name}.sh`);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(name => !SCRIPTS.includes(name))).toEqual([]);
});
