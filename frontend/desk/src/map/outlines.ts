import * as L from "leaflet";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { BaseMap } from "./base_map";
import { paletteOf } from "./palette";

export type Level = "CITY" | "DISTRICT" | "STREET" | "COMMUNITY" | "GRID";

/** What `city:outline` says of a region. */
export type Outline = {
  code: string;
  name: string;
  level: Level;
  answerable?: string;
  patron?: string;
};

export type Outlines = FeatureCollection<Geometry, Outline>;

/** Ask for outlines; where none come (yet), an empty collection, so that the map still opens. */
export async function fetchOutlines(url: string): Promise<Outlines> {
  const none: Outlines = { type: "FeatureCollection", features: [] };
  if (!url) return none;
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Outlines) : none;
  } catch {
    return none;
  }
}

/** Draw features of any kind in the map's datum; `look` says how each is drawn. */
export function geoLayer<Says>(
  base: BaseMap,
  features: FeatureCollection<Geometry, Says>,
  look: (feature: Feature<Geometry, Says> | undefined) => L.PathOptions,
  more: L.GeoJSONOptions<Says, Geometry> = {},
): L.GeoJSON<Says, Geometry> {
  return L.geoJSON<Says, Geometry>(features, {
    style: look,
    pointToLayer: (feature, place) =>
      L.circleMarker(place, { radius: 7, ...look(feature as Feature<Geometry, Says>) }),
    coordsToLatLng: ([lon, lat]) => base.toMap({ lon: lon ?? 0, lat: lat ?? 0 }),
    ...more,
  });
}

/** Lay quiet outlines under a map, and show all of them if `fits`. */
export function drawOutlines(
  base: BaseMap,
  outlines: Outlines,
  { fits }: { fits: boolean },
): L.GeoJSON<Outline, Geometry> {
  const colour = paletteOf(base.map.getContainer());
  const layer = geoLayer(base, outlines, () => ({
    interactive: false,
    color: colour("line-strong"),
    weight: 1,
    fillColor: colour("paper"),
    fillOpacity: 0.6,
  }));
  layer.addTo(base.map);
  if (fits) fitTo(base, layer.getBounds());
  return layer;
}

/** Pixels at the right and the bottom of a map that something else lies over. */
export type Covered = { right: number; bottom: number };

/** Show an area whole, beside what covers the map. */
export function fitTo(
  base: BaseMap,
  bounds: L.LatLngBounds,
  { maxZoom = 17, covered = { right: 0, bottom: 0 } } = {},
): void {
  if (!bounds.isValid()) return;
  base.map.fitBounds(bounds, {
    paddingTopLeft: [16, 16],
    paddingBottomRight: [16 + covered.right, 16 + covered.bottom],
    maxZoom,
  });
}
