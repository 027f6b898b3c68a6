import { beforeEach, expect, test } from "vitest";
import MenuController from "../src/controllers/menu_controller";
import { get, mount, press } from "./mount";

beforeEach(async () => {
  await mount(
    "menu",
    MenuController,
    `<div data-controller="menu">
       <a href="#panel" id="button" data-menu-target="button" data-action="menu#toggle">导航</a>
       <nav id="panel" data-menu-target="panel"><a href="/tasks" id="first">任务</a></nav>
     </div><p id="outside"></p>`,
  );
});

const isOpen = () => get("#panel").classList.contains("is-open");

test("the button opens the panel, says so and moves the focus in", () => {
  get("#button").click();

  expect(isOpen()).toBe(true);
  expect(get("#button").getAttribute("aria-expanded")).toBe("true");
  expect(document.activeElement).toBe(get("#first"));
});

test("Escape closes the panel and gives the focus back", () => {
  get("#button").click();
  press(document, "Escape");

  expect(isOpen()).toBe(false);
  expect(document.activeElement).toBe(get("#button"));
});

test("pressing elsewhere closes the panel, pressing inside does not", () => {
  get("#button").click();
  get("#first").dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(isOpen()).toBe(true);

  get("#outside").dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(isOpen()).toBe(false);
});
