import {
  type Columns,
  DECLARED,
  KEY,
  type PointTable,
  unfold,
  VOID,
} from "../src/map/point_table";

/** Four points of two types, two units and two regions, one of each state. */
export const COLUMNS: Columns = {
  scale: 1_000_000,
  unplaced: 1,
  types: ["PT01", "PT02"],
  units: ["CITY/PARK/", "CITY/TRAFFIC/"],
  regions: ["99/9901/990101/", "99/9902/"],
  code: ["DW-1", "DW-2", "DW-3", "DW-4"],
  name: ["人民路", "东湖公园", "新华街", "南门市场"],
  lon: [118_000_000, 10_000, 20_000, -30_000],
  lat: [30_000_000, 5_000, -2_000, -3_000],
  type: [0, 1, 0, 1],
  unit: [0, 1, -1, 0],
  region: [0, 1, 0, -1],
  flags: [DECLARED, KEY, DECLARED | KEY, VOID],
};

/** The table, with degrees for places in the world. */
export function table(columns: Columns = COLUMNS): PointTable {
  return unfold(columns, ({ lon, lat }) => ({ x: lon, y: lat }));
}

/** A table of many points at the given places. */
export function placed(places: readonly (readonly [number, number])[]): PointTable {
  const empty = places.map(() => 0);
  return {
    ...table(),
    code: places.map((_, n) => `DW-${n}`),
    name: places.map((_, n) => `点位${n}`),
    type: empty,
    unit: empty,
    region: empty,
    flags: empty,
    x: Float64Array.from(places, ([x]) => x),
    y: Float64Array.from(places, ([, y]) => y),
  };
}
