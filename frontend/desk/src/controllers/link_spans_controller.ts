import { Controller } from "@hotwired/stimulus";
import { isTyping } from "../typing";

/**
 * Ties coloured spans of the source to the cards made from them, by the same `data-link`.
 *
 * Pointing at one shows the other; pressing one brings the other into view; j and k walk the cards.
 */
export default class LinkSpansController extends Controller<HTMLElement> {
  static targets = ["span", "card"];

  declare readonly spanTargets: HTMLElement[];
  declare readonly cardTargets: HTMLElement[];

  private readonly onKey = (event: KeyboardEvent) => this.walk(event);

  connect(): void {
    document.addEventListener("keydown", this.onKey);
  }

  disconnect(): void {
    document.removeEventListener("keydown", this.onKey);
  }

  point(event: Event): void {
    this.mark("is-pointed", this.linkOf(event));
  }

  unpoint(): void {
    this.mark("is-pointed", null);
  }

  follow(event: Event): void {
    const link = this.linkOf(event);
    if (link === null) return;
    this.mark("is-current", link);
    const isSpan = this.spanTargets.some((span) => span.contains(event.target as Node));
    const others = isSpan ? this.cardTargets : this.spanTargets;
    const goal = others.find((other) => other.dataset.link === link);
    if (!goal) return;
    this.dispatch("follow", { detail: { side: isSpan ? "card" : "span", link } });
    bringIntoView(goal);
  }

  private walk(event: KeyboardEvent): void {
    const step = stepOf(event, this.cardTargets);
    if (step === 0 || this.cardTargets.length === 0) return;
    event.preventDefault();
    const here = this.cardTargets.findIndex((card) =>
      card.classList.contains("is-current"),
    );
    const first = step > 0 ? 0 : this.cardTargets.length - 1;
    const card = this.cardTargets[here < 0 ? first : here + step];
    const link = card?.dataset.link;
    if (!card || link === undefined) return;
    this.mark("is-current", link);
    card.focus({ preventScroll: true });
    bringIntoView(card);
    const span = this.spanTargets.find((candidate) => candidate.dataset.link === link);
    if (span) bringIntoView(span);
  }

  private linkOf(event: Event): string | null {
    const target = event.target as Element;
    return target.closest<HTMLElement>("[data-link]")?.dataset.link ?? null;
  }

  private mark(name: string, link: string | null): void {
    for (const element of [...this.spanTargets, ...this.cardTargets]) {
      element.classList.toggle(name, link !== null && element.dataset.link === link);
    }
  }
}

function stepOf(event: KeyboardEvent, cards: HTMLElement[]): number {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return 0;
  if (event.key === "j") return 1;
  if (event.key === "k") return -1;
  // Arrows scroll the page everywhere but on a card itself.
  if (!cards.includes(event.target as HTMLElement)) return 0;
  if (event.key === "ArrowDown") return 1;
  return event.key === "ArrowUp" ? -1 : 0;
}

function bringIntoView(element: HTMLElement): void {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
}
