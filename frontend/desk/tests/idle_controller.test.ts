import { afterEach, beforeEach, expect, test, vi } from "vitest";
import IdleController from "../src/controllers/idle_controller";
import { get, mount } from "./mount";

const MINUTE = 60_000;
let now = 0;
let tick: () => void = () => {};
const fetching = vi.fn();
const go = vi.fn();

beforeEach(async () => {
  now = 1_000_000_000_000;
  window.localStorage.clear();
  fetching.mockReset().mockResolvedValue({ ok: true, redirected: false });
  go.mockReset();
  vi.stubGlobal("fetch", fetching);
  vi.spyOn(Date, "now").mockImplementation(() => now);
  vi.spyOn(window.location, "assign").mockImplementation(go);
  vi.spyOn(window, "setInterval").mockImplementation(((run: () => void) => {
    tick = run;
    return 1;
  }) as unknown as typeof window.setInterval);
  await mount(
    "idle",
    IdleController,
    `<div data-controller="idle" data-idle-minutes-value="30"
          data-idle-keep-alive-url-value="/keep-alive/" data-idle-end-url-value="/tasks/">
       <dialog id="warning" data-idle-target="dialog">
         <span id="left" data-idle-target="left"></span>
         <button id="stay" data-action="idle#stay">继续工作</button>
       </dialog>
     </div>`,
  );
});

afterEach(() => vi.restoreAllMocks());

function after(minutes: number): void {
  now += minutes * MINUTE;
  tick();
}

const isWarning = () => get<HTMLDialogElement>("#warning").open;

test("it warns two minutes before the end and counts down", () => {
  after(26.9);
  expect(isWarning()).toBe(false);

  after(0.6);
  expect(isWarning()).toBe(true);
  expect(get("#left").textContent).toBe("1 分 30 秒");
});

test("staying asks the server and closes the warning", async () => {
  after(28);
  get("#stay").click();
  await vi.waitFor(() => expect(isWarning()).toBe(false));

  expect(fetching.mock.calls[0]?.[0]).toBe("/keep-alive/");
});

test("at the end the page goes to where the server asks for a new sign-in", () => {
  after(29.5);

  expect(go).toHaveBeenCalledWith("/tasks/");
});

test("a person who types keeps the session alive, at most once a minute", async () => {
  now += 2 * MINUTE;
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "b" }));

  expect(fetching).toHaveBeenCalledTimes(1);
});

test("work in another window counts here too", () => {
  after(20);
  window.localStorage.setItem("chuangcheng.last-seen", String(now));
  after(10);

  expect(isWarning()).toBe(false);
  expect(go).not.toHaveBeenCalled();
});

test("a page that polls by itself is not a person at work", () => {
  now += 28 * MINUTE;
  const detail = { requestConfig: {} };
  document.dispatchEvent(new CustomEvent("htmx:afterOnLoad", { detail }));
  tick();

  expect(isWarning()).toBe(true);
});
