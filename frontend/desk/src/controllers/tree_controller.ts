import { Controller } from "@hotwired/stimulus";

/**
 * Folds the groups of a table whose rows tell their depth: a folded group hides every row
 * below it that lies deeper. Without script everything is open.
 */
export default class TreeController extends Controller<HTMLElement> {
  static targets = ["row", "tools"];
  static values = { open: Boolean };

  declare readonly rowTargets: HTMLElement[];
  declare readonly toolsTargets: HTMLElement[];
  declare readonly openValue: boolean;

  connect(): void {
    for (const tools of this.toolsTargets) tools.hidden = false;
    // A phone would have to scroll through every standard; it begins with the projects.
    const isNarrow = window.matchMedia("(max-width: 767.98px)").matches;
    if (!isNarrow || this.openValue) return;
    this.setEach(() => false);
    this.reveal(document.getElementById(location.hash.slice(1)));
  }

  /** Listens on the table for all its groups. */
  toggle(event: Event): void {
    const button = (event.target as Element).closest("[aria-expanded]");
    if (!button) return;
    button.setAttribute(
      "aria-expanded",
      String(button.getAttribute("aria-expanded") === "false"),
    );
    this.render();
  }

  /** Leave open what lies above a depth, and fold the rest. */
  foldTo(event: Event & { params: { depth: number } }): void {
    this.setEach((depth) => depth < event.params.depth);
  }

  unfold(): void {
    this.setEach(() => true);
  }

  /** Open what lies above the row of an element, to which the address led. */
  private reveal(element: HTMLElement | null): void {
    const row = this.rowTargets.find((each) => each.contains(element));
    if (!row) return;
    const before = this.rowTargets.slice(0, this.rowTargets.indexOf(row)).reverse();
    let depth = depthOf(row);
    for (const above of before) {
      if (depthOf(above) >= depth) continue;
      depth = depthOf(above);
      this.buttonOf(above)?.setAttribute("aria-expanded", "true");
    }
    this.render();
    row.scrollIntoView({ block: "center" });
  }

  private setEach(isOpen: (depth: number) => boolean): void {
    for (const row of this.rowTargets) {
      this.buttonOf(row)?.setAttribute("aria-expanded", String(isOpen(depthOf(row))));
    }
    this.render();
  }

  private render(): void {
    let foldedAt = Infinity;
    for (const row of this.rowTargets) {
      const depth = depthOf(row);
      if (depth <= foldedAt) foldedAt = Infinity;
      row.hidden = depth > foldedAt;
      const isFolded = this.buttonOf(row)?.getAttribute("aria-expanded") === "false";
      if (!row.hidden && isFolded) foldedAt = depth;
    }
  }

  private buttonOf(row: HTMLElement): HTMLElement | null {
    return row.querySelector<HTMLElement>("[aria-expanded]");
  }
}

function depthOf(row: HTMLElement): number {
  return Number(row.dataset.depth);
}
