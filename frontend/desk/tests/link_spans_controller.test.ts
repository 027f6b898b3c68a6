import { beforeEach, expect, test, vi } from "vitest";
import LinkSpansController from "../src/controllers/link_spans_controller";
import { get, mount, press } from "./mount";

const acts = `data-action="mouseenter->link-spans#point mouseleave->link-spans#unpoint
  click->link-spans#follow"`;
const piece = (kind: string, link: string) =>
  `<div id="${kind}-${link}" tabindex="0" data-link="${link}"
        data-link-spans-target="${kind}" ${acts}><b>${link}</b></div>`;
const scrolled: string[] = [];

beforeEach(async () => {
  scrolled.length = 0;
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (
    this: Element,
  ) {
    scrolled.push(this.id);
  });
  await mount(
    "link-spans",
    LinkSpansController,
    `<div id="root" data-controller="link-spans">
       ${piece("span", "a")}${piece("span", "b")}${piece("card", "b")}${piece("card", "a")}
       <input id="field">
     </div>`,
  );
});

const has = (id: string, name: string) => get(`#${id}`).classList.contains(name);

test("pointing at a span lights its card, and leaving puts it out", () => {
  get("#span-a").dispatchEvent(new MouseEvent("mouseenter"));
  expect(has("card-a", "is-pointed")).toBe(true);
  expect(has("card-b", "is-pointed")).toBe(false);

  get("#span-a").dispatchEvent(new MouseEvent("mouseleave"));
  expect(has("card-a", "is-pointed")).toBe(false);
});

test("pressing a span brings its card into view, and the reverse", () => {
  const told: string[] = [];
  get("#root").addEventListener("link-spans:follow", (event) =>
    told.push((event as CustomEvent<{ side: string }>).detail.side),
  );
  get("#span-a b").click();
  get("#card-b b").click();

  expect(scrolled).toEqual(["card-a", "span-b"]);
  expect(told).toEqual(["card", "span"]);
  expect(has("card-b", "is-current")).toBe(true);
  expect(has("card-a", "is-current")).toBe(false);
});

test("j and k walk the cards in their order and stop at the ends", () => {
  press(document.body, "j");
  expect(has("card-b", "is-current")).toBe(true);
  expect(document.activeElement).toBe(get("#card-b"));

  press(document.body, "j");
  press(document.body, "j");
  expect(has("card-a", "is-current")).toBe(true);
  press(document.body, "k");
  expect(has("card-b", "is-current")).toBe(true);
});

test("arrows walk only from a card, and typing a j stays a letter", () => {
  press(document.body, "ArrowDown");
  press(get("#field"), "j");
  expect(has("card-b", "is-current")).toBe(false);

  press(get("#card-b"), "ArrowDown");
  expect(has("card-b", "is-current")).toBe(true);
});

test("a span of several cards leads to each in turn", async () => {
  await mount(
    "link-spans",
    LinkSpansController,
    `<div data-controller="link-spans">
       <div id="both" data-link="a b" data-link-spans-target="span" ${acts}></div>
       ${piece("card", "a")}${piece("card", "b")}
     </div>`,
  );
  scrolled.length = 0;

  get("#both").click();
  get("#both").click();
  get("#both").click();

  expect(scrolled).toEqual(["card-a", "card-b", "card-a"]);
});

test("Enter on a card presses its main button", async () => {
  await mount(
    "link-spans",
    LinkSpansController,
    `<div data-controller="link-spans">
       <div id="card" tabindex="0" data-link="a" data-link-spans-target="card">
         <a id="main" href="#edit" data-card-main>修改</a>
       </div>
     </div>`,
  );
  const pressed = vi.fn((event: Event) => event.preventDefault());
  get("#main").addEventListener("click", pressed);

  get("#card").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));

  expect(pressed).toHaveBeenCalledOnce();
});
