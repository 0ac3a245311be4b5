import * as fc from 'fast-check';
import { parseProperties, propertyLine } from '../../src/private/java-properties';

const render = (properties: Iterable<[string, string]>) => [...properties].map(([key, value]) => `${propertyLine(key, value)}\n`).join('');
const parsed = (text: string) => Object.fromEntries(parseProperties(text));

/** Any UTF-16 text: lone surrogates too, and often what has a meaning in the format. */
const anyText = fc.string({ unit: fc.oneof(fc.constantFrom(...'\\=:#! \t\n\r\fu0é'), fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code))) });

test('every key and value comes back as it was', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.tuple(anyText, anyText), { selector: ([key]) => key }), entries => {
    expect([...parseProperties(render(entries))]).toEqual(entries);
  }));
});

test('the text is printable ASCII in one line', () => {
  fc.assert(fc.property(anyText, anyText, (key, value) => {
    expect(propertyLine(key, value)).toMatch(/^[\x20-\x7e]*$/);
  }));
});

test('a value that needs no escape is written as it is', () => {
  expect(propertyLine('listeners', 'CLIENT://:9093,INTERNAL://b0.int:9092')).toBe('listeners=CLIENT://:9093,INTERNAL://b0.int:9092');
  expect(propertyLine('a', 'b #!=: c')).toBe('a=b #!=: c');
});

test('what has a meaning in the format is escaped', () => {
  expect(propertyLine('a=b:c#d!e f\\', ' x')).toBe('a\\=b\\:c\\#d\\!e\\ f\\\\=\\ x');
  expect(propertyLine('k', 'a\tb\nc\rd\fe\\')).toBe('k=a\\tb\\nc\\rd\\fe\\\\');
  expect(propertyLine('ü', '€😀')).toBe('\\u00fc=\\u20ac\\ud83d\\ude00');
});

test.each<[string, string, { [key: string]: string }]>([
  ['all separators', 'a=1\nb:2\nc 3\nd\t4\ne \t=\f 5\nf = : 6', { a: '1', b: '2', c: '3', d: '4', e: '5', f: ': 6' }],
  ['keys without a value', 'a\nb=\n', { a: '', b: '' }],
  ['comments and blank lines', '# a=1\n ! b=2\n\n  \t\nc=3 # not a comment\n', { c: '3 # not a comment' }],
  ['every end of a line', 'a=1\rb=2\r\nc=3\n\rd=4', { a: '1', b: '2', c: '3', d: '4' }],
  ['blanks before a key, none removed after a value', ' \t\fa=1 \t', { a: '1 \t' }],
  ['continued lines', 'a=1,\\\n   2,\\\r\n3\nb=4', { a: '1,2,3', b: '4' }],
  ['a comment sign in a continued line', 'a=1\\\n#2', { a: '1#2' }],
  ['a blank line after a backslash', 'a=1\\\n\nb=2', { a: '1', b: '2' }],
  ['an even number of backslashes, which continues nothing', 'a=1\\\\\nb=2', { a: '1\\', b: '2' }],
  ['a backslash at the end of the file', 'a=1\\', { a: '1' }],
  ['unknown escapes, of which the backslash is dropped', 'a\\zb=\\q\\"', { azb: 'q"' }],
  ['known escapes', 'a=\\t\\n\\f\\r\\\\\\u00e9\\u00E9', { a: '\t\n\f\r\\éé' }],
  ['equal keys, of which the last wins', 'a=1\na=2', { a: '2' }],
])('reads %s', (_, text, expected) => {
  expect(parsed(text)).toEqual(expected);
});

test.each(['a=\\u12', 'a=\\u12g4', '\\u=1'])('fails for the malformed escape in %j', text => {
  expect(() => parseProperties(text)).toThrow('a \\u that four hexadecimal digits must follow');
});
