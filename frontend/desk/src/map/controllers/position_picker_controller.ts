import { Controller } from "@hotwired/stimulus";
import type * as L from "leaflet";
import { type BaseMap, openMap } from "../base_map";
import type { Position } from "../datum";
import { drawOutlines, fetchOutlines } from "../outlines";
import { pin } from "../pin";
import { readPosition, type Understood } from "../position_text";
import {
  asPosition,
  inWords,
  sayOutside,
  sayUnderstood,
  UNREADABLE,
} from "../position_words";

/**
 * Sets a position in two inputs: by a click on the map, by the phone's GPS, or from pasted text.
 *
 * On the map's element Enter takes the middle of what is shown, so that arrow keys will do.
 */
export default class PositionPickerController extends Controller<HTMLElement> {
  static targets = ["map", "lon", "lat", "paste", "note"];
  static values = { outline: String };

  declare readonly mapTarget: HTMLElement;
  declare readonly lonTarget: HTMLInputElement;
  declare readonly latTarget: HTMLInputElement;
  declare readonly hasPasteTarget: boolean;
  declare readonly pasteTarget: HTMLInputElement;
  declare readonly noteTargets: HTMLElement[];
  declare readonly outlineValue: string;

  private base: BaseMap | null = null;
  private marker: L.Marker | null = null;
  private city: L.LatLngBounds | null = null;
  private readonly onTyped = () => this.follow();

  connect(): void {
    this.base = openMap(this.mapTarget);
    this.base.map.on("click", ({ latlng }) => this.pick(latlng));
    this.mapTarget.addEventListener("keydown", (event) => this.press(event));
    for (const field of this.fields) field.addEventListener("change", this.onTyped);
    this.follow();
    void this.showCity(this.base);
  }

  disconnect(): void {
    for (const field of this.fields) field.removeEventListener("change", this.onTyped);
    this.base?.close();
    this.base = null;
    this.marker = null;
  }

  /** Take the position of the device. */
  locate(): void {
    if (!navigator.geolocation) {
      this.say("这台设备不提供定位。请在地图上点选，或粘贴坐标。");
      return;
    }
    this.say("正在定位…");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const at = { lon: coords.longitude, lat: coords.latitude };
        this.set(at);
        this.say(
          `已取当前位置：${inWords(at)}，误差约 ${Math.round(coords.accuracy)} 米。`,
        );
      },
      () =>
        this.say("没有取得位置。请允许浏览器定位（须用 https 地址打开），或在地图上点选。"),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }

  /** Read what was pasted or typed into the one text field. */
  readPaste(event?: Event): void {
    if (!this.hasPasteTarget) return;
    // Enter in this field is meant for it, not for the form around it.
    if (event instanceof KeyboardEvent) {
      if (event.key !== "Enter") return;
      event.preventDefault();
    }
    const text = this.pasteTarget.value.trim();
    if (!text) return;
    const understood = readPosition(text);
    if (understood) this.take(understood);
    else this.say(UNREADABLE);
  }

  private take(understood: Understood): void {
    this.set(understood.position);
    this.say(sayUnderstood(understood) + this.doubt(understood.position));
  }

  private get fields(): HTMLInputElement[] {
    return [this.lonTarget, this.latTarget];
  }

  private pick(place: L.LatLng): void {
    if (!this.base) return;
    const at = this.base.fromMap(place);
    this.set(at);
    this.say(`已点选：${inWords(at)}。` + this.doubt(at));
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.target !== this.mapTarget || !this.base) return;
    event.preventDefault();
    this.pick(this.base.map.getCenter());
  }

  private set(at: Position): void {
    this.lonTarget.value = at.lon.toFixed(6);
    this.latTarget.value = at.lat.toFixed(6);
    for (const field of this.fields) {
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /** Put the pin where the inputs say. */
  private follow(): void {
    const at = asPosition(this.lonTarget.value, this.latTarget.value);
    if (!at || !this.base) {
      this.marker?.remove();
      this.marker = null;
      return;
    }
    const place = this.base.toMap(at);
    if (this.marker) this.marker.setLatLng(place);
    else this.marker = this.newPin(this.base, place);
    const { map } = this.base;
    if (map.getZoom() < 15) map.setView(place, 16);
    else if (!map.getBounds().pad(-0.1).contains(place)) map.panTo(place);
  }

  private newPin(base: BaseMap, place: L.LatLng): L.Marker {
    const marker = pin(place, { canMove: true }).addTo(base.map);
    marker.on("dragend", () => this.pick(marker.getLatLng()));
    return marker;
  }

  private async showCity(base: BaseMap): Promise<void> {
    const outlines = await fetchOutlines(this.outlineValue);
    if (this.base !== base) return;
    const bounds = drawOutlines(base, outlines, { fits: !this.marker }).getBounds();
    this.city = bounds.isValid() ? bounds : null;
  }

  private doubt(at: Position): string {
    const place = this.base?.toMap(at);
    return place && this.city && !this.city.contains(place) ? sayOutside : "";
  }

  private say(text: string): void {
    for (const note of this.noteTargets) note.textContent = text;
  }
}
