import { Controller } from "@hotwired/stimulus";
import * as L from "leaflet";
import { type BaseMap, openMap } from "../base_map";
import { drawOutlines, fetchOutlines, fitTo } from "../outlines";
import { paletteOf } from "../palette";
import { pin } from "../pin";

/** Shows where one place lies: a pin, the outline of one region, or both; nothing to change. */
export default class PlaceMapController extends Controller<HTMLElement> {
  static targets = ["map"];
  static values = { outline: String, region: String, lon: String, lat: String };

  declare readonly hasMapTarget: boolean;
  declare readonly mapTarget: HTMLElement;
  declare readonly outlineValue: string;
  declare readonly regionValue: string;
  declare readonly lonValue: string;
  declare readonly latValue: string;

  private base: BaseMap | null = null;

  connect(): void {
    this.base = openMap(this.hasMapTarget ? this.mapTarget : this.element);
    const place = this.showPin(this.base);
    void this.showOutlines(this.base, place);
  }

  disconnect(): void {
    this.base?.close();
    this.base = null;
  }

  private showPin(base: BaseMap): L.LatLng | null {
    if (!this.lonValue || !this.latValue) return null;
    const place = base.toMap({ lon: Number(this.lonValue), lat: Number(this.latValue) });
    pin(place, { canMove: false }).addTo(base.map);
    base.map.setView(place, 16, { animate: false });
    return place;
  }

  private async showOutlines(base: BaseMap, place: L.LatLng | null): Promise<void> {
    const outlines = await fetchOutlines(this.outlineValue);
    if (this.base !== base) return;
    const layer = drawOutlines(base, outlines, { fits: !place && !this.regionValue });
    if (this.regionValue) this.stressRegion(base, layer, place);
  }

  private stressRegion(base: BaseMap, all: L.GeoJSON, place: L.LatLng | null): void {
    const colour = paletteOf(this.element);
    all.eachLayer((layer) => {
      const path = layer as L.Polygon;
      if (path.feature?.properties.code !== this.regionValue) return;
      path.setStyle({
        color: colour("accent"),
        weight: 3,
        fillColor: colour("accent-soft"),
      });
      path.bringToFront();
      if (!place) fitTo(base, path.getBounds());
    });
  }
}
