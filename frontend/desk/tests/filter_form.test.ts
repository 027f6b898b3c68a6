import { beforeEach, expect, test } from "vitest";
import { partKinds, readFilter, writeFilter } from "../src/map/filter_form";
import { ASKS_NOTHING } from "../src/map/point_filter";
import { get } from "./mount";

beforeEach(() => {
  document.body.innerHTML = `<form>
    <select name="group"><option value=""><option value="道路街巷"></select>
    <select name="type"><option value=""><option value="PT01"></select>
    <select name="chip"><option value="in_use" selected><option value="void"></select>
    <input type="hidden" name="region"></form>`;
});

const form = () => get<HTMLFormElement>("form");

test("what is written into the fields is read from them", () => {
  const asked = { ...ASKS_NOTHING, type: "PT01", chip: "void", region: "9901" };
  writeFilter(form(), asked);

  expect(readFilter(form())).toEqual(asked);
});

test("who chooses a group leaves the type, and the other way round", () => {
  writeFilter(form(), { ...ASKS_NOTHING, type: "PT01", group: "道路街巷" });
  partKinds(form(), get("[name=group]"));
  expect(readFilter(form())).toMatchObject({ group: "道路街巷", type: "" });

  writeFilter(form(), { ...ASKS_NOTHING, type: "PT01", group: "道路街巷" });
  partKinds(form(), get("[name=type]"));
  expect(readFilter(form())).toMatchObject({ group: "", type: "PT01" });
});
