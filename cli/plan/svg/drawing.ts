import { xml } from '../escape';

/** The width of a character in em: of DejaVu Sans Mono, the widest of the usual fonts of one width. */
const MONO = 0.602;
const SIZE = { title: 13, text: 11 } as const;

/** The height of a line of text. */
export const LINE = 16;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** What has been drawn so far. */
export class Drawing {
  private readonly parts: string[] = [];

  public box({ x, y, width, height }: Area, style: string): void {
    this.parts.push(`<rect class="${style}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`);
  }

  /**
   * Writes on a line whose top is at `y`. What is wider than `width` ends with an ellipsis, and is told whole to whoever points
   * at it.
   */
  public text({ x, y }: Point, text: string, width: number, style: 'title' | 'text' | 'quiet' = 'text'): void {
    const size = style === 'title' ? SIZE.title : SIZE.text;
    const most = Math.floor(width / (size * MONO));
    const isShort = [...text].length <= most;
    const seen = isShort ? text : `${[...text].slice(0, most - 1).join('')}…`;
    this.parts.push(`<text class="${style}" x="${x}" `
      + `y="${y + size}">${isShort ? '' : `<title>${xml(text)}</title>`}${xml(seen)}</text>`);
  }

  /** A way through corners, with an arrow at its end. */
  public arrow(points: readonly Point[], style: string): void {
    const { x, y } = points[points.length - 1];
    this.line(points, style);
    this.parts.push(`<path class="head ${style}" d="M${x} ${y} l-7 -4 v8 z"/>`);
  }

  public line(points: readonly Point[], style: string): void {
    this.parts.push(`<path class="way ${style}" `
      + `d="${points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(' ')}"/>`);
  }

  public get svg(): string {
    return this.parts.join('\n');
  }
}
