import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";

/**
 * Follows a long job: asks for its fragment again and again until the fragment says it is done.
 *
 * The answer replaces this element, so each answer starts its own next question.
 */
export default class ProgressController extends Controller<HTMLElement> {
  static targets = ["problem"];
  static values = {
    url: String,
    done: Boolean,
    next: String,
    seconds: { type: Number, default: 1 },
  };

  declare readonly problemTargets: HTMLElement[];
  declare readonly urlValue: string;
  declare readonly doneValue: boolean;
  declare readonly nextValue: string;
  declare readonly secondsValue: number;

  private timer = 0;
  private misses = 0;

  connect(): void {
    if (!this.doneValue) this.wait();
    else if (this.nextValue) window.location.assign(this.nextValue);
  }

  disconnect(): void {
    window.clearTimeout(this.timer);
  }

  private wait(): void {
    const pause = Math.min(this.secondsValue * 2 ** this.misses, 30);
    this.timer = window.setTimeout(() => this.ask(), pause * 1000);
  }

  private async ask(): Promise<void> {
    if (document.visibilityState === "hidden") return this.wait();
    try {
      await htmx.ajax("get", this.urlValue, { target: this.element, swap: "outerHTML" });
    } catch {
      // htmx has already told the person; here it only matters that we are still connected.
    }
    if (!this.element.isConnected) return;
    this.misses += 1;
    for (const problem of this.problemTargets) problem.hidden = false;
    this.wait();
  }
}
