/**
 * A `key=value` line that `java.util.Properties` reads back as it was.
 *
 * It is ASCII, because Kafka loads the file as ISO-8859-1. No character of a CDK token is ever escaped, so tokens survive.
 */
export function propertyLine(key: string, value: string): string {
  return `${escape(key, /[\\=:#! ]/)}=${escape(value, /\\|^ /)}`;
}

/**
 * What a file says in one line, which may go on over several: from where to where it stands in the text, with the end of its last
 * line.
 */
export interface PropertyLine {
  readonly key: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a file as `java.util.Properties` does: comments, blank lines, continued lines, all separators and escapes. The last of
 * equal keys wins.
 */
export function parseProperties(text: string): Map<string, string> {
  return new Map(propertyLines(text).map(({ key, value }) => [key, value]));
}

/** The same, line by line. */
export function propertyLines(text: string): PropertyLine[] {
  return [...logicalLines(text)].map(({ line, from, to }) => {
    const [, key, value] = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line)!;
    return { key: unescape(key), value: unescape(value), from, to };
  });
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
    if (character === 'u') {
      throw new Error('a \\u that four hexadecimal digits must follow, '
        + `in ${JSON.stringify(text)} after ${JSON.stringify(sequence)}`);
    }
    return Object.keys(ESCAPES).find(escaped => ESCAPES[escaped] === sequence) ?? character!;
  });
}

/** Lines without comments and blank lines; one that ends in an odd number of backslashes goes on in the next. */
function* logicalLines(text: string): Generator<{ line: string; from: number; to: number }> {
  let begun: { line: string; from: number } | undefined;
  let at = 0;
  for (const [natural, written] of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
    const from = at;
    at += natural.length;
    const line = written.replace(/^[ \t\f]+/, '');
    if (begun === undefined && /^([#!]|$)/.test(line)) { continue; }
    const continues = /\\*$/.exec(line)![0].length % 2 === 1;
    const whole: string = (begun?.line ?? '') + (continues ? line.slice(0, -1) : line);
    // As for Java, a backslash alone begins nothing.
    begun = whole === '' ? undefined : { line: whole, from: begun?.from ?? from };
    if (begun === undefined || (continues && at < text.length)) { continue; }
    yield { ...begun, to: at };
    begun = undefined;
  }
}
