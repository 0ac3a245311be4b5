/** What a client's program takes beside its library's settings. */
const OF_THE_PROGRAM = ['token.file'];

/**
 * A client's file with the client's own values. Blocks that begin with `# ADD` have places for them; what is not filled in is left out with its block, as
 * by somebody who has no such thing.
 */
export function filledIn(file: string, own: { readonly [key: string]: string }): string {
  const blocks = file.split(/\n(?=# ADD )/).map(block => block.split('\n').map(line => filledLine(line, own)));
  const filled = blocks.filter(lines => !lines.some(line => !line.startsWith('#') && line.includes('<')));
  const keys = blocks.flat().map(keyOf);
  const beside = Object.keys(own).filter(key => !keys.includes(key));
  const unknown = beside.filter(key => !OF_THE_PROGRAM.includes(key));
  if (unknown.length > 0) { throw new Error(`the client's file has no place for ${unknown.join(', ')}:\n${file}`); }
  return [...filled.flat(), ...beside.map(key => `${key}=${own[key]}`), ''].join('\n');
}

const keyOf = (line: string) => /^[^#=]*(?==)/.exec(line)?.[0] ?? '';

function filledLine(line: string, own: { readonly [key: string]: string }): string {
  const key = keyOf(line);
  return key in own ? `${key}=${own[key]}` : line;
}
