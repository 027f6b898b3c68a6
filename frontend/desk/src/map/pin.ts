import * as L from "leaflet";

const DRAWING =
  '<svg viewBox="0 0 28 36" aria-hidden="true"><path d="M14 1C6.8 1 1 6.7 1 13.8 1 23 14 35 14 35s13-12 13-21.2C27 6.7 21.2 1 14 1z"/><circle cx="14" cy="13.5" r="5"/></svg>';

/** The pin that stands on one place. */
export function pin(place: L.LatLng, { canMove }: { canMove: boolean }): L.Marker {
  const icon = L.divIcon({
    className: "map-pin",
    html: DRAWING,
    iconSize: [28, 36],
    iconAnchor: [14, 35],
  });
  return L.marker(place, {
    icon,
    draggable: canMove,
    keyboard: false,
    interactive: canMove,
  });
}
