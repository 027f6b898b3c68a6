import { beforeEach, expect, test, vi } from "vitest";
import TreeController from "../src/controllers/tree_controller";
import { get, mount } from "./mount";

const row = (id: string, depth: number, isGroup: boolean) =>
  `<tr id="${id}" data-depth="${depth}" data-tree-target="row"><th>${
    isGroup ? '<button aria-expanded="true"></button>' : ""
  }</th></tr>`;

async function start(screen: { isNarrow: boolean; isSearched?: boolean }): Promise<void> {
  vi.stubGlobal("matchMedia", () => ({ matches: screen.isNarrow }));
  await mount(
    "tree",
    TreeController,
    `<div data-controller="tree" data-tree-open-value="${screen.isSearched ?? false}">
       <p id="tools" data-tree-target="tools" hidden>
         <button id="top" data-action="tree#foldTo" data-tree-depth-param="0"></button>
         <button id="all" data-action="tree#unfold"></button>
       </p>
       <table data-action="click->tree#toggle"><tbody>${row("project", 0, true)}${row("content", 1, true)}${row("standard", 2, false)}${row("next", 0, true)}</tbody></table>
     </div>`,
  );
}

beforeEach(() => start({ isNarrow: false }));

const hidden = () =>
  ["project", "content", "standard", "next"].filter((id) => get(`#${id}`).hidden);

test("the tools that need a script appear with it", () => {
  expect(get("#tools").hidden).toBe(false);
});

test("a folded group hides all below it and nothing beside it", () => {
  get("#project button").click();

  expect(hidden()).toEqual(["content", "standard"]);
});

test("what was folded inside stays folded when the outer group opens again", () => {
  get("#content button").click();
  get("#project button").click();
  get("#project button").click();

  expect(hidden()).toEqual(["standard"]);
});

test("the whole tree folds to its top and unfolds", () => {
  get("#top").click();
  expect(hidden()).toEqual(["content", "standard"]);

  get("#all").click();
  expect(hidden()).toEqual([]);
});

test("a phone begins with the projects, unless something is looked for", async () => {
  await start({ isNarrow: true });
  expect(hidden()).toEqual(["content", "standard"]);

  await start({ isNarrow: true, isSearched: true });
  expect(hidden()).toEqual([]);
});

test("a phone opens what lies above the row that the address names", async () => {
  Element.prototype.scrollIntoView = vi.fn();
  location.hash = "#standard";
  await start({ isNarrow: true });
  location.hash = "";

  expect(hidden()).toEqual([]);
  expect(get("#standard").scrollIntoView).toHaveBeenCalled();
});
