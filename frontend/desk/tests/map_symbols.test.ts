import { expect, test } from "vitest";
import { groupLooks } from "../src/map/symbols";

const types = ["道路街巷", "文化教育", "文明实践", ""].map((group, n) => ({
  code: `PT0${n}`,
  name: "",
  group,
}));

test("every group has a colour and a letter of its own", () => {
  const looks = groupLooks(types, (name) => name);

  expect(looks.map(({ name }) => name)).toEqual([
    "道路街巷",
    "文化教育",
    "文明实践",
    "其他",
  ]);
  expect(looks.map(({ letter }) => letter)).toEqual(["道", "文", "明", "其"]);
  expect(new Set(looks.map(({ colour }) => colour)).size).toBe(4);
});
