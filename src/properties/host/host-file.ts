import { PropertyLine, propertyLine, propertyLines } from '../../private/java-properties';

/** What takes the place of a key's line: nothing, one line or several. */
export type Replacement = [key: string, value: string][];

/** Lines that come to the end of a file, below a comment. */
export interface AddedSection {
  readonly title: string;
  readonly properties: [key: string, value: string][];
}

/**
 * A host's own file, read as Kafka reads it and edited line by line: comments, order and every line that nobody changes stay as
 * they are.
 *
 * Java takes each byte for a character. So does this, and gives the text back as it came.
 */
export class HostFile {
  /** What the file says. */
  public readonly all: ReadonlyMap<string, string>;
  private readonly text: string;
  private readonly lines: PropertyLine[];

  constructor(text: string) {
    this.text = Buffer.from(text, 'utf8').toString('latin1');
    this.lines = propertyLines(this.text);
    this.all = new Map(this.lines.map(({ key, value }) => [key, value]));
  }

  /**
   * The text with other lines in the place of some keys', and sections behind it. Of equal keys the last is the one that counts,
   * so that its line is replaced; where the key itself goes, all of its lines go.
   */
  public edited(replacements: ReadonlyMap<string, Replacement>, sections: AddedSection[]): string {
    const end = this.text.includes('\r\n') ? '\r\n' : '\n';
    const written = (properties: Replacement) => properties.map(([key, value]) => `${propertyLine(key, value)}${end}`).join('');
    const last = new Map(this.lines.map((line, i) => [line.key, i]));
    let text = '';
    let at = 0;
    for (const [i, { key, from, to }] of this.lines.entries()) {
      const replacement = replacements.get(key);
      const isLast = last.get(key) === i;
      if (replacement === undefined || (!isLast && replacement.some(([name]) => name === key))) { continue; }
      text += this.text.slice(at, from) + (isLast ? written(replacement) : '');
      at = to;
    }
    text += this.text.slice(at);
    // The empty line before a section also ends a last line that would go on in the next.
    const added = sections.map(({ title, properties }) => `${end}# ${title}${end}${written(properties)}`).join('');
    const isOpen = added !== '' && text !== '' && !/[\r\n]$/.test(text);
    return Buffer.from(`${text}${isOpen ? end : ''}${added}`, 'latin1').toString('utf8');
  }
}
