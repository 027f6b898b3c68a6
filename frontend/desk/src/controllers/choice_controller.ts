import { Controller } from "@hotwired/stimulus";

/** Shows only the field that belongs to the chosen option; without a script all are there. */
export default class ChoiceController extends Controller<HTMLElement> {
  static targets = ["field"];

  declare readonly fieldTargets: HTMLElement[];

  connect(): void {
    this.show();
  }

  show(): void {
    const options = this.element.querySelectorAll<HTMLInputElement>("[type=radio]");
    const chosen = Array.from(options).find(({ checked }) => checked);
    for (const field of this.fieldTargets) {
      field.hidden = field.dataset.choice !== chosen?.value;
    }
  }
}
