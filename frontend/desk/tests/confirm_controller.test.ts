import { beforeEach, expect, test, vi } from "vitest";
import ConfirmController from "../src/controllers/confirm_controller";
import { get, mount } from "./mount";

const sent = vi.fn((event: Event) => event.preventDefault());

beforeEach(async () => {
  sent.mockClear();
  await mount(
    "confirm",
    ConfirmController,
    `<form id="form" data-controller="confirm" data-action="submit->confirm#ask:capture"
           data-confirm-title-value="退回？" data-confirm-verb-value="退回">
       <button id="go" name="do" value="return">退回</button>
     </form>
     <dialog id="confirm">
       <h2 data-confirm-part="title"></h2><p data-confirm-part="text"></p>
       <button data-confirm-part="verb"></button>
     </dialog>`,
  );
  get("#form").addEventListener("submit", sent);
});

function answer(value: string): void {
  get<HTMLDialogElement>("#confirm").close(value);
}

test("nothing is sent before the person has agreed", () => {
  get("#go").click();

  expect(sent).not.toHaveBeenCalled();
  expect(get<HTMLDialogElement>("#confirm").open).toBe(true);
  expect(get('[data-confirm-part="title"]').textContent).toBe("退回？");
  expect(get('[data-confirm-part="text"]').hidden).toBe(true);
  expect(get('[data-confirm-part="verb"]').textContent).toBe("退回");
});

test("agreeing sends the form once, by the button that was pressed", () => {
  get("#go").click();
  answer("yes");

  expect(sent).toHaveBeenCalledTimes(1);
  const event = sent.mock.calls[0]?.[0] as SubmitEvent | undefined;
  expect(event?.submitter).toBe(get("#go"));
});

test("saying no sends nothing, and the next try asks again", () => {
  get("#go").click();
  answer("no");
  get("#go").click();

  expect(sent).not.toHaveBeenCalled();
  expect(get<HTMLDialogElement>("#confirm").open).toBe(true);
});
