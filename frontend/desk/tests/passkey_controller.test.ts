import { expect, test } from "vitest";
import PasskeyController from "../src/controllers/passkey_controller";
import { get, mount } from "./mount";

test.each([
  ["NotAllowedError", "操作被取消或等待超时"],
  ["SomethingElse", "没有读到通行密钥"],
])("%s is explained in words", async (name, words) => {
  await mount(
    "passkey",
    PasskeyController,
    `<main data-controller="passkey"><p id="problem" data-passkey-target="problem" hidden></p></main>`,
  );
  const exception = Object.assign(new Error("x"), { name });
  const event = new CustomEvent("allauth.error", {
    detail: { exception },
    cancelable: true,
  });
  document.dispatchEvent(event);

  expect(get("#problem").textContent).toContain(words);
  expect(get("#problem").hidden).toBe(false);
  expect(event.defaultPrevented).toBe(true);
});
