import type { Box } from "./boxes";
import { CanvasLayer, type View } from "./canvas_layer";
import { Labels } from "./labels";
import type { Level } from "./outlines";
import type { Palette } from "./palette";
import { holds, type RegionShape, regionAt } from "./region_shapes";

/** Open tasks of the units of a region, and how many of them are late. */
export type Load = { open: number; late: number };

type Look = {
  width: number;
  dash: number[];
  from: number;
  namedFrom: number;
  size: number;
};

// From which zoom on a level is drawn and named; larger ones under smaller ones.
const LOOKS: Record<Exclude<Level, "CITY">, Look> = {
  DISTRICT: { width: 2.5, dash: [], from: 0, namedFrom: 0, size: 14 },
  STREET: { width: 1.5, dash: [], from: 9, namedFrom: 10, size: 13 },
  COMMUNITY: { width: 1, dash: [5, 3], from: 11, namedFrom: 13, size: 12 },
  GRID: { width: 1, dash: [1, 3], from: 12, namedFrom: 15, size: 11 },
};
// How far off its middle a name may stand, in pixels, where something else stands there.
const ASIDE = [
  [0, 0],
  [0, 20],
  [0, -20],
  [24, 0],
  [-24, 0],
  [0, 36],
  [0, -36],
  [48, 20],
  [-48, -20],
] as const;
export const LEVELS = ["GRID", "COMMUNITY", "STREET", "DISTRICT"] as const;

/** The parts of the city: outlines, names, and how many tasks wait in each. */
export class RegionsLayer extends CanvasLayer {
  private readonly shapes = new Map<Level, readonly RegionShape[]>();
  private readonly shown = new Set<Level>();
  private loads: ReadonlyMap<string, Load> | null = null;
  private selected = "";

  /** `covered` tells what lies over the regions, so that no name is written under it. */
  constructor(
    private readonly colour: Palette,
    private readonly covered: (view: View) => readonly Box[],
  ) {
    super("regions");
  }

  has(level: Level): boolean {
    return this.shapes.has(level);
  }

  put(level: Level, shapes: readonly RegionShape[]): void {
    this.shapes.set(level, shapes);
    this.redraw();
  }

  show(level: Level, isShown: boolean): void {
    if (isShown) this.shown.add(level);
    else this.shown.delete(level);
    this.redraw();
  }

  /** Colour the regions by their tasks; null for plain paper. */
  load(loads: ReadonlyMap<string, Load> | null): void {
    this.loads = loads;
    this.redraw();
  }

  select(code: string): void {
    this.selected = code;
    this.redraw();
  }

  find(code: string): RegionShape | null {
    for (const shapes of this.shapes.values()) {
      const found = shapes.find((shape) => shape.code === code);
      if (found) return found;
    }
    return null;
  }

  all(): RegionShape[] {
    return [...this.shapes.values()].flat();
  }

  regionAt(x: number, y: number, zoom: number): RegionShape | null {
    return regionAt(this.shapes, this.visible(zoom), x, y);
  }

  protected draw(pen: CanvasRenderingContext2D, view: View): void {
    const levels = this.visible(view.zoom).reverse();
    const loaded = levels.includes("STREET") ? "STREET" : levels[levels.length - 1];
    levels.forEach((level, n) => {
      if (n === 0 || (this.loads && level === loaded)) this.fill(pen, level, view);
      // One line for all of a level: far cheaper than one for each region.
      pen.beginPath();
      for (const shape of this.within(level, view)) trace(pen, shape, view);
      this.stroke(pen, level);
    });
    this.drawSelected(pen, view);
    this.writeNames(pen, view, levels, loaded);
  }

  private fill(pen: CanvasRenderingContext2D, level: Level, view: View): void {
    for (const shape of this.within(level, view)) {
      pen.beginPath();
      trace(pen, shape, view);
      pen.fillStyle = this.fillOf(shape);
      pen.fill("evenodd");
    }
  }

  private visible(zoom: number): Exclude<Level, "CITY">[] {
    return LEVELS.filter((level) => this.shown.has(level) && zoom >= LOOKS[level].from);
  }

  private *within(level: Level, view: View): Generator<RegionShape> {
    for (const shape of this.shapes.get(level) ?? []) {
      const { west, north, east, south } = shape.box;
      if (east * view.scale < view.left || south * view.scale < view.top) continue;
      if (west * view.scale > view.left + view.width) continue;
      if (north * view.scale > view.top + view.height) continue;
      yield shape;
    }
  }

  private fillOf({ code }: RegionShape): string {
    const late = this.loads?.get(code)?.late ?? 0;
    if (late === 0) return this.colour("map-land");
    return this.colour(late < 3 ? "load-1" : late < 8 ? "load-2" : "load-3");
  }

  private stroke(pen: CanvasRenderingContext2D, level: Exclude<Level, "CITY">): void {
    const { width, dash } = LOOKS[level];
    pen.setLineDash(dash);
    pen.lineWidth = width;
    pen.strokeStyle = this.colour(width > 1 ? "ink-soft" : "map-line");
    pen.stroke();
  }

  private drawSelected(pen: CanvasRenderingContext2D, view: View): void {
    const shape = this.selected ? this.find(this.selected) : null;
    if (!shape) return;
    pen.beginPath();
    trace(pen, shape, view);
    pen.setLineDash([]);
    pen.lineWidth = 4;
    pen.strokeStyle = this.colour("accent");
    pen.stroke();
  }

  private writeNames(
    pen: CanvasRenderingContext2D,
    view: View,
    levels: readonly Exclude<Level, "CITY">[],
    loaded: Level | undefined,
  ): void {
    const [ink, paper] = [this.colour("ink"), this.colour("paper")];
    const labels = new Labels(pen, ink, paper, this.covered(view));
    for (const level of levels) {
      const { namedFrom, size } = LOOKS[level];
      if (view.zoom < namedFrom) continue;
      for (const shape of this.within(level, view)) {
        const lines = [shape.name];
        const load = level === loaded ? this.loads?.get(shape.code) : undefined;
        if (load) lines.push(`在办 ${load.open} · 逾期 ${load.late}`);
        labels.write({ lines, places: placesOf(shape, view) }, size);
      }
    }
  }
}

/** List where the name of a region may stand: in its middle, or near it as long as it is inside. */
function placesOf(shape: RegionShape, view: View): { x: number; y: number }[] {
  const { x, y } = shape.label;
  return ASIDE.map(([right, down]) => ({
    x: x + right / view.scale,
    y: y + down / view.scale,
  }))
    .filter((place, n) => n === 0 || holds(shape, place.x, place.y))
    .map((place) => ({
      x: place.x * view.scale - view.left,
      y: place.y * view.scale - view.top,
    }));
}

function trace(pen: CanvasRenderingContext2D, { rings }: RegionShape, view: View): void {
  for (const ring of rings) {
    for (let n = 0; n < ring.length; n += 2) {
      const x = (ring[n] as number) * view.scale - view.left;
      const y = (ring[n + 1] as number) * view.scale - view.top;
      if (n === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.closePath();
  }
}
