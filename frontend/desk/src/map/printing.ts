import type * as L from "leaflet";

/**
 * Lay a map out for paper while its page is printed, with the same part of the world in sight.
 *
 * The browser takes the sheet's width too late for anything to be drawn anew; `is-printed` gives
 * the map that width a moment before. Returns how to stop following.
 */
export function followPrinting(map: L.Map, element: HTMLElement): () => void {
  let before: { center: L.LatLng; zoom: number } | null = null;
  const shrink = () => {
    before = { center: map.getCenter(), zoom: map.getZoom() };
    const bounds = map.getBounds();
    element.classList.add("is-printed");
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { animate: false });
  };
  const restore = () => {
    element.classList.remove("is-printed");
    map.invalidateSize({ animate: false });
    if (before) map.setView(before.center, before.zoom, { animate: false });
  };
  window.addEventListener("beforeprint", shrink);
  window.addEventListener("afterprint", restore);
  return () => {
    window.removeEventListener("beforeprint", shrink);
    window.removeEventListener("afterprint", restore);
  };
}
