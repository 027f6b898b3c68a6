import { beforeEach, expect, test, vi } from "vitest";
import AutosaveController from "../src/controllers/autosave_controller";
import { get, mount } from "./mount";

const fetching = vi.fn();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(async () => {
  fetching.mockReset();
  vi.stubGlobal("fetch", fetching);
  await mount(
    "autosave",
    AutosaveController,
    `<form action="/drafts/1" data-controller="autosave" data-autosave-pause-value="5"
           data-action="input->autosave#change submit->autosave#submit">
       <input id="text" name="text" value="旧">
       <input id="version" type="hidden" name="version" value="1" data-autosave-target="version">
       <span id="status" data-autosave-target="status"></span>
     </form>`,
  );
});

function sentBody(call: number): FormData {
  return fetching.mock.calls.at(call)?.[1]?.body;
}

function answer(status: number, body: object): Response {
  const headers = { "Content-Type": "application/json" };
  return new Response(JSON.stringify(body), { status, headers });
}

function type(text: string): void {
  get<HTMLInputElement>("#text").value = text;
  get("#text").dispatchEvent(new Event("input", { bubbles: true }));
}

const status = () => get("#status").textContent;

test("after a pause what was typed is saved, with its time and the new version", async () => {
  fetching.mockResolvedValue(answer(200, { saved_at: "15:40", version: 2 }));
  type("一");
  type("一二");
  expect(status()).toBe("未保存");
  await pause(40);

  expect(fetching).toHaveBeenCalledTimes(1);
  expect(sentBody(0).get("text")).toBe("一二");
  expect(status()).toBe("已保存 15:40");
  expect(get<HTMLInputElement>("#version").value).toBe("2");
});

test("what is typed while saving is saved afterwards", async () => {
  fetching.mockImplementation(async () => {
    if (fetching.mock.calls.length === 1) type("后来");
    return answer(200, { saved_at: "15:41", version: 2 });
  });
  type("先");
  await pause(60);

  expect(fetching).toHaveBeenCalledTimes(2);
  expect(sentBody(1).get("text")).toBe("后来");
  expect(status()).toBe("已保存 15:41");
});

test("a conflict stops saving, so that nobody is overwritten", async () => {
  fetching.mockResolvedValue(answer(409, { problem: "冲突：王芳 15:39 已保存。" }));
  type("一");
  await pause(30);
  type("二");
  await pause(30);

  expect(fetching).toHaveBeenCalledTimes(1);
  expect(status()).toBe("冲突：王芳 15:39 已保存。");
});

test("a refusal is told in the server's words", async () => {
  fetching.mockResolvedValue(answer(422, { problem: "期限不是日期。" }));
  type("一");
  await pause(30);

  expect(status()).toBe("未保存：期限不是日期。");
});

test("without network it says so and warns before leaving", async () => {
  fetching.mockRejectedValue(new TypeError("no network"));
  type("一");
  await pause(30);

  expect(status()).toContain("网络不通");
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  expect(leaving.defaultPrevented).toBe(true);
});
