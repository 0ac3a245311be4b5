import { Area, Drawing, LINE, Point } from './drawing';
import type { PlanNode } from '../model';
import { NOT_HERE } from '../words';

const PAD = 10;
const GAP = 8;
const CELL = { width: 204, height: 2 * LINE + 8 };
const MOST_COLUMNS = 5;

/** The nodes of a zone, in a grid. */
interface Zone {
  readonly name: string;
  readonly nodes: readonly PlanNode[];
}

/** Zones below each other, all of the same number of columns. */
export class Brokers {
  private readonly zones: readonly Zone[];
  private readonly columns: number;

  constructor(nodes: readonly PlanNode[]) {
    const names = [...new Set(nodes.map(({ zone }) => zone))].sort((a, b) => (a ?? '~').localeCompare(b ?? '~'));
    this.zones = names.map(zone => ({ name: zone ?? `zone ${NOT_HERE}`, nodes: nodes.filter(node => node.zone === zone) }));
    // Wider than high, as pages are.
    const most = Math.max(0, ...this.zones.map(zone => zone.nodes.length));
    this.columns = Math.min(MOST_COLUMNS, most, Math.ceil(Math.sqrt(1.5 * most)));
  }

  public get width(): number {
    return this.columns === 0 ? 0 : 2 * PAD + this.columns * CELL.width + (this.columns - 1) * GAP;
  }

  public get height(): number {
    return this.zones.reduce((sum, zone) => sum + this.heightOf(zone) + PAD, -PAD);
  }

  /** Returns where each zone is. */
  public draw(drawing: Drawing, { x, y }: Point): Area[] {
    let top = y;
    return this.zones.map(zone => {
      const area = { x, y: top, width: this.width, height: this.heightOf(zone) };
      drawing.box(area, 'zone');
      drawing.text({ x: x + PAD, y: top + PAD - 2 }, zone.name, this.width - 2 * PAD, 'title');
      for (const [i, node] of zone.nodes.entries()) {
        drawNode(drawing, node, {
          x: x + PAD + i % this.columns * (CELL.width + GAP),
          y: top + PAD + LINE + GAP + Math.floor(i / this.columns) * (CELL.height + GAP),
        });
      }
      top += area.height + PAD;
      return area;
    });
  }

  private heightOf({ nodes }: Zone): number {
    return 2 * PAD + LINE + Math.ceil(nodes.length / this.columns) * (CELL.height + GAP);
  }
}

function drawNode(drawing: Drawing, { id, roles = 'broker', host, address, resources }: PlanNode, at: Point): void {
  drawing.box({ ...at, ...CELL }, 'node');
  const x = at.x + 8;
  const where = host ?? (resources.length > 0 ? resources[0] : address);
  drawing.text({ x, y: at.y + 5 }, `${roles} ${id ?? ''}`.trimEnd(), CELL.width - 16);
  drawing.text({ x, y: at.y + 5 + LINE }, where, CELL.width - 16, 'quiet');
}
