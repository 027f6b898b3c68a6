import { Controller } from "@hotwired/stimulus";

const THOUSAND = 1000;

/**
 * Adds up scores while they are typed, and says how each sum stands to what it should be.
 *
 * Counted in whole thousandths, since tenths do not add up exactly in floating point.
 */
export default class ReweighController extends Controller<HTMLElement> {
  static targets = ["score", "sum"];

  declare readonly scoreTargets: HTMLElement[];
  declare readonly sumTargets: HTMLElement[];

  connect(): void {
    this.count();
  }

  count(): void {
    const sums = new Map<string, number>();
    for (const cell of this.scoreTargets) {
      const points = thousandths(cell.querySelector("input")) ?? 0;
      const groups = (cell.dataset.groups ?? "").split(" ").filter(Boolean);
      for (const group of ["all", ...groups]) {
        sums.set(group, (sums.get(group) ?? 0) + points);
      }
    }
    for (const place of this.sumTargets) this.say(place, sums);
  }

  private say(place: HTMLElement, sums: Map<string, number>): void {
    const group = place.dataset.group ?? "all";
    const sum = sums.get(group) ?? 0;
    const wanted = thousandths(this.wantedOf(group));
    place.textContent = words(sum, wanted, place.dataset.name ?? "");
    place.classList.toggle("is-off", wanted !== null && wanted !== sum);
  }

  private wantedOf(group: string): HTMLInputElement | null {
    const name = group === "all" ? "full_score" : `weight-${group}`;
    return this.element.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  }
}

function thousandths(input: HTMLInputElement | null): number | null {
  const written = input?.value.trim() ?? "";
  const figure = Number(written);
  return written === "" || Number.isNaN(figure) ? null : Math.round(figure * THOUSAND);
}

function words(sum: number, wanted: number | null, name: string): string {
  const total = `合计 ${sum / THOUSAND} 分`;
  if (wanted === null) return total;
  if (wanted === sum) return `${total}，与${name}一致`;
  const gap = `${sum > wanted ? "多" : "少"} ${Math.abs(sum - wanted) / THOUSAND} 分`;
  return `${total}，比${name} ${wanted / THOUSAND} 分${gap}`;
}
