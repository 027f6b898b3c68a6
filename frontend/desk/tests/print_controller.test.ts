import { expect, test, vi } from "vitest";
import PrintController from "../src/controllers/print_controller";
import { get, mount } from "./mount";

test("the button prints the page", async () => {
  const print = vi.fn();
  vi.stubGlobal("print", print);
  await mount(
    "print",
    PrintController,
    '<button id="print" data-controller="print" data-action="print#now"></button>',
  );

  get("#print").click();

  expect(print).toHaveBeenCalledOnce();
});
