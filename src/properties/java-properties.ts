/**
 * A `key=value` line that `java.util.Properties` reads back as it was.
 *
 * It is ASCII, because Kafka loads the file as ISO-8859-1. No character of a CDK token is ever escaped, so tokens survive.
 */
export function propertyLine(key: string, value: string): string {
  return `${escape(key, /[\\=:#! ]/)}=${escape(value, /\\|^ /)}`;
}

/** Reads a file as `java.util.Properties` does: comments, blank lines, continued lines, all separators and escapes. The last of equal keys wins. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const [, key, value] = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line)!;
    properties.set(unescape(key), unescape(value));
  }
  return properties;
}

const ESCAPES: { [character: string]: string } = { '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

function escape(text: string, special: RegExp): string {
  return text
    .replace(new RegExp(special, 'g'), character => `\\${character}`)
    .replace(/[^\x20-\x7e]/g, character => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (sequence, code?: string, character?: string) => {
    if (code !== undefined) { return String.fromCharCode(parseInt(code, 16)); }
    if (character === 'u') { throw new Error(`a \\u that four hexadecimal digits must follow, in ${JSON.stringify(text)} after ${JSON.stringify(sequence)}`); }
    return Object.keys(ESCAPES).find(escaped => ESCAPES[escaped] === sequence) ?? character!;
  });
}

/** Lines without comments and blank lines; one that ends in an odd number of backslashes goes on in the next. */
function* logicalLines(text: string): Generator<string> {
  let begun = '';
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (begun === '' && /^([#!]|$)/.test(line)) { continue; }
    const continues = /\\*$/.exec(line)![0].length % 2 === 1;
    begun += continues ? line.slice(0, -1) : line;
    if (continues) { continue; }
    yield begun;
    begun = '';
  }
  if (begun !== '') { yield begun; }
}
