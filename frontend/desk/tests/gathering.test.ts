import { expect, test } from "vitest";
import { gather, MarkFinder } from "../src/map/gathering";
import { placed } from "./map_data";

const everyone = (many: number) => Array.from({ length: many }, (_, n) => n);

test("a few points in a cell stay single, more share a bubble that counts them all", () => {
  const few = placed([[1, 1], [1.1, 1], [1.2, 1]]); // prettier-ignore
  const many = placed([[1, 1], [1.1, 1], [1.2, 1], [1.3, 1]]); // prettier-ignore

  expect(gather(few, everyone(3), 3)).toHaveLength(3);
  const [bubble, ...others] = gather(many, everyone(4), 3);
  expect(others).toEqual([]);
  expect(bubble?.points).toEqual([0, 1, 2, 3]);
  expect(bubble?.x).toBeCloseTo(1.15);
});

test("no point is lost or counted twice at any zoom", () => {
  const spread = everyone(500).map((n) => [(n * 37) % 101, (n * 53) % 97] as const);
  const table = placed(spread);

  for (const zoom of [0, 1, 3, 8, 15.5, 16, 19]) {
    const points = gather(table, everyone(500), zoom).flatMap((mark) => mark.points);
    expect(points.sort((one, other) => one - other)).toEqual(everyone(500));
  }
});

test("close up only points that cover each other share a bubble", () => {
  const table = placed([[1, 1], [1, 1], [1.001, 1]]); // prettier-ignore

  const sizes = gather(table, everyone(3), 16).map((mark) => mark.points.length);

  expect(sizes.sort()).toEqual([1, 2]);
});

test("a press finds the nearest mark within reach, across cells, and none beyond", () => {
  const table = placed([[0.99, 1], [1.3, 1], [9, 9]]); // prettier-ignore
  const marks = gather(table, everyone(3), 10);
  const finder = new MarkFinder(marks, 0.5);

  expect(finder.nearest(1.05, 1)?.points).toEqual([0]);
  expect(finder.nearest(1.25, 1)?.points).toEqual([1]);
  expect(finder.nearest(4, 4)).toBeNull();
});
