import { Area, Drawing, LINE, Point } from './drawing';

const PAD = 10;

/** A box with a title, lines of text, and other cards below each other. */
export interface Card {
  readonly style: string;
  readonly width: number;
  readonly title: string;
  readonly lines: readonly string[];
  readonly cards?: readonly Card[];
  /** By which lines find it. */
  readonly key?: string;
}

/** Where cards are, by their keys. */
export type Places = Map<string, Area>;

export function heightOf({ lines, cards = [] }: Card): number {
  return 2 * PAD + LINE * (1 + lines.length) + cards.reduce((sum, card) => sum + heightOf(card) + PAD, 0);
}

/** The width inside a card. */
export function inner(width: number): number {
  return width - 2 * PAD;
}

export function drawCard(drawing: Drawing, card: Card, at: Point, places: Places): void {
  const area = { ...at, width: card.width, height: heightOf(card) };
  if (card.key !== undefined) { places.set(card.key, area); }
  drawing.box(area, card.style);
  const x = at.x + PAD;
  drawing.text({ x, y: at.y + PAD - 2 }, card.title, inner(card.width), 'title');
  for (const [i, line] of card.lines.entries()) {
    drawing.text({ x, y: at.y + PAD + LINE * (i + 1) }, line, inner(card.width), i === 0 ? 'quiet' : 'text');
  }
  let y = at.y + PAD + LINE * (1 + card.lines.length);
  for (const below of card.cards ?? []) {
    y += PAD;
    drawCard(drawing, below, { x, y }, places);
    y += heightOf(below);
  }
}
