import { Controller } from "@hotwired/stimulus";
import { offsetIn } from "../source_offset";

/** Offers to cut a text where the cursor was put, besides the cuts the server proposes. */
export default class SplitController extends Controller<HTMLElement> {
  static targets = ["text", "button"];

  declare readonly textTarget: HTMLElement;
  declare readonly buttonTarget: HTMLButtonElement;

  private readonly onSelect = () => this.read();

  connect(): void {
    document.addEventListener("selectionchange", this.onSelect);
  }

  disconnect(): void {
    document.removeEventListener("selectionchange", this.onSelect);
  }

  private read(): void {
    const selection = document.getSelection();
    const node = selection?.focusNode;
    if (!selection || !node || !this.textTarget.contains(node)) return;
    const offset = offsetIn(node, selection.focusOffset);
    const start = Number(this.textTarget.dataset.start);
    const end = start + Array.from(this.textTarget.textContent ?? "").length;
    const isInside = offset !== null && offset > start && offset < end;
    this.buttonTarget.hidden = !isInside;
    if (isInside) this.buttonTarget.value = String(offset);
  }
}
