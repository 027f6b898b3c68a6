import * as L from "leaflet";
import type { BaseMap } from "./base_map";
import type { Position } from "./datum";

/** A place in pixels of the whole world at zoom 0; times 2^zoom it is the place at that zoom. */
export type WorldPlace = { x: number; y: number };

export function toWorld(base: BaseMap, at: Position): WorldPlace {
  return L.CRS.EPSG3857.latLngToPoint(base.toMap(at), 0);
}

export function placeOf({ x, y }: WorldPlace): L.LatLng {
  return L.CRS.EPSG3857.pointToLatLng(L.point(x, y), 0);
}
