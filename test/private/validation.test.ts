import { Token } from 'aws-cdk-lib';
import { duplicates, fail, Problems, quote } from '../../src/private/validation';

test('no problem, no error', () => {
  expect(() => new Problems('here').throwIfAny()).not.toThrow();
});

test('one problem is one line', () => {
  const problems = new Problems('here');
  problems.add('A.b', 'is wrong');
  expect(() => problems.throwIfAny()).toThrow(new Error('here: A.b: is wrong'));
  expect(() => fail('here', 'A.b', 'is wrong')).toThrow(new Error('here: A.b: is wrong'));
});

test('several problems are reported together, in the order they were found', () => {
  const problems = new Problems('here');
  problems.add('A.b', 'one');
  problems.add('A.c', 'two');
  expect(() => problems.throwIfAny()).toThrow(new Error('here: 2 problems\n  - A.b: one\n  - A.c: two'));
});

test('a token is not shown as its internal text', () => {
  expect(quote(Token.asString({ Ref: 'X' }))).toBe('a token');
  expect(quote(Token.asNumber({ Ref: 'X' }))).toBe('a token');
  expect([quote('a"b'), quote(3), quote(undefined), quote(NaN)]).toEqual(['"a\\"b"', '3', 'undefined', 'NaN']);
});

test('each repeated value is named once', () => {
  expect(duplicates([1, 2, 1, 1, 3, 3])).toEqual([1, 3]);
  expect(duplicates(['a', 'b'])).toEqual([]);
});
