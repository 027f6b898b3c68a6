import { beforeEach, expect, test } from "vitest";
import ReweighController from "../src/controllers/reweigh_controller";
import { get, mount } from "./mount";

beforeEach(async () => {
  await mount(
    "reweigh",
    ReweighController,
    `<form data-controller="reweigh" data-action="input->reweigh#count">
       <input name="full_score" value="1">
       <output id="whole" data-reweigh-target="sum" data-group="all" data-name="总分"></output>
       <input name="weight-7" value="0.3">
       <output id="group" data-reweigh-target="sum" data-group="7" data-name="权重"></output>
       <output id="inner" data-reweigh-target="sum" data-group="8" data-name="权重"></output>
       <span data-reweigh-target="score" data-groups="7 8"><input id="first" value="0.1"></span>
       <span data-reweigh-target="score" data-groups="7"><input id="second" value="0.2"></span>
     </form>`,
  );
});

function type(selector: string, value: string): void {
  get<HTMLInputElement>(selector).value = value;
  get(selector).dispatchEvent(new Event("input", { bubbles: true }));
}

test("tenths add up exactly, and a sum that fits says so", () => {
  expect(get("#group").textContent).toBe("合计 0.3 分，与权重一致");
  expect(get("#group").classList.contains("is-off")).toBe(false);
});

test("what is missing from the whole is said in words", () => {
  expect(get("#whole").textContent).toBe("合计 0.3 分，比总分 1 分少 0.7 分");
  expect(get("#whole").classList.contains("is-off")).toBe(true);
});

test("sums follow what is typed, a weight too", () => {
  type("#second", "0.95");
  expect(get("#group").textContent).toBe("合计 1.05 分，比权重 0.3 分多 0.75 分");

  type('[name="weight-7"]', "1.05");
  expect(get("#group").textContent).toBe("合计 1.05 分，与权重一致");
});

test("a group without a weight is only added up; what is no number counts nothing", () => {
  type("#first", "一");

  expect(get("#inner").textContent).toBe("合计 0 分");
});
