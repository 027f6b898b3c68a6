import type { Box } from "./boxes";
import { CanvasLayer, type View } from "./canvas_layer";
import { gather, type Mark, MarkFinder } from "./gathering";
import type { Palette } from "./palette";
import type { PointType } from "./point_filter";
import type { PointTable } from "./point_table";
import { groupLooks, radiusAt, Symbols } from "./symbols";

// How far off a press may be: a fingertip, a pointer.
const REACH = { touch: 22, mouse: 14 };
// How far a symbol may reach into what is shown from outside.
const MARGIN = 40;

/** All chosen points in one drawing; many at one place share a bubble with their number. */
export class PointsLayer extends CanvasLayer {
  private points: readonly number[] = [];
  private marks: Mark[] = [];
  private finder: MarkFinder | null = null;
  private gatheredAt = Number.NaN;
  private selected = -1;
  private readonly symbols: Symbols;
  private readonly groups: readonly number[];
  private readonly reach = window.matchMedia("(pointer: coarse)").matches
    ? REACH.touch
    : REACH.mouse;

  constructor(
    private readonly table: PointTable,
    types: readonly PointType[],
    private readonly colour: Palette,
  ) {
    super("points");
    const looks = groupLooks(types, colour);
    this.symbols = new Symbols(looks, colour("paper"));
    const byCode = new Map(types.map(({ code, group }) => [code, group || "其他"]));
    this.groups = table.types.map((code) =>
      Math.max(
        0,
        looks.findIndex(({ name }) => name === byCode.get(code)),
      ),
    );
  }

  choose(points: readonly number[]): void {
    this.points = points;
    this.gatheredAt = Number.NaN;
    this.redraw();
  }

  select(point: number): void {
    this.selected = point;
    this.redraw();
  }

  /** Return what lies at a place given in pixels of the world at zoom 0. */
  markAt(x: number, y: number): Mark | null {
    return this.finder?.nearest(x, y) ?? null;
  }

  /** List what the symbols and bubbles of a view cover. */
  covered(view: View): Box[] {
    this.gatherFor(view.zoom);
    const single = radiusAt(view.zoom);
    return [...this.within(view)].map(({ x, y, mark: { points } }) => {
      const radius = points.length > 1 ? bubbleRadius(points.length) : single;
      return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
    });
  }

  protected draw(pen: CanvasRenderingContext2D, view: View): void {
    this.gatherFor(view.zoom);
    const radius = radiusAt(view.zoom);
    for (const { mark, x, y } of this.within(view)) {
      if (mark.points.length > 1) this.bubble(pen, mark.points.length, x, y);
      else this.stamp(pen, mark.points[0] as number, { x, y, radius });
    }
    this.drawSelected(pen, view, radius);
  }

  private *within(view: View): Generator<{ mark: Mark; x: number; y: number }> {
    for (const mark of this.marks) {
      const x = mark.x * view.scale - view.left;
      const y = mark.y * view.scale - view.top;
      if (x < -MARGIN || y < -MARGIN) continue;
      if (x > view.width + MARGIN || y > view.height + MARGIN) continue;
      yield { mark, x, y };
    }
  }

  private gatherFor(zoom: number): void {
    if (this.gatheredAt === zoom) return;
    this.marks = gather(this.table, this.points, zoom);
    this.finder = new MarkFinder(this.marks, this.reach / 2 ** zoom);
    this.gatheredAt = zoom;
  }

  private stamp(
    pen: CanvasRenderingContext2D,
    point: number,
    at: { x: number; y: number; radius: number },
  ): void {
    const group = this.groups[this.table.type[point] as number] as number;
    this.symbols.stamp(pen, group, this.table.flags[point] as number, at);
  }

  private bubble(pen: CanvasRenderingContext2D, count: number, x: number, y: number): void {
    pen.beginPath();
    pen.arc(x, y, bubbleRadius(count), 0, 2 * Math.PI);
    pen.fillStyle = this.colour("accent-soft");
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = this.colour("accent");
    pen.stroke();
    pen.font = "600 11px sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = this.colour("accent-deep");
    pen.fillText(String(count), x, y + 0.5);
  }

  private drawSelected(pen: CanvasRenderingContext2D, view: View, radius: number): void {
    if (this.selected < 0) return;
    const x = (this.table.x[this.selected] as number) * view.scale - view.left;
    const y = (this.table.y[this.selected] as number) * view.scale - view.top;
    this.stamp(pen, this.selected, { x, y, radius });
    pen.beginPath();
    pen.arc(x, y, radius + 7, 0, 2 * Math.PI);
    pen.lineWidth = 3;
    pen.strokeStyle = this.colour("ink");
    pen.stroke();
  }
}

function bubbleRadius(count: number): number {
  return 8 + 1.2 * Math.log2(count);
}
