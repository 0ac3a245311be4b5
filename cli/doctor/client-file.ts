import { readFileSync } from 'node:fs';
import { UserError } from '../assembly/findings';

/** The properties of a client's file, as the library that they are for reads them. */
export function readClientFile(path: string): { readonly [key: string]: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const isOfJava = lines.some(line => JAVA_ONLY.test(line));
  return Object.fromEntries(isOfJava ? ofJava(text) : lines.flatMap(ofLibrdkafka));
}

/** No client of librdkafka takes these. */
const JAVA_ONLY = /^\s*(sasl\.jaas\.config|ssl\.(truststore|keystore)\.(location|type|certificates|key|certificate\.chain))\b/;

/** Nothing of a value is escaped. */
function ofLibrdkafka(line: string): [string, string][] {
  const [, key, value] = /^\s*([^#!=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
  return key === undefined ? [] : [[key, value]];
}

/** As `java.util.Properties` does: a backslash at the end goes on in the next line, others escape a character. */
function ofJava(text: string): [string, string][] {
  const whole = text.replace(/^\uFEFF/, '').replace(/(?<!\\)((?:\\\\)*)\\\r?\n[ \t\f]*/g, '$1');
  return whole.split(/\r\n|\n|\r/).filter(line => /^[ \t\f]*[^#!\s]/.test(line)).map(line => {
    const [, key, value] = /^[ \t\f]*((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/.exec(line)!;
    return [unescape(key), unescape(value)];
  });
}

function unescape(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, escaped: string) =>
    escaped.length > 1 ? String.fromCharCode(parseInt(escaped.slice(1), 16)) : ESCAPES[escaped] ?? escaped);
}

const ESCAPES: { readonly [character: string]: string } = { n: '\n', r: '\r', t: '\t', f: '\f' };
