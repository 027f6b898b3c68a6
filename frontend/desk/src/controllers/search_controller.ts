import { Controller } from "@hotwired/stimulus";
import { isTyping } from "../typing";

/** The search box: "/" goes to it, arrows walk its results, Escape closes them. */
export default class SearchController extends Controller<HTMLElement> {
  static targets = ["input", "results"];

  declare readonly inputTarget: HTMLInputElement;
  declare readonly resultsTarget: HTMLElement;

  private readonly onKey = (event: KeyboardEvent) => this.focusBySlash(event);
  private readonly onPress = (event: Event) => this.leave(event);

  connect(): void {
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("pointerdown", this.onPress);
  }

  disconnect(): void {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("pointerdown", this.onPress);
  }

  walk(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.clear();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.inputTarget, ...this.links];
    const here = stops.indexOf(document.activeElement as HTMLInputElement);
    const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (here >= 0 && next) {
      event.preventDefault();
      next.focus();
    }
  }

  private get links(): HTMLElement[] {
    return Array.from(this.resultsTarget.querySelectorAll<HTMLElement>("a[href]"));
  }

  private clear(): void {
    this.resultsTarget.replaceChildren();
    this.inputTarget.focus();
  }

  private focusBySlash(event: KeyboardEvent): void {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    event.preventDefault();
    this.inputTarget.focus();
    this.inputTarget.select();
  }

  private leave(event: Event): void {
    if (!this.element.contains(event.target as Node)) this.resultsTarget.replaceChildren();
  }
}
