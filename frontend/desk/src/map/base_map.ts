import * as L from "leaflet";
import { gcj02ToWgs84, type Position, wgs84ToGcj02 } from "./datum";
import { followPrinting } from "./printing";
import { type MapSettings, prefersStillness, readSettings } from "./settings";

/** A Leaflet map, and the way between positions (WGS-84) and places on it (the tiles' datum). */
export type BaseMap = {
  map: L.Map;
  toMap(at: Position): L.LatLng;
  fromMap(place: L.LatLng): Position;
  close(): void;
};

const ALL_OF_CHINA: L.LatLngBoundsExpression = [
  [18, 74],
  [53, 135],
];

/** Put a map into an element: zoom buttons, scale, tiles if any are set, nothing else. */
export function openMap(element: HTMLElement): BaseMap {
  const settings = readSettings(element.ownerDocument);
  const moves = !prefersStillness();
  const map = L.map(element, {
    renderer: L.canvas({ padding: 0.5 }),
    zoomControl: false,
    attributionControl: false,
    // Tiles are drawn for whole steps; lines of our own are sharp at any.
    zoomSnap: settings.tiles ? 1 : 0.25,
    minZoom: 4,
    maxZoom: 19,
    zoomAnimation: moves,
    fadeAnimation: moves,
    markerZoomAnimation: moves,
    inertia: moves,
  });
  map.fitBounds(ALL_OF_CHINA, { animate: false });
  L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  addTiles(map, settings);
  const watch = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  watch.observe(element);
  const stopPrinting = followPrinting(map, element);
  const isShifted = settings.tiles !== "" && settings.datum === "GCJ02";
  return {
    map,
    toMap(at) {
      const shown = isShifted ? wgs84ToGcj02(at) : at;
      return L.latLng(shown.lat, shown.lon);
    },
    fromMap({ lat, lng }) {
      const shown = { lon: lng, lat };
      return isShifted ? gcj02ToWgs84(shown) : shown;
    },
    close() {
      watch.disconnect();
      stopPrinting();
      map.remove();
    },
  };
}

function addTiles(map: L.Map, settings: MapSettings): void {
  if (!settings.tiles) return;
  L.tileLayer(settings.tiles, { maxZoom: 19 }).addTo(map);
  if (!settings.attribution) return;
  // Written as text: the setting may hold anything.
  const said = document.createElement("span");
  said.textContent = settings.attribution;
  L.control.attribution({ prefix: false }).addAttribution(said.innerHTML).addTo(map);
}
