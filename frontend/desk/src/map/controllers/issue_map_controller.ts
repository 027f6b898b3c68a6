import { Controller } from "@hotwired/stimulus";
import type * as L from "leaflet";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { type BaseMap, openMap } from "../base_map";
import { drawOutlines, fetchOutlines, fitTo, geoLayer } from "../outlines";
import { type Palette, paletteOf } from "../palette";

type Issue = { id: string | number; kind: string; severity: string; text: string };

/**
 * Shows found problems on a map beside their list: taking an item goes to its place, taking it
 * again (or Escape) goes back to all of them, a click on a place takes its item.
 */
export default class IssueMapController extends Controller<HTMLElement> {
  static targets = ["map", "item"];
  static values = { url: String, outline: String };

  declare readonly mapTarget: HTMLElement;
  declare readonly itemTargets: HTMLElement[];
  declare readonly urlValue: string;
  declare readonly outlineValue: string;

  private base: BaseMap | null = null;
  private all: L.GeoJSON<Issue, Geometry> | null = null;
  private colour: Palette = () => "";
  private current = "";
  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") this.show("");
  };

  connect(): void {
    this.colour = paletteOf(this.element);
    this.base = openMap(this.mapTarget);
    this.element.addEventListener("keydown", this.onKey);
    void this.load(this.base);
  }

  disconnect(): void {
    this.element.removeEventListener("keydown", this.onKey);
    this.base?.close();
    this.base = this.all = null;
  }

  itemTargetConnected(item: HTMLElement): void {
    item.addEventListener("click", this.onItem);
    item.addEventListener("focusin", this.onFocus);
  }

  itemTargetDisconnected(item: HTMLElement): void {
    item.removeEventListener("click", this.onItem);
    item.removeEventListener("focusin", this.onFocus);
  }

  private readonly onItem = (event: Event) => {
    const { id = "" } = (event.currentTarget as HTMLElement).dataset;
    this.show(this.current === id ? "" : id);
  };
  private readonly onFocus = (event: Event) => {
    const { id = "" } = (event.currentTarget as HTMLElement).dataset;
    // A press brings focus as well, and is answered when it is over.
    if ((event.target as HTMLElement).matches(":focus-visible")) this.show(id);
  };

  private async load(base: BaseMap): Promise<void> {
    const [outlines, issues] = await Promise.all([
      fetchOutlines(this.outlineValue),
      this.fetchIssues(),
    ]);
    if (this.base !== base) return;
    drawOutlines(base, outlines, { fits: true });
    this.all = geoLayer(base, issues, (feature) => this.look(feature), {
      onEachFeature: ({ properties }, layer) => {
        layer.on("click", () => this.take(String(properties.id)));
        layer.bindTooltip(textNode(properties.text), { sticky: true });
      },
    }).addTo(base.map);
    fitTo(base, this.all.getBounds(), { maxZoom: 19 });
  }

  private async fetchIssues(): Promise<FeatureCollection<Geometry, Issue>> {
    const response = await fetch(this.urlValue, {
      headers: { Accept: "application/json" },
    });
    if (!response.ok) return { type: "FeatureCollection", features: [] };
    return response.json();
  }

  private look(feature: Feature<Geometry, Issue> | undefined): L.PathOptions {
    const isCurrent = String(feature?.properties.id) === this.current;
    // A dash tells the lighter kind apart where colours cannot be told apart.
    const isGrave = /^(error|fault|grave|high)$/i.test(feature?.properties.severity ?? "");
    const colour = this.colour(isGrave ? "late" : "soon");
    return {
      color: colour,
      fillColor: colour,
      fillOpacity: isCurrent ? 0.5 : 0.25,
      weight: isCurrent ? 5 : 3,
      dashArray: isGrave ? undefined : "6 4",
    };
  }

  private take(id: string): void {
    const item = this.itemTargets.find((each) => each.dataset.id === id);
    item?.scrollIntoView({ block: "nearest" });
    this.show(id);
  }

  private show(id: string): void {
    this.current = id;
    for (const item of this.itemTargets) {
      const isCurrent = id !== "" && item.dataset.id === id;
      item.classList.toggle("is-current", isCurrent);
      if (isCurrent) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
    if (!this.base || !this.all) return;
    this.all.setStyle((feature) => this.look(feature));
    fitTo(this.base, this.boundsOf(id) ?? this.all.getBounds(), { maxZoom: 19 });
  }

  private boundsOf(id: string): L.LatLngBounds | null {
    let found: L.LatLngBounds | null = null;
    this.all?.eachLayer((layer) => {
      const shape = layer as L.Polygon | L.CircleMarker;
      if (String((shape.feature as Feature<Geometry, Issue>).properties.id) !== id) return;
      const bounds =
        "getBounds" in shape ? shape.getBounds() : shape.getLatLng().toBounds(200);
      found = found ? (found as L.LatLngBounds).extend(bounds) : bounds;
    });
    return found;
  }
}

function textNode(text: string): HTMLElement {
  const said = document.createElement("span");
  said.textContent = text;
  return said;
}
