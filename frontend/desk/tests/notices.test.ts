import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listenForFailures, listenForSignedOut } from "../src/notices";

beforeAll(() => {
  listenForFailures(document);
  listenForSignedOut(document);
});

beforeEach(() => {
  document.body.innerHTML = '<p id="notice" hidden></p>';
  document.body.dataset.signInUrl = "/accounts/login/";
});

const notice = () => document.getElementById("notice") as HTMLElement;
const tell = (name: string, detail: object = {}) =>
  document.dispatchEvent(new CustomEvent(name, { detail }));

test.each([
  [403, "权限"],
  [404, "不在您的查看范围内"],
  [413, "文件太大"],
  [500, "服务器出错"],
])("an answer of %i is told in words", (status, words) => {
  tell("htmx:responseError", { xhr: { status } });

  expect(notice().textContent).toContain(words);
  expect(notice().hidden).toBe(false);
});

test("the next request clears what was said before", () => {
  tell("htmx:sendError");
  expect(notice().textContent).toContain("网络不通");

  tell("htmx:beforeRequest");
  expect(notice().hidden).toBe(true);
});

test("the sign-in page is never put into a piece of this page", () => {
  const go = vi.spyOn(window.location, "assign").mockImplementation(() => {});
  const responseURL = "http://localhost/accounts/login/?next=/x";
  const detail = { xhr: { responseURL }, shouldSwap: true };
  tell("htmx:beforeSwap", detail);

  expect(detail.shouldSwap).toBe(false);
  expect(go.mock.calls[0]?.[0]).toMatch(/^\/accounts\/login\/\?next=/);
});
