import { Controller } from "@hotwired/stimulus";
import { charactersIn, offsetIn } from "../source_offset";

/** Turns text selected in the source into the start, end and words of a new task. */
export default class SelectionController extends Controller<HTMLElement> {
  static targets = ["source", "button", "form", "start", "end", "quote"];
  static values = { maxLength: { type: Number, default: 2000 } };

  declare readonly sourceTarget: HTMLElement;
  declare readonly buttonTarget: HTMLButtonElement;
  declare readonly formTarget: HTMLElement;
  declare readonly startTargets: HTMLInputElement[];
  declare readonly endTargets: HTMLInputElement[];
  declare readonly quoteTargets: HTMLElement[];
  declare readonly maxLengthValue: number;

  private span: { start: number; end: number; text: string } | null = null;
  private readonly onSelect = () => this.read();

  connect(): void {
    this.buttonTarget.hidden = true;
    document.addEventListener("selectionchange", this.onSelect);
  }

  disconnect(): void {
    document.removeEventListener("selectionchange", this.onSelect);
  }

  open(event: Event): void {
    event.preventDefault();
    if (!this.span) return;
    for (const field of this.startTargets) field.value = String(this.span.start);
    for (const field of this.endTargets) field.value = String(this.span.end);
    for (const quote of this.quoteTargets) quote.textContent = this.span.text;
    this.formTarget.hidden = false;
    this.dispatch("open", { detail: { side: "card", ...this.span } });
    const first = "input:not([type=hidden]), textarea, select, button";
    this.formTarget.querySelector<HTMLElement>(first)?.focus();
  }

  close(event: Event): void {
    event.preventDefault();
    this.formTarget.hidden = true;
    this.buttonTarget.focus();
  }

  /** Put the form away once the server has taken the new task; wired to htmx's answer. */
  done(event: CustomEvent<{ successful?: boolean }>): void {
    if (!event.detail.successful) return;
    document.getSelection()?.removeAllRanges();
    this.formTarget.hidden = true;
    this.span = null;
    this.buttonTarget.hidden = true;
  }

  private read(): void {
    // The button and the form take the focus; what was chosen must survive that.
    if (!this.formTarget.hidden) return;
    this.span = this.chosen();
    this.buttonTarget.hidden = this.span === null;
  }

  private chosen(): typeof this.span {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    if (!this.sourceTarget.contains(range.commonAncestorContainer)) return null;
    const from = offsetIn(range.startContainer, range.startOffset);
    const to = offsetIn(range.endContainer, range.endOffset);
    if (from === null || to === null) return null;
    const text = selection.toString();
    const start = from + charactersIn(text) - charactersIn(text.trimStart());
    const end = to - (charactersIn(text) - charactersIn(text.trimEnd()));
    if (end - start < 1 || end - start > this.maxLengthValue) return null;
    return { start, end, text: text.trim() };
  }
}
