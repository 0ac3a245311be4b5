import * as fc from 'fast-check';
import { differences } from '../build-tools/differences';

describe('what JSON documents differ in', () => {
  test('nothing, when only the order of keys differs', () => {
    expect(differences({ a: 1, b: [{ c: null, d: 'x' }] }, { b: [{ d: 'x', c: null }], a: 1 })).toEqual([]);
  });

  test('a line for each place, with its path and both values', () => {
    const left = { Resources: { A: { Port: 20000 }, B: {} }, list: [1, 2] };
    const right = { Resources: { A: { Port: 20001 } }, list: [2, 1, 3] };

    expect(differences(left, right)).toEqual([
      '/Resources/A/Port: 20000 ≠ 20001',
      '/Resources/B: {} ≠ nothing',
      '/list/0: 1 ≠ 2',
      '/list/1: 2 ≠ 1',
      '/list/2: nothing ≠ 3',
    ]);
  });

  test.each([
    ['a number and its text', 1, '1'],
    ['null and nothing', { a: null }, {}],
    ['an empty list and an empty object', [], {}],
    ['null and an empty object', null, {}],
    ['nothing and a key that every object inherits', {}, { toString: [] }],
  ])('%s differ', (_, left, right) => {
    expect(differences(left, right)).toHaveLength(1);
  });

  test('any two documents are equal exactly if their canonical texts are', () => {
    const canonical = (value: unknown): unknown => typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, inner]) => [key, canonical(inner)]))
      : Array.isArray(value) ? value.map(canonical) : value;
    const document = fc.jsonValue({ maxDepth: 3 }).map(value => JSON.parse(JSON.stringify(value)));
    fc.assert(fc.property(document, document, (left, right) => {
      expect(differences(left, right).length === 0).toBe(JSON.stringify(canonical(left)) === JSON.stringify(canonical(right)));
      expect(differences(left, structuredClone(left))).toEqual([]);
    }));
  });
});
