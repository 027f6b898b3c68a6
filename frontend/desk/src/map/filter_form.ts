import { ASKS_NOTHING, type PointFilter } from "./point_filter";

const NAMES = Object.keys(ASKS_NOTHING) as (keyof PointFilter)[];

/** Read what the fields of the filter ask. */
export function readFilter(form: HTMLFormElement): PointFilter {
  const said = new FormData(form);
  const filter = { ...ASKS_NOTHING };
  for (const name of NAMES) filter[name] = String(said.get(name) || ASKS_NOTHING[name]);
  return filter;
}

export function writeFilter(form: HTMLFormElement, filter: PointFilter): void {
  for (const name of NAMES) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      field.value = filter[name];
    }
  }
}

/** A type lies in one group: who chooses the one means to leave the other. */
export function partKinds(form: HTMLFormElement, changed: EventTarget | null): void {
  const other = { group: "type", type: "group" }[
    (changed as HTMLSelectElement)?.name ?? ""
  ];
  const field = other ? form.elements.namedItem(other) : null;
  if (field instanceof HTMLSelectElement) field.value = "";
}

export function asksTheSame(one: PointFilter, other: PointFilter): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}
