import type { Geometry, Position as Numbers } from "geojson";
import type { BaseMap } from "./base_map";
import type { Level, Outline, Outlines } from "./outlines";
import { toWorld } from "./world";

/** One region ready to be drawn: rings as x, y, x, y … in pixels of the world at zoom 0. */
export type RegionShape = Outline & {
  rings: readonly Float64Array[];
  box: { west: number; north: number; east: number; south: number };
  /** Where its name stands. */
  label: { x: number; y: number };
  /** Of its largest part. */
  area: number;
};

/** Make outlines ready, larger ones first: where names are too many, theirs are written. */
export function shapesOf(base: BaseMap, outlines: Outlines): RegionShape[] {
  const shapes = outlines.features.map(({ geometry, properties }) => {
    const rings = ringsOf(geometry).map((ring) => toWorldRing(base, ring));
    const largest = rings.reduce<Float64Array>(
      (best, ring) => (areaOf(ring) > areaOf(best) ? ring : best),
      rings[0] ?? new Float64Array(),
    );
    const area = areaOf(largest);
    return { ...properties, rings, box: boxOf(rings), label: middleOf(largest), area };
  });
  return shapes.sort((one, other) => other.area - one.area);
}

/** Find the smallest region of the levels at a place. */
export function regionAt(
  shapes: ReadonlyMap<Level, readonly RegionShape[]>,
  levels: readonly Level[],
  x: number,
  y: number,
): RegionShape | null {
  for (const level of levels) {
    const found = shapes.get(level)?.find((shape) => holds(shape, x, y));
    if (found) return found;
  }
  return null;
}

/** Count how often a line to the east crosses the rings; odd is inside, holes included. */
export function holds({ rings, box }: RegionShape, x: number, y: number): boolean {
  if (x < box.west || x > box.east || y < box.north || y > box.south) return false;
  let isInside = false;
  for (const ring of rings) {
    for (let n = 0; n + 3 < ring.length; n += 2) {
      const [fromX, fromY, toX, toY] = ring.subarray(n, n + 4) as unknown as Quad;
      if (fromY > y === toY > y) continue;
      if (x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) isInside = !isInside;
    }
  }
  return isInside;
}

type Quad = [number, number, number, number];

function ringsOf(geometry: Geometry): Numbers[][] {
  if (geometry.type === "Polygon") return geometry.coordinates;
  return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
}

function toWorldRing(base: BaseMap, ring: Numbers[]): Float64Array {
  const places = new Float64Array(ring.length * 2);
  ring.forEach(([lon, lat], n) => {
    const { x, y } = toWorld(base, { lon: lon ?? 0, lat: lat ?? 0 });
    places[2 * n] = x;
    places[2 * n + 1] = y;
  });
  return places;
}

function boxOf(rings: readonly Float64Array[]): RegionShape["box"] {
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  for (const ring of rings) {
    for (let n = 0; n < ring.length; n += 2) {
      box.west = Math.min(box.west, ring[n] as number);
      box.east = Math.max(box.east, ring[n] as number);
      box.north = Math.min(box.north, ring[n + 1] as number);
      box.south = Math.max(box.south, ring[n + 1] as number);
    }
  }
  return box;
}

function areaOf(ring: Float64Array): number {
  return Math.abs(crossSum(ring, (cross) => cross));
}

/** Return the centre of gravity of a ring; worked out from its first corner, so nothing is lost. */
function middleOf(ring: Float64Array): { x: number; y: number } {
  const [x0 = 0, y0 = 0] = ring;
  const twice = crossSum(ring, (cross) => cross);
  if (twice === 0) return { x: x0, y: y0 };
  const x = crossSum(ring, (cross, fromX, _y, toX) => cross * (fromX + toX - 2 * x0));
  const y = crossSum(ring, (cross, _x, fromY, _toX, toY) => cross * (fromY + toY - 2 * y0));
  return { x: x0 + x / (3 * twice), y: y0 + y / (3 * twice) };
}

function crossSum(
  ring: Float64Array,
  take: (cross: number, fromX: number, fromY: number, toX: number, toY: number) => number,
): number {
  const [x0 = 0, y0 = 0] = ring;
  let sum = 0;
  for (let n = 0; n + 3 < ring.length; n += 2) {
    const [fromX, fromY, toX, toY] = ring.subarray(n, n + 4) as unknown as Quad;
    const cross = (fromX - x0) * (toY - y0) - (toX - x0) * (fromY - y0);
    sum += take(cross, fromX, fromY, toX, toY);
  }
  return sum;
}
