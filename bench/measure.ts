/** Runs the sides of the benchmark in turns, and what is said of their times. */
import { checkSame } from './same-template';
import { Shape } from './shape';
import { Place, Run, Side } from './sides';

/** One app of which every side makes the same. */
export interface Subject {
  readonly name: string;
  readonly app: 'paths' | 'consumers' | 'nodes';
  readonly shape: Shape;
}

/** All runs of a subject. The runs of one turn follow each other, so what the machine does beside concerns all of them. */
export class Measured {
  private readonly turns: ReadonlyMap<Side, Run>[] = [];

  constructor(place: Place, public readonly subject: Subject, public readonly sides: Side[], turns: number, whole = false) {
    for (let turn = 0; turn < turns; turn++) {
      // The first one of a turn is another side each time.
      const order = [...sides.slice(turn % sides.length), ...sides.slice(0, turn % sides.length)];
      this.turns.push(new Map(order.map(side => [side, place.run(side, subject.app, subject.shape, whole)])));
    }
    const [first] = this.turns;
    for (const side of sides) { checkSame(side, first.get('library')!.template, first.get(side)!.template); }
  }

  /** The least of all turns. */
  public least(side: Side, figure: Figure): number {
    return Math.min(...this.turns.map(turn => turn.get(side)![figure]));
  }

  /** The median of the ratios of library and side, each of one turn. */
  public ratio(side: Side, figure: Figure): number {
    return median(this.turns.map(turn => turn.get('library')![figure] / turn.get(side)![figure]));
  }

  public ratioOfLeast(side: Side, figure: Figure): number {
    return this.least('library', figure) / this.least(side, figure);
  }

  public template(side: Side): string {
    return this.turns[0].get(side)!.template;
  }

  public get resources(): number {
    return Object.keys(JSON.parse(this.template('library')).Resources).length;
  }
}

type Figure = 'milliseconds' | 'seconds' | 'mebibytes';

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
