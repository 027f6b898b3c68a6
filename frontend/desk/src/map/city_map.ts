import * as L from "leaflet";
import { type BaseMap, openMap } from "./base_map";
import type { Position } from "./datum";
import { type Covered, fitTo, type Level, type Outlines } from "./outlines";
import { type Palette, paletteOf } from "./palette";
import { chosen, type PointFilter, type PointType } from "./point_filter";
import { type Columns, type PointTable, unfold } from "./point_table";
import { PointsLayer } from "./points_layer";
import { type RegionShape, shapesOf } from "./region_shapes";
import { type Load, RegionsLayer } from "./regions_layer";
import { placeOf, toWorld } from "./world";

/** What was pressed: one point, several at one place, or a region. */
export type Pick =
  | { kind: "point"; code: string }
  | { kind: "points"; codes: string[] }
  | { kind: "region"; code: string };

const CLOSE_UP = 17;

/** The one map: regions under points, what lies where one presses, and the way to a place. */
export class CityMap {
  readonly base: BaseMap;
  table: PointTable | null = null;
  private readonly regions: RegionsLayer;
  private points: PointsLayer | null = null;
  private readonly colour: Palette;
  private readonly name: L.Tooltip;

  constructor(element: HTMLElement, onPick: (pick: Pick) => void) {
    this.base = openMap(element);
    this.colour = paletteOf(element);
    const { map } = this.base;
    for (const [pane, height] of [
      ["regions", "350"],
      ["points", "450"],
    ] as const) {
      const made = map.createPane(pane);
      made.style.zIndex = height;
      made.style.pointerEvents = "none";
    }
    this.regions = new RegionsLayer(this.colour, (view) =>
      this.points && map.hasLayer(this.points) ? this.points.covered(view) : [],
    ).addTo(map);
    this.name = L.tooltip({ direction: "top", offset: [0, -12], opacity: 1 });
    map.on("click", ({ latlng }) => this.press(latlng, onPick));
    // The middle of the map for whoever moves it with arrow keys.
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === element) {
        this.press(map.getCenter(), onPick);
      }
    });
    map.on("mousemove", ({ latlng }) => this.hover(latlng));
    map.on("mouseout movestart", () => this.name.remove());
  }

  close(): void {
    this.base.close();
  }

  putPoints(columns: Columns, types: readonly PointType[]): void {
    this.table = unfold(columns, (at) => toWorld(this.base, at));
    this.points = new PointsLayer(this.table, types, this.colour);
  }

  showPoints(isShown: boolean): void {
    if (isShown) this.points?.addTo(this.base.map);
    else this.points?.remove();
    this.regions.redraw();
  }

  /** Draw only the points asked for, and return how many they are. */
  filter(filter: PointFilter, types: readonly PointType[]): number {
    if (!this.table || !this.points) return 0;
    const found = chosen(this.table, filter, types);
    this.points.choose(found);
    this.regions.redraw();
    return found.length;
  }

  hasRegions(level: Level): boolean {
    return this.regions.has(level);
  }

  putRegions(level: Level, outlines: Outlines): void {
    this.regions.put(level, shapesOf(this.base, outlines));
  }

  showRegions(level: Level, isShown: boolean): void {
    this.regions.show(level, isShown);
  }

  load(loads: ReadonlyMap<string, Load> | null): void {
    this.regions.load(loads);
  }

  select({ point = "", region = "" }): void {
    this.points?.select(point ? (this.table?.code.indexOf(point) ?? -1) : -1);
    this.regions.select(region);
  }

  /** Go close to a point; tell whether it has a place to go to. */
  goToPoint(code: string): boolean {
    const point = this.table?.code.indexOf(code) ?? -1;
    if (!this.table || point < 0) return false;
    const place = placeOf({ x: this.table.x[point] ?? 0, y: this.table.y[point] ?? 0 });
    this.base.map.setView(place, Math.max(this.base.map.getZoom(), CLOSE_UP));
    return true;
  }

  goToRegion(code: string, covered: Covered): boolean {
    const shape = this.regions.find(code);
    if (shape) fitTo(this.base, boundsOf([shape]), { covered });
    return shape !== null;
  }

  goTo({ lon, lat, zoom }: Position & { zoom: number }): void {
    this.base.map.setView(this.base.toMap({ lon, lat }), zoom, { animate: false });
  }

  goToAll(): void {
    const bounds = boundsOf(this.regions.all());
    if (bounds.isValid()) fitTo(this.base, bounds);
    else if (this.table?.code.length) fitTo(this.base, allPlaces(this.table));
  }

  pointName(code: string): string {
    return this.table?.name[this.table.code.indexOf(code)] ?? "";
  }

  /** Return the name of a region that has been fetched; "" of any other. */
  nameOf(region: string): string {
    return this.regions.find(region)?.name ?? "";
  }

  /** Return the level of a region that has been fetched. */
  levelOf(region: string): Level | undefined {
    return this.regions.find(region)?.level;
  }

  private press(place: L.LatLng, onPick: (pick: Pick) => void): void {
    const { x, y } = L.CRS.EPSG3857.latLngToPoint(place, 0);
    const mark = this.markAt(x, y);
    if (mark && mark.points.length > 1) return this.open(mark.points, onPick);
    if (mark) return onPick({ kind: "point", code: this.codeOf(mark.points[0]) });
    const region = this.regions.regionAt(x, y, this.base.map.getZoom());
    if (region) onPick({ kind: "region", code: region.code });
  }

  /** Go closer to points that share a bubble, or list them where closer does not part them. */
  private open(points: readonly number[], onPick: (pick: Pick) => void): void {
    const { map } = this.base;
    const bounds = L.latLngBounds(points.map((point) => this.placeOf(point)));
    const zoom = Math.min(map.getBoundsZoom(bounds, false), map.getMaxZoom());
    if (zoom > map.getZoom()) map.setView(bounds.getCenter(), Math.min(zoom, 18));
    else onPick({ kind: "points", codes: points.map((point) => this.codeOf(point)) });
  }

  private hover(place: L.LatLng): void {
    const { map } = this.base;
    const { x, y } = L.CRS.EPSG3857.latLngToPoint(place, 0);
    const mark = this.markAt(x, y);
    map.getContainer().classList.toggle("is-over", mark !== null);
    if (!mark) return void this.name.remove();
    const [first] = mark.points;
    const said = document.createElement("span");
    said.textContent =
      mark.points.length > 1
        ? `${mark.points.length} 个点位`
        : (this.table?.name[first as number] ?? "");
    this.name.setLatLng(placeOf(mark)).setContent(said).addTo(map);
  }

  private markAt(x: number, y: number) {
    return this.points && this.base.map.hasLayer(this.points)
      ? this.points.markAt(x, y)
      : null;
  }

  private codeOf(point: number | undefined): string {
    return this.table?.code[point ?? -1] ?? "";
  }

  private placeOf(point: number): L.LatLng {
    return placeOf({ x: this.table?.x[point] ?? 0, y: this.table?.y[point] ?? 0 });
  }
}

function boundsOf(shapes: readonly RegionShape[]): L.LatLngBounds {
  const corners = shapes.flatMap(({ box }) => [
    placeOf({ x: box.west, y: box.north }),
    placeOf({ x: box.east, y: box.south }),
  ]);
  return L.latLngBounds(corners);
}

function allPlaces(table: PointTable): L.LatLngBounds {
  const places = Array.from(table.x, (x, n) => placeOf({ x, y: table.y[n] ?? 0 }));
  return L.latLngBounds(places);
}
