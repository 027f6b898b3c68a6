import { beforeEach, expect, test } from "vitest";
import SelectionController from "../src/controllers/selection_controller";
import { get, mount } from "./mount";

beforeEach(async () => {
  await mount(
    "selection",
    SelectionController,
    `<div data-controller="selection">
       <div data-selection-target="source"><p id="one" data-start="10">𠮷整治<span>背街小巷</span>环境。 </p></div>
       <button id="add" data-selection-target="button" data-action="selection#open">新增任务</button>
       <form id="form" data-selection-target="form" data-action="htmx:afterRequest->selection#done" hidden>
         <input type="hidden" id="start" data-selection-target="start">
         <input type="hidden" id="end" data-selection-target="end">
         <q id="quote" data-selection-target="quote"></q>
         <input id="name"><button id="stop" data-action="selection#close">取消</button>
       </form>
     </div><p id="outside">别处</p>`,
  );
});

function select(from: Node, start: number, to: Node, end: number): void {
  const range = document.createRange();
  range.setStart(from, start);
  range.setEnd(to, end);
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  document.dispatchEvent(new Event("selectionchange"));
}

const part = (index: number) => get("#one").childNodes[index] as Node;
const value = (id: string) => get<HTMLInputElement>(`#${id}`).value;

test("nothing is offered until source text is selected", () => {
  expect(get("#add").hidden).toBe(true);

  const outside = get("#outside").firstChild as Node;
  select(outside, 0, outside, 2);
  expect(get("#add").hidden).toBe(true);
});

test("positions count characters, so a rare character counts once", () => {
  const inner = part(1).firstChild as Node;
  // "𠮷" is two UTF-16 units: offset 2 in the first node is one character on.
  select(part(0), 2, inner, 4);
  get("#add").click();

  expect([value("start"), value("end")]).toEqual(["11", "17"]);
  expect(get("#quote").textContent).toBe("整治背街小巷");
  expect(get("#form").hidden).toBe(false);
  expect(document.activeElement).toBe(get("#name"));
});

test("blanks at the ends are left out", () => {
  select(part(2), 0, part(2), 4);
  get("#add").click();

  expect([value("start"), value("end")]).toEqual(["17", "20"]);
});

test("cancelling hides the form again", () => {
  select(part(0), 0, part(0), 3);
  get("#add").click();
  get("#stop").click();

  expect(get("#form").hidden).toBe(true);
});

test("the form goes away once the server has taken the task, and only then", () => {
  const inner = part(1).firstChild as Node;
  select(inner, 0, inner, 4);
  get("#add").click();
  const answer = (successful: boolean) =>
    get("#form").dispatchEvent(
      new CustomEvent("htmx:afterRequest", { detail: { successful } }),
    );

  answer(false);
  expect(get("#form").hidden).toBe(false);

  answer(true);
  expect(get("#form").hidden).toBe(true);
  expect(get("#add").hidden).toBe(true);
});
