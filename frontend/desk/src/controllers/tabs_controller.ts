import { Controller } from "@hotwired/stimulus";

/** Shows one of several panes; used where a phone has no room for two side by side. */
export default class TabsController extends Controller<HTMLElement> {
  static targets = ["tab", "pane"];

  declare readonly tabTargets: HTMLElement[];
  declare readonly paneTargets: HTMLElement[];

  connect(): void {
    this.element.classList.add("is-tabbed");
    this.select(this.tabTargets[0]?.dataset.pane ?? "");
  }

  choose(event: Event): void {
    this.select((event.currentTarget as HTMLElement).dataset.pane ?? "");
  }

  /** Open the pane that something elsewhere has just pointed into. */
  follow(event: CustomEvent<{ side: string }>): void {
    this.select(event.detail.side);
  }

  private select(name: string): void {
    for (const tab of this.tabTargets) {
      tab.setAttribute("aria-pressed", String(tab.dataset.pane === name));
    }
    for (const pane of this.paneTargets) {
      pane.classList.toggle("is-chosen", pane.dataset.pane === name);
    }
  }
}
