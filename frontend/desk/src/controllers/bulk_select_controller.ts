import { Controller } from "@hotwired/stimulus";

/** Ticks many rows of a table at once and says how many are ticked. */
export default class BulkSelectController extends Controller<HTMLElement> {
  static targets = ["box", "all", "bar", "count", "everything", "offer"];
  static values = { total: Number };

  declare readonly boxTargets: HTMLInputElement[];
  declare readonly allTargets: HTMLInputElement[];
  declare readonly barTargets: HTMLElement[];
  declare readonly countTargets: HTMLElement[];
  declare readonly everythingTargets: HTMLInputElement[];
  declare readonly offerTargets: HTMLElement[];
  declare readonly totalValue: number;

  private last: HTMLInputElement | null = null;

  connect(): void {
    this.render();
  }

  boxTargetConnected(): void {
    this.render();
  }

  boxTargetDisconnected(): void {
    this.render();
  }

  /** Sits on a box, or on a table around many. */
  pick(event: MouseEvent): void {
    const box = event.target as HTMLInputElement;
    if (!this.boxTargets.includes(box)) return;
    if (event.shiftKey && this.last) this.tickBetween(this.last, box);
    this.last = box;
    this.takeEverything(false);
    this.render();
  }

  pickAll(event: Event): void {
    const wanted = (event.target as HTMLInputElement).checked;
    for (const box of this.usable) box.checked = wanted;
    this.takeEverything(false);
    this.render();
  }

  /** Take the rows on the other pages as well. */
  pickEverything(): void {
    for (const box of this.usable) box.checked = true;
    this.takeEverything(true);
    this.render();
  }

  clear(): void {
    for (const box of this.usable) box.checked = false;
    this.takeEverything(false);
    this.render();
  }

  private get usable(): HTMLInputElement[] {
    return this.boxTargets.filter((box) => !box.disabled);
  }

  private get hasEverything(): boolean {
    return this.everythingTargets.some((field) => field.value === "1");
  }

  private takeEverything(taken: boolean): void {
    for (const field of this.everythingTargets) field.value = taken ? "1" : "";
  }

  private tickBetween(from: HTMLInputElement, to: HTMLInputElement): void {
    const boxes = this.usable;
    const ends = [boxes.indexOf(from), boxes.indexOf(to)];
    if (ends.includes(-1)) return;
    for (const box of boxes.slice(Math.min(...ends), Math.max(...ends) + 1)) {
      box.checked = to.checked;
    }
  }

  private render(): void {
    const boxes = this.usable;
    const ticked = boxes.filter((box) => box.checked).length;
    const isFull = ticked > 0 && ticked === boxes.length;
    const shown = this.hasEverything ? this.totalValue : ticked;
    for (const box of this.boxTargets) {
      box.closest("tr")?.classList.toggle("is-picked", box.checked);
    }
    for (const all of this.allTargets) {
      all.checked = isFull;
      all.indeterminate = ticked > 0 && !isFull;
    }
    for (const bar of this.barTargets) bar.hidden = ticked === 0;
    for (const count of this.countTargets)
      count.textContent = shown.toLocaleString("zh-CN");
    for (const offer of this.offerTargets) {
      offer.hidden = !isFull || this.hasEverything || this.totalValue <= boxes.length;
    }
  }
}
