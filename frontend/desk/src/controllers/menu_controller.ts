import { Controller } from "@hotwired/stimulus";

/**
 * A button that opens and closes a panel: phone navigation, person menu.
 *
 * Without script the button is a link to the panel, which `:target` opens.
 */
export default class MenuController extends Controller<HTMLElement> {
  static targets = ["button", "panel"];

  declare readonly buttonTarget: HTMLElement;
  declare readonly panelTarget: HTMLElement;

  private readonly onPress = (event: Event) => this.leave(event);
  private readonly onKey = (event: KeyboardEvent) => this.escape(event);

  connect(): void {
    this.buttonTarget.setAttribute("role", "button");
    this.show(false);
    document.addEventListener("pointerdown", this.onPress);
    document.addEventListener("keydown", this.onKey);
  }

  disconnect(): void {
    document.removeEventListener("pointerdown", this.onPress);
    document.removeEventListener("keydown", this.onKey);
  }

  toggle(event: Event): void {
    event.preventDefault();
    this.show(!this.isOpen);
    if (this.isOpen) {
      this.panelTarget.querySelector<HTMLElement>("a[href], button")?.focus();
    }
  }

  close(): void {
    this.show(false);
  }

  private get isOpen(): boolean {
    return this.panelTarget.classList.contains("is-open");
  }

  private show(open: boolean): void {
    this.panelTarget.classList.toggle("is-open", open);
    this.buttonTarget.setAttribute("aria-expanded", String(open));
  }

  private leave(event: Event): void {
    if (this.isOpen && !this.element.contains(event.target as Node)) this.show(false);
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.isOpen) return;
    this.show(false);
    this.buttonTarget.focus();
  }
}
