import * as L from "leaflet";

/** What part of the world a canvas shows: `left` and `top` in pixels of the world at `zoom`. */
export type View = {
  zoom: number;
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
};

// Drawn beyond each edge of what is shown, so that a short pan needs no new drawing.
const MARGIN = 0.25;

/**
 * A layer that is one canvas, drawn in one go.
 *
 * While the map moves the browser shifts the finished picture; it is drawn anew when the movement
 * ends or leaves what was drawn.
 */
export abstract class CanvasLayer extends L.Layer {
  protected canvas: HTMLCanvasElement | null = null;
  private view: View | null = null;
  private corner = L.latLng(0, 0);
  private frame = 0;
  private readonly paneName: string;

  protected constructor(pane: string) {
    super();
    this.paneName = pane;
  }

  /** Draw everything that the view shows. */
  protected abstract draw(pen: CanvasRenderingContext2D, view: View): void;

  onAdd(map: L.Map): this {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated");
    this.canvas.setAttribute("aria-hidden", "true");
    map.getPane(this.paneName)?.append(this.canvas);
    this.paint();
    return this;
  }

  onRemove(): this {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.canvas?.remove();
    this.canvas = null;
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return {
      viewreset: () => this.paint(),
      moveend: () => this.paint(),
      move: () => this.followMove(),
      zoom: () => this.stretch(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.stretch(center, zoom);
      },
    };
  }

  /** Draw anew before the next picture is shown, however often it is asked for. */
  redraw(): void {
    if (!this.canvas || this.frame) return;
    this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const map = this._map;
    const pen = this.canvas?.getContext("2d");
    if (!map || !this.canvas || !pen) return;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const place = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    const origin = map.getPixelOrigin().add(place);
    const zoom = map.getZoom();
    this.view = {
      zoom,
      scale: 2 ** zoom,
      left: origin.x,
      top: origin.y,
      width: size.x + 2 * margin.x,
      height: size.y + 2 * margin.y,
    };
    this.corner = map.unproject(origin, zoom);
    this.prepare(this.canvas, pen, this.view);
    L.DomUtil.setTransform(this.canvas, place, 1);
    this.draw(pen, this.view);
  }

  private prepare(canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D, view: View) {
    const sharpness = window.devicePixelRatio || 1;
    const [width, height] = [view.width * sharpness, view.height * sharpness].map(
      Math.round,
    );
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width ?? 0;
      canvas.height = height ?? 0;
      canvas.style.width = `${view.width}px`;
      canvas.style.height = `${view.height}px`;
    }
    pen.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    pen.clearRect(0, 0, view.width, view.height);
  }

  private followMove(): void {
    if (!this.view || this.view.zoom !== this._map.getZoom()) return;
    const shown = this._map.getPixelBounds();
    const { min, max } = shown as { min: L.Point; max: L.Point };
    const { left, top, width, height } = this.view;
    const isCovered =
      min.x >= left && min.y >= top && max.x <= left + width && max.y <= top + height;
    if (!isCovered) this.redraw();
  }

  /** Stretch the finished picture to where it would lie at another zoom. */
  private stretch(center: L.LatLng, zoom: number): void {
    if (!this.canvas || !this.view) return;
    const map = this._map;
    const pane = L.DomUtil.getPosition(map.getPanes().mapPane as HTMLElement);
    const half = map.getSize().divideBy(2);
    const origin = map.project(center, zoom).subtract(half).add(pane).round();
    const place = map.project(this.corner, zoom).subtract(origin);
    L.DomUtil.setTransform(this.canvas, place, map.getZoomScale(zoom, this.view.zoom));
  }
}
