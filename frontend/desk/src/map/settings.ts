import type { Datum } from "./datum";

/** What the operator has set for maps; without an address no tile is ever asked for. */
export type MapSettings = { tiles: string; attribution: string; datum: Datum };

const NO_TILES: MapSettings = { tiles: "", attribution: "", datum: "WGS84" };

/** Read what `web/_map_head.html` has written into the page. */
export function readSettings(root: Document): MapSettings {
  const said = root.getElementById("map-settings")?.textContent;
  return said ? { ...NO_TILES, ...JSON.parse(said) } : NO_TILES;
}

/** Tell whether a person has asked their system for less movement. */
export function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
