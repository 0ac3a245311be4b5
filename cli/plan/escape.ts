/** What no output sends on: characters that a terminal obeys, that turn the direction of writing, and halves of characters. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/gu, '\ufffd');
}

const ENTITIES: { [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** A text in HTML or SVG, between tags or in a quoted attribute. */
export function xml(text: string): string {
  return printable(text).replace(/[&<>"']/g, character => ENTITIES[character]);
}
