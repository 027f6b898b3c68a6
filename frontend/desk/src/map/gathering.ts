import type { PointTable } from "./point_table";

/** What is drawn at one place: a single point, or a bubble that stands for several. */
export type Mark = { x: number; y: number; points: readonly number[] };

type Rule = { cell: number; alone: number };

// Far out, points share a bubble unless they are few; close up, only those that cover each other do.
const FAR: Rule = { cell: 64, alone: 3 };
const NEAR: Rule = { cell: 14, alone: 1 };
const NEAR_FROM = 16;

/**
 * Gather points into marks for a zoom.
 *
 * Cells lie fixed in the world, so that no bubble jumps while the map is moved; a bubble stands in
 * the middle of its points and its number is how many they are.
 */
export function gather(table: PointTable, points: readonly number[], zoom: number): Mark[] {
  const { cell, alone } = zoom < NEAR_FROM ? FAR : NEAR;
  const scale = 2 ** zoom / cell;
  const cells = new Map<number, number[]>();
  for (const point of points) {
    const column = Math.floor((table.x[point] as number) * scale);
    const key = column * 0x4000000 + Math.floor((table.y[point] as number) * scale);
    const together = cells.get(key);
    if (together) together.push(point);
    else cells.set(key, [point]);
  }
  const marks: Mark[] = [];
  for (const together of cells.values()) {
    if (together.length > alone) marks.push(middle(table, together));
    else for (const point of together) marks.push(middle(table, [point]));
  }
  return marks;
}

function middle(table: PointTable, points: readonly number[]): Mark {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += table.x[point] as number;
    y += table.y[point] as number;
  }
  return { x: x / points.length, y: y / points.length, points };
}

/** Finds the mark under a finger or pointer without looking at all of them. */
export class MarkFinder {
  private readonly cells = new Map<number, Mark[]>();

  /** `reach` is how far off a press may be, in pixels of the world at zoom 0. */
  constructor(
    marks: readonly Mark[],
    private readonly reach: number,
  ) {
    for (const mark of marks) {
      const key = this.key(this.step(mark.x), this.step(mark.y));
      const here = this.cells.get(key);
      if (here) here.push(mark);
      else this.cells.set(key, [mark]);
    }
  }

  nearest(x: number, y: number): Mark | null {
    let found: Mark | null = null;
    let least = this.reach;
    for (const mark of this.around(this.step(x), this.step(y))) {
      const away = Math.hypot(mark.x - x, mark.y - y);
      if (away <= least) [found, least] = [mark, away];
    }
    return found;
  }

  private *around(column: number, row: number): Generator<Mark> {
    for (const right of [-1, 0, 1]) {
      for (const down of [-1, 0, 1]) {
        yield* this.cells.get(this.key(column + right, row + down)) ?? [];
      }
    }
  }

  private step(along: number): number {
    return Math.floor(along / this.reach);
  }

  private key(column: number, row: number): number {
    return column * 0x4000000 + row;
  }
}
