import { expect, test } from "vitest";
import type { BaseMap } from "../src/map/base_map";
import type { Outlines } from "../src/map/outlines";
import { holds, regionAt, shapesOf } from "../src/map/region_shapes";

// Places in the world need no map, only a datum.
const base = {
  toMap: ({ lon, lat }: { lon: number; lat: number }) => ({ lng: lon, lat }),
} as unknown as BaseMap;

const square = (west: number, south: number, side: number) => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];

function outlines(level: "STREET" | "GRID", ...coordinates: number[][][][]): Outlines {
  return {
    type: "FeatureCollection",
    features: coordinates.map((rings, n) => ({
      type: "Feature",
      geometry: { type: "Polygon", coordinates: rings },
      properties: { code: `${level}-${n}`, name: "东湖街道", level },
    })),
  };
}

// The larger one comes first.
const [withHole, street] = shapesOf(
  base,
  outlines("STREET", [square(0, 0, 2)], [square(10, 0, 6), square(12, 2, 2)]),
);
const middle = (shape: NonNullable<typeof street>) => shape.label;

test("a name stands in the middle of its region", () => {
  const { box, label } = street!;

  expect(label.x).toBeCloseTo((box.west + box.east) / 2, 6);
  expect(label.y).toBeCloseTo((box.north + box.south) / 2, 3);
});

test("a place in a hole is not in the region", () => {
  expect(holds(street!, middle(street!).x, middle(street!).y)).toBe(true);
  expect(holds(withHole!, middle(withHole!).x, middle(withHole!).y)).toBe(false);
  expect(holds(withHole!, withHole!.box.west + 0.1, middle(withHole!).y)).toBe(true);
});

test("the smallest region of the levels shown is the one that is pressed", () => {
  const [grid] = shapesOf(base, outlines("GRID", [square(0.5, 0.5, 1)]));
  const all = new Map([
    ["STREET", [street!]],
    ["GRID", [grid!]],
  ] as const);
  const { x, y } = middle(grid!);

  expect(regionAt(all, ["GRID", "STREET"], x, y)?.level).toBe("GRID");
  expect(regionAt(all, ["STREET"], x, y)?.level).toBe("STREET");
  expect(regionAt(all, ["GRID", "STREET"], x + 100, y)).toBeNull();
});
