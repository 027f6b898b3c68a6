import { beforeEach, expect, test } from "vitest";
import SplitController from "../src/controllers/split_controller";
import { get, mount } from "./mount";

beforeEach(async () => {
  await mount(
    "split",
    SplitController,
    `<form data-controller="split">
       <p id="text" data-start="40" data-split-target="text"><span>整治街巷，</span><span>清理楼道</span></p>
       <button id="cut" name="offset" data-split-target="button" hidden></button>
     </form><p id="outside">别处</p>`,
  );
});

function put(node: Node, offset: number): void {
  document.getSelection()?.collapse(node, offset);
  document.dispatchEvent(new Event("selectionchange"));
}

test("a cursor inside the text offers a cut at its place in the source", () => {
  put(get("#text").children[1]?.firstChild as Node, 2);

  expect(get("#cut").hidden).toBe(false);
  expect(get<HTMLButtonElement>("#cut").value).toBe("47");
});

test("neither end of the text is a place to cut", () => {
  put(get("#text").children[0]?.firstChild as Node, 0);
  expect(get("#cut").hidden).toBe(true);

  put(get("#text").children[1]?.firstChild as Node, 4);
  expect(get("#cut").hidden).toBe(true);
});

test("a cursor elsewhere changes nothing", () => {
  put(get("#text").children[0]?.firstChild as Node, 2);
  put(get("#outside").firstChild as Node, 1);

  expect(get<HTMLButtonElement>("#cut").value).toBe("42");
});
