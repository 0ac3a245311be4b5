import { printable } from '../escape';

/** What a code span and a table cell show as it is. */
const PLAIN = /^[\p{L}\p{N} .:,*/@{}$()+=_→×'-]*$/u;

/**
 * A value in a paragraph or a table cell: a code span, or, where something in it could end one, text without anything that
 * Markdown reads.
 */
export function code(value: string): string {
  const text = printable(value);
  if (text.trim() === '') { return ''; }
  return PLAIN.test(text) ? `\`${text}\`` : text.replace(/[^\p{L}\p{N} ]/gu, entity);
}

/** A value in a quoted label of Mermaid, which has entities of its own. */
export function label(value: string): string {
  return printable(value).replace(/[^\p{L}\p{N} .:,/→-]/gu, character => `#${character.codePointAt(0)};`);
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
