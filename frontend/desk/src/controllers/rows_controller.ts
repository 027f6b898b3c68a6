import { Controller } from "@hotwired/stimulus";

/**
 * Adds rows to a Django formset: copies the `<template>`, numbers the copy, counts it.
 *
 * Without script the formset's own blank row is there to be filled in.
 */
export default class RowsController extends Controller<HTMLElement> {
  static targets = ["list", "template", "button"];
  static values = { prefix: String };

  declare readonly listTarget: HTMLElement;
  declare readonly templateTarget: HTMLTemplateElement;
  declare readonly buttonTargets: HTMLButtonElement[];
  declare readonly prefixValue: string;

  connect(): void {
    this.render();
  }

  add(): void {
    const total = this.field("TOTAL_FORMS");
    const copy = this.templateTarget.innerHTML.split("__prefix__").join(total.value);
    this.listTarget.insertAdjacentHTML("beforeend", copy);
    total.value = String(Number(total.value) + 1);
    this.render();
    this.listTarget.lastElementChild
      ?.querySelector<HTMLElement>("input:not([type=hidden]), select")
      ?.focus();
  }

  private render(): void {
    const isFull =
      Number(this.field("TOTAL_FORMS").value) >= Number(this.field("MAX_NUM_FORMS").value);
    for (const button of this.buttonTargets) button.hidden = isFull;
  }

  private field(name: string): HTMLInputElement {
    const form = this.element.closest("form");
    const field = form?.querySelector<HTMLInputElement>(
      `[name="${this.prefixValue}-${name}"]`,
    );
    if (!field) throw new Error(`The form does not count its ${this.prefixValue} rows.`);
    return field;
  }
}
