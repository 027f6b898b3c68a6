import { Controller } from "@hotwired/stimulus";

/**
 * Asks before a painful action, in the page's one `<dialog id="confirm">`.
 *
 * Sits on the form; listens in the capture phase so that htmx does not send first.
 */
export default class ConfirmController extends Controller<HTMLFormElement> {
  static values = { title: String, text: String, verb: { type: String, default: "确定" } };

  declare readonly titleValue: string;
  declare readonly textValue: string;
  declare readonly verbValue: string;

  private agreed = false;

  ask(event: SubmitEvent): void {
    if (this.agreed) {
      this.agreed = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter instanceof HTMLElement ? event.submitter : null;
    const dialog = document.querySelector<HTMLDialogElement>("dialog#confirm");
    if (typeof dialog?.showModal === "function") this.open(dialog, submitter);
    else if (window.confirm(`${this.titleValue}\n${this.textValue}`)) this.send(submitter);
  }

  private open(dialog: HTMLDialogElement, submitter: HTMLElement | null): void {
    const fill = (part: string, text: string) => {
      const element = dialog.querySelector<HTMLElement>(`[data-confirm-part="${part}"]`);
      if (!element) return;
      element.textContent = text;
      element.hidden = text === "";
    };
    fill("title", this.titleValue);
    fill("text", this.textValue);
    fill("verb", this.verbValue);
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue === "yes") this.send(submitter);
        else submitter?.focus();
      },
      { once: true },
    );
    dialog.showModal();
  }

  private send(submitter: HTMLElement | null): void {
    this.agreed = true;
    this.element.requestSubmit(submitter);
  }
}
