import { beforeEach, expect, test } from "vitest";
import SearchController from "../src/controllers/search_controller";
import { get, mount, press } from "./mount";

beforeEach(async () => {
  await mount(
    "search",
    SearchController,
    `<form data-controller="search" data-action="keydown->search#walk">
       <input id="q" data-search-target="input">
       <div id="results" data-search-target="results"><a href="/1">一</a><a href="/2">二</a></div>
     </form><textarea id="other"></textarea>`,
  );
});

test("a slash goes to the search box", () => {
  const event = press(document.body, "/");

  expect(document.activeElement).toBe(get("#q"));
  expect(event.defaultPrevented).toBe(true);
});

test("a slash typed into another field stays there", () => {
  get("#other").focus();
  const event = press(get("#other"), "/");

  expect(document.activeElement).toBe(get("#other"));
  expect(event.defaultPrevented).toBe(false);
});

test("arrows walk from the box through the results and back", () => {
  const [first, second] = Array.from(document.querySelectorAll("a"));
  get("#q").focus();
  press(get("#q"), "ArrowDown");
  expect(document.activeElement).toBe(first);
  press(first as HTMLElement, "ArrowDown");
  press(second as HTMLElement, "ArrowDown");
  expect(document.activeElement).toBe(second);
  press(second as HTMLElement, "ArrowUp");
  press(first as HTMLElement, "ArrowUp");
  expect(document.activeElement).toBe(get("#q"));
});

test("Escape clears the results", () => {
  press(get("#q"), "Escape");

  expect(get("#results").children).toHaveLength(0);
});
