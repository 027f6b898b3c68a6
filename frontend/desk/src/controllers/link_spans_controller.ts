import { Controller } from "@hotwired/stimulus";
import { isTyping } from "../typing";

/**
 * Ties coloured spans of the source to the cards made from them, by the same `data-link`.
 *
 * Pointing at one shows the other; pressing one brings the other into view; j and k walk the cards
 * and Enter presses a card's `data-card-main`. A span from which several cards were made names
 * all of them, apart by blanks; pressing it again goes on to the next.
 */
export default class LinkSpansController extends Controller<HTMLElement> {
  static targets = ["span", "card"];

  declare readonly spanTargets: HTMLElement[];
  declare readonly cardTargets: HTMLElement[];

  private readonly onKey = (event: KeyboardEvent) => this.onKeyDown(event);

  connect(): void {
    document.addEventListener("keydown", this.onKey);
  }

  disconnect(): void {
    document.removeEventListener("keydown", this.onKey);
  }

  point(event: Event): void {
    this.mark("is-pointed", this.linksOf(event));
  }

  unpoint(): void {
    this.mark("is-pointed", []);
  }

  follow(event: Event): void {
    const target = event.target as Element;
    const links = this.linksOf(event);
    const isSpan = this.spanTargets.some((span) => span.contains(target));
    // Buttons and fields of a card have their own work; they only make the card the current one.
    if (!isSpan && target.closest("a, button, input, select, textarea, label")) {
      this.mark("is-current", links);
      return;
    }
    const others = isSpan ? this.cardTargets : this.spanTargets;
    const reachable = links.filter((link) => others.some((other) => isOf(other, link)));
    const link = this.after(reachable);
    if (link === undefined) return;
    this.mark("is-current", [link]);
    const goal = others.find((other) => isOf(other, link));
    if (!goal) return;
    this.dispatch("follow", { detail: { side: isSpan ? "card" : "span", link } });
    bringIntoView(goal);
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Enter" && this.cardTargets.includes(event.target as HTMLElement)) {
      event.preventDefault();
      (event.target as HTMLElement).querySelector<HTMLElement>("[data-card-main]")?.click();
      return;
    }
    this.walk(event);
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
    this.mark("is-current", [link]);
    card.focus({ preventScroll: true });
    bringIntoView(card);
    const span = this.spanTargets.find((candidate) => isOf(candidate, link));
    if (span) bringIntoView(span);
  }

  /** Return the link after the current one, so that pressing again walks through all of them. */
  private after(links: string[]): string | undefined {
    const here = links.findIndex((link) =>
      this.cardTargets.some(
        (card) => card.classList.contains("is-current") && isOf(card, link),
      ),
    );
    return links[(here + 1) % links.length];
  }

  private linksOf(event: Event): string[] {
    const target = event.target as Element;
    const holder = target.closest<HTMLElement>("[data-link]");
    return holder ? linksOf(holder) : [];
  }

  private mark(name: string, links: string[]): void {
    for (const element of [...this.spanTargets, ...this.cardTargets]) {
      element.classList.toggle(
        name,
        links.some((link) => isOf(element, link)),
      );
    }
  }
}

function linksOf(element: HTMLElement): string[] {
  return (element.dataset.link ?? "").split(" ").filter((link) => link !== "");
}

function isOf(element: HTMLElement, link: string): boolean {
  return linksOf(element).includes(link);
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
