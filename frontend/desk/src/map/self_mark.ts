import * as L from "leaflet";
import type { BaseMap } from "./base_map";
import type { Position } from "./datum";

/** Shows where the device is; asked again it moves. */
export class SelfMark {
  private mark: L.CircleMarker | null = null;

  constructor(private readonly base: BaseMap) {}

  show(at: Position): void {
    const place = this.base.toMap(at);
    this.mark ??= L.circleMarker(place, { radius: 8, weight: 3, interactive: false })
      .bindTooltip("我的位置", { permanent: true, direction: "top" })
      .addTo(this.base.map);
    this.mark.setLatLng(place);
    this.base.map.setView(place, 17);
  }
}

/** Ask the device where it is. */
export function whereAmI(): Promise<GeolocationPosition> {
  return new Promise((found, failed) => {
    if (!navigator.geolocation) return failed(new Error("no geolocation"));
    navigator.geolocation.getCurrentPosition(found, failed, {
      enableHighAccuracy: true,
      timeout: 15_000,
    });
  });
}
