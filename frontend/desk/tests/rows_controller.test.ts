import { expect, test } from "vitest";
import RowsController from "../src/controllers/rows_controller";
import { get, mount } from "./mount";

const value = (name: string) => get<HTMLInputElement>(`[name="${name}"]`).value;

async function start(most: number): Promise<void> {
  await mount(
    "rows",
    RowsController,
    `<form>
       <input type="hidden" name="unit-TOTAL_FORMS" value="1">
       <input type="hidden" name="unit-MAX_NUM_FORMS" value="${most}">
       <fieldset data-controller="rows" data-rows-prefix-value="unit">
         <div id="list" data-rows-target="list"><input name="unit-0-said"></div>
         <template data-rows-target="template"><p><input name="unit-__prefix__-said"></p></template>
         <button id="add" type="button" data-action="rows#add" data-rows-target="button" hidden></button>
       </fieldset>
     </form>`,
  );
}

test("a new row is numbered, counted and ready to be typed into", async () => {
  await start(3);
  expect(get("#add").hidden).toBe(false);

  get("#add").click();

  expect(value("unit-TOTAL_FORMS")).toBe("2");
  expect(document.activeElement).toBe(get('[name="unit-1-said"]'));
});

test("no more rows are offered than the server takes", async () => {
  await start(2);

  get("#add").click();

  expect(get("#add").hidden).toBe(true);
});
