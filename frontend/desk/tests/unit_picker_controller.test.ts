import { beforeEach, expect, test, vi } from "vitest";
import UnitPickerController from "../src/controllers/unit_picker_controller";
import { get, mount, press, settle } from "./mount";

const page = (more: string, url = "") =>
  `<div data-controller="unit-picker" ${url && `data-unit-picker-url-value="${url}"`}>
     <label for="units">配合单位</label>
     <select id="units" ${more} data-unit-picker-target="select">
       <option value=""></option>
       <option value="1" selected>区住房和城乡建设委员会</option>
       <option value="2">区园林绿化局</option>
       <option value="3">区商务局</option>
     </select>
   </div>`;
const input = () => get<HTMLInputElement>(".picker-input");
const texts = (selector: string) =>
  Array.from(document.querySelectorAll(selector)).map((element) => element.textContent);
const chosen = () =>
  Array.from(get<HTMLSelectElement>("#units").selectedOptions).map(
    (option) => option.value,
  );

function type(text: string): void {
  input().value = text;
  input().dispatchEvent(new Event("input"));
}

beforeEach(() => mount("unit-picker", UnitPickerController, page("multiple")));

test("the select gives way to a named combobox and chips", () => {
  expect(get("#units").hidden).toBe(true);
  expect(input().getAttribute("role")).toBe("combobox");
  expect(input().getAttribute("aria-label")).toBe("配合单位");
  expect(texts(".picker-chip")).toEqual(["区住房和城乡建设委员会×"]);
});

test("typing and Enter adds a unit to what the form sends", () => {
  type("园林");
  expect(texts(".picker-choice")).toEqual(["区园林绿化局"]);
  expect(input().getAttribute("aria-expanded")).toBe("true");
  expect(input().getAttribute("aria-activedescendant")).toBe(get(".picker-choice").id);

  expect(press(input(), "Enter").defaultPrevented).toBe(true);
  expect(chosen()).toEqual(["1", "2"]);
  expect(input().value).toBe("");
});

test("arrows go round the list, and Escape closes it", () => {
  type("");
  press(input(), "ArrowUp");
  expect(texts('[aria-selected="true"]')).toEqual(["区商务局"]);
  press(input(), "ArrowDown");
  expect(texts('[aria-selected="true"]')).toEqual(["区园林绿化局"]);
  press(input(), "Escape");
  expect(get(".picker-list").hidden).toBe(true);
});

test("a chip's button and Backspace take units away", () => {
  get(".picker-remove").click();
  expect(chosen()).toEqual([]);

  type("商务");
  press(input(), "Enter");
  press(input(), "Backspace");
  expect(chosen()).toEqual([]);
});

test("nothing found is said in words", () => {
  type("教育");

  expect(texts(".picker-none")[0]).toContain("没有找到“教育”");
});

test("where one unit is wanted a new choice replaces the old", async () => {
  await mount("unit-picker", UnitPickerController, page(""));
  type("商务");
  press(input(), "Enter");

  expect(chosen()).toEqual(["3"]);
  expect(texts(".picker-chip")).toEqual(["区商务局×"]);
});

test("choices of the server are fetched by what was typed and join the select", async () => {
  const body = [{ value: 9, label: "区教育委员会", note: "区教委" }];
  const fetching = vi.fn(
    async (_url: URL) =>
      new Response(JSON.stringify(body), {
        headers: { "Content-Type": "application/json" },
      }),
  );
  vi.stubGlobal("fetch", fetching);
  await mount(
    "unit-picker",
    UnitPickerController,
    page("multiple", "/units.json?kind=dept"),
  );
  type("教委");
  await new Promise((resolve) => setTimeout(resolve, 260));
  await settle();

  const asked = fetching.mock.calls[0]?.[0] as URL;
  expect(asked.searchParams.get("q")).toBe("教委");
  expect(asked.searchParams.get("kind")).toBe("dept");
  press(input(), "Enter");
  expect(chosen()).toEqual(["1", "9"]);
});

test("a suggestion beside the field takes the place of what was chosen", async () => {
  const choices = JSON.stringify([
    { value: "2", label: "区园林绿化局" },
    { value: "9", label: "东湖街道" },
  ]);
  const button = `<button id="chip" type="button" data-action="unit-picker#suggest"
    data-unit-picker-choices-param='${choices}'></button></div>`;
  const withButton = page("multiple").replace(/<\/div>$/, button);
  await mount("unit-picker", UnitPickerController, withButton);

  get("#chip").click();

  expect(chosen()).toEqual(["2", "9"]);
});
