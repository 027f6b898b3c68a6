import { expect, test } from "vitest";
import TabsController from "../src/controllers/tabs_controller";
import { get, mount } from "./mount";

test("one pane shows at a time, by its tab or by what points into it", async () => {
  await mount(
    "tabs",
    TabsController,
    `<div id="root" data-controller="tabs" data-action="link-spans:follow->tabs#follow">
       <button id="t1" data-tabs-target="tab" data-pane="span" data-action="tabs#choose"></button>
       <button id="t2" data-tabs-target="tab" data-pane="card" data-action="tabs#choose"></button>
       <div id="p1" data-tabs-target="pane" data-pane="span"></div>
       <div id="p2" data-tabs-target="pane" data-pane="card"></div>
     </div>`,
  );
  const shown = () =>
    Array.from(document.querySelectorAll(".is-chosen")).map((pane) => pane.id);
  expect(shown()).toEqual(["p1"]);

  get("#t2").click();
  expect(shown()).toEqual(["p2"]);
  expect(get("#t2").getAttribute("aria-pressed")).toBe("true");

  const detail = { side: "span" };
  get("#p1").dispatchEvent(new CustomEvent("link-spans:follow", { detail, bubbles: true }));
  expect(shown()).toEqual(["p1"]);
});
