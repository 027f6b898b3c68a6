import type { Position } from "./datum";
import type { WorldPlace } from "./world";

/** What `points:map_data` sends; `points/queries/map.py` says what each column holds. */
export type Columns = {
  scale: number;
  unplaced: number;
  types: string[];
  units: string[];
  regions: string[];
  code: string[];
  name: string[];
  lon: number[];
  lat: number[];
  type: number[];
  unit: number[];
  region: number[];
  flags: number[];
};

export const DECLARED = 1;
export const KEY = 2;
export const VOID = 4;

/** All points, by their place in the columns. */
export type PointTable = Columns & {
  /** In pixels of the world at zoom 0. */
  x: Float64Array;
  y: Float64Array;
};

/** Unfold the columns: differences become places in the world. */
export function unfold(
  columns: Columns,
  project: (at: Position) => WorldPlace,
): PointTable {
  const count = columns.code.length;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  let lon = 0;
  let lat = 0;
  for (let n = 0; n < count; n += 1) {
    lon += columns.lon[n] as number;
    lat += columns.lat[n] as number;
    const place = project({ lon: lon / columns.scale, lat: lat / columns.scale });
    x[n] = place.x;
    y[n] = place.y;
  }
  return { ...columns, x, y };
}
