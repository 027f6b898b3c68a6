import type { Position } from "./datum";
import { ASKS_NOTHING, type PointFilter } from "./point_filter";

/** What a person looks at, kept in the address so that it can be sent to someone. */
export type ViewState = {
  at: (Position & { zoom: number }) | null;
  /** The layers switched on; null for those the page starts with. */
  layers: readonly string[] | null;
  filter: PointFilter;
  point: string;
  region: string;
};

const FILTERS = Object.keys(ASKS_NOTHING) as (keyof PointFilter)[];

export function readState(hash: string): ViewState {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const filter = { ...ASKS_NOTHING };
  for (const name of FILTERS) filter[name] = said.get(name) ?? ASKS_NOTHING[name];
  return {
    at: readPlace(said.get("at")),
    layers: said.has("layers")
      ? (said.get("layers") ?? "").split(".").filter(Boolean)
      : null,
    filter,
    point: said.get("p") ?? "",
    region: said.get("r") ?? "",
  };
}

export function writeState({ at, layers, filter, point, region }: ViewState): string {
  const said = new URLSearchParams();
  if (at) said.set("at", `${at.zoom}_${at.lon.toFixed(5)}_${at.lat.toFixed(5)}`);
  if (layers) said.set("layers", layers.join("."));
  for (const [name, value] of filterEntries(filter)) said.set(name, value);
  if (point) said.set("p", point);
  if (region) said.set("r", region);
  return `#${said}`;
}

/** List what a filter asks, as the table's address has it. */
export function filterEntries(filter: PointFilter): [string, string][] {
  return FILTERS.filter((name) => filter[name] !== ASKS_NOTHING[name]).map((name) => [
    name,
    filter[name],
  ]);
}

function readPlace(said: string | null): ViewState["at"] {
  const [zoom, lon, lat] = (said ?? "").split("_").map(Number);
  if (![zoom, lon, lat].every(Number.isFinite)) return null;
  return { zoom: zoom as number, lon: lon as number, lat: lat as number };
}
