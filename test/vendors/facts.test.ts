import { FACTS_AS_OF, factsIn } from '../../src/vendors/facts';
import { ROWS } from '../../src/vendors/rows';

const facts = ROWS.flatMap(row => factsIn(row).map(([key, fact]): [string, string, typeof fact] => [row.name, key, fact]));

test.each(facts)('%s: %s has a source, and a copy of it that was read', (_, __, { certainty, source }) => {
  expect(['read', 'part', 'inferred']).toContain(certainty);
  expect(source.url).toMatch(/^https:\/\/[a-z0-9.-]+\/\S*$/);
  expect(source.title).not.toBe('');
  expect(source.copy).toMatch(/20\d\d|commit [0-9a-f]{7}|only|in part/);
});

test('what was read in part only is never certain', () => {
  const inPart = facts.filter(([, , { source }]) => /opening|in part/.test(source.copy));
  expect(inPart.length).toBeGreaterThan(3);
  expect(inPart.filter(([, , { certainty }]) => certainty === 'read')).toEqual([]);
});

test('what was read again was read later', () => {
  const again = facts.flatMap(([, , { source }]) => source.readOn ?? []);
  expect(again.length).toBeGreaterThan(3);
  again.forEach(day => expect(day > FACTS_AS_OF).toBe(true));
});

test('no name stands twice', () => {
  expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
});
