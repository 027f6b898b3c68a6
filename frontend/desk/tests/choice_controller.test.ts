import { expect, test } from "vitest";
import ChoiceController from "../src/controllers/choice_controller";
import { get, mount } from "./mount";

test("only the field of the chosen option is shown", async () => {
  await mount(
    "choice",
    ChoiceController,
    `<div data-controller="choice" data-action="change->choice#show">
       <input type="radio" name="what" value="unit" id="unit">
       <input type="radio" name="what" value="restore" id="restore">
       <p data-choice-target="field" data-choice="unit"></p>
       <p data-choice-target="field" data-choice="type"></p>
     </div>`,
  );
  const shown = () =>
    Array.from(document.querySelectorAll<HTMLElement>("p"))
      .filter((field) => !field.hidden)
      .map((field) => field.dataset.choice);
  expect(shown()).toEqual([]);

  get("#unit").click();
  expect(shown()).toEqual(["unit"]);

  get("#restore").click();
  expect(shown()).toEqual([]);
});
