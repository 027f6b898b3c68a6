import { afterEach, beforeEach, expect, test, vi } from "vitest";

const ajax = vi.fn();
vi.mock("htmx.org", () => ({ default: { ajax } }));

const { default: ProgressController } =
  await import("../src/controllers/progress_controller");
const { get, mount } = await import("./mount");

const job = (done: boolean, next = "") =>
  `<div id="job" data-controller="progress" data-progress-url-value="/jobs/7"
        data-progress-done-value="${done}" data-progress-next-value="${next}"
        data-progress-seconds-value="0.01">
     <p id="problem" data-progress-target="problem" hidden></p>
   </div>`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(() => {
  ajax.mockReset();
});
afterEach(() => vi.restoreAllMocks());

test("an unfinished job is asked for at its own address, to replace itself", async () => {
  ajax.mockImplementation(async () => get("#job").remove());
  await mount("progress", ProgressController, job(false));
  await pause(60);

  expect(ajax).toHaveBeenCalledTimes(1);
  expect(ajax.mock.calls[0]?.slice(0, 2)).toEqual(["get", "/jobs/7"]);
});

test("a finished job is not asked for and leads on", async () => {
  const go = vi.spyOn(window.location, "assign").mockImplementation(() => {});
  await mount("progress", ProgressController, job(true, "/tasks/"));
  await pause(40);

  expect(ajax).not.toHaveBeenCalled();
  expect(go).toHaveBeenCalledWith("/tasks/");
});

test("when no answer comes it says so and tries again", async () => {
  ajax.mockRejectedValue(new Error("no network"));
  await mount("progress", ProgressController, job(false));
  await pause(120);

  expect(get("#problem").hidden).toBe(false);
  expect(ajax.mock.calls.length).toBeGreaterThan(1);
});
