import { beforeEach, expect, test } from "vitest";
import BulkSelectController from "../src/controllers/bulk_select_controller";
import { get, mount } from "./mount";

const row = (id: number, more = "") =>
  `<tr><td><input type="checkbox" id="b${id}" data-bulk-select-target="box"
     data-action="click->bulk-select#pick" ${more}></td></tr>`;

beforeEach(async () => {
  await mount(
    "bulk-select",
    BulkSelectController,
    `<form data-controller="bulk-select" data-bulk-select-total-value="171">
       <input type="checkbox" id="all" data-bulk-select-target="all"
              data-action="change->bulk-select#pickAll">
       <table>${row(1)}${row(2)}${row(3)}${row(4, "disabled")}</table>
       <div id="bar" data-bulk-select-target="bar">
         <b id="count" data-bulk-select-target="count"></b>
         <input id="everything" type="hidden" data-bulk-select-target="everything">
         <button type="button" id="offer" data-bulk-select-target="offer"
                 data-action="bulk-select#pickEverything"></button>
       </div>
     </form>`,
  );
});

const box = (id: string) => get<HTMLInputElement>(`#${id}`);

test("the bar shows only while something is ticked, with the count", () => {
  expect(get("#bar").hidden).toBe(true);

  box("b1").click();
  expect(get("#bar").hidden).toBe(false);
  expect(get("#count").textContent).toBe("1");
  expect(box("all").indeterminate).toBe(true);
});

test("a shift-click ticks all rows in between", () => {
  box("b1").click();
  box("b3").dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));

  expect(box("b2").checked).toBe(true);
  expect(get("#count").textContent).toBe("3");
});

test("a row that may not be chosen is left out", () => {
  box("all").click();

  expect(box("b4").checked).toBe(false);
  expect(get("#count").textContent).toBe("3");
});

test("the rows of other pages are offered once this page is full, and then counted", () => {
  expect(get("#offer").hidden).toBe(true);
  box("all").click();
  expect(get("#offer").hidden).toBe(false);

  get("#offer").click();
  expect(box("everything").value).toBe("1");
  expect(get("#count").textContent).toBe("171");
});

test("unticking one row takes the other pages back", () => {
  box("all").click();
  get("#offer").click();
  box("b2").click();

  expect(box("everything").value).toBe("");
  expect(get("#count").textContent).toBe("2");
});

test("a table may listen for all its boxes, and hears nothing else", async () => {
  await mount(
    "bulk-select",
    BulkSelectController,
    `<div data-controller="bulk-select">
       <table data-action="click->bulk-select#pick">
         <tr><td id="text">甲</td><td><input type="checkbox" id="one" data-bulk-select-target="box"></td></tr>
       </table>
       <div id="bar" data-bulk-select-target="bar"></div>
     </div>`,
  );

  get("#text").click();
  expect(get("#bar").hidden).toBe(true);
  get("#one").click();
  expect(get("#bar").hidden).toBe(false);
});
