import { expect, test } from "vitest";
import { ASKS_NOTHING, chosen, type PointFilter } from "../src/map/point_filter";
import { table } from "./map_data";

const TYPES = [
  { code: "PT01", name: "主干道", group: "道路街巷" },
  { code: "PT02", name: "公园", group: "公园景区" },
];

const found = (asked: Partial<PointFilter>) =>
  chosen(table(), { ...ASKS_NOTHING, ...asked }, TYPES);

test("differences unfold to the places they came from", () => {
  const { x, y } = table();

  expect([...x]).toEqual([118, 118.01, 118.03, 118]);
  expect([...y]).toEqual([30, 30.005, 30.003, 30]);
});

test.each<[string, Partial<PointFilter>, number[]]>([
  ["nothing asked is what is in use", {}, [0, 1, 2]],
  ["void ones alone", { chip: "void" }, [3]],
  ["in use and void", { chip: "all" }, [0, 1, 2, 3]],
  ["declared", { declared: "yes" }, [0, 2]],
  ["not declared", { declared: "no" }, [1]],
  ["key", { key: "yes" }, [1, 2]],
  ["a type", { type: "PT02" }, [1]],
  ["a group of types", { group: "道路街巷" }, [0, 2]],
  ["a unit", { unit: "TRAFFIC" }, [1]],
  ["a unit with those below it", { unit: "CITY", chip: "all" }, [0, 1, 3]],
  ["a region with those below it", { region: "9901" }, [0, 2]],
  ["a code that only begins like one", { region: "990" }, []],
  ["two conditions at once", { declared: "yes", key: "yes" }, [2]],
  ["a type that no point has", { type: "PT99" }, []],
])("%s", (_, asked, points) => {
  expect(found(asked)).toEqual(points);
});
