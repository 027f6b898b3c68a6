import { expect, test } from "vitest";
import { ASKS_NOTHING } from "../src/map/point_filter";
import {
  filterEntries,
  readState,
  type ViewState,
  writeState,
} from "../src/map/view_state";

const VIEW: ViewState = {
  at: { zoom: 13.25, lon: 118.34567, lat: 30.25 },
  layers: ["points", "street"],
  filter: { ...ASKS_NOTHING, group: "道路街巷", declared: "no" },
  point: "DW-00042",
  region: "",
};

test("an address that is sent to someone shows them the same", () => {
  expect(readState(writeState(VIEW))).toEqual(VIEW);
});

test("all layers off stays all layers off", () => {
  expect(readState(writeState({ ...VIEW, layers: [] })).layers).toEqual([]);
});

test.each([[""], ["#"], ["#at=abc"], ["#at=12_118"]])("%s is no place", (hash) => {
  expect(readState(hash).at).toBeNull();
  expect(readState(hash).layers).toBeNull();
  expect(readState(hash).filter).toEqual(ASKS_NOTHING);
});

test("the table is asked only what is asked of the map", () => {
  expect(filterEntries(VIEW.filter)).toEqual([
    ["group", "道路街巷"],
    ["declared", "no"],
  ]);
});
