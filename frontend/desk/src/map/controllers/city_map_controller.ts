import { Controller } from "@hotwired/stimulus";
import { Card } from "../card";
import { CityMap, type Pick } from "../city_map";
import { asksTheSame, partKinds, readFilter, writeFilter } from "../filter_form";
import { listGroups } from "../legend";
import { type Covered, fetchOutlines, type Level } from "../outlines";
import { paletteOf } from "../palette";
import { ASKS_NOTHING, type PointType } from "../point_filter";
import type { Columns, PointTable } from "../point_table";
import { LEVELS, type Load } from "../regions_layer";
import { SelfMark, whereAmI } from "../self_mark";
import { groupLooks } from "../symbols";
import { filterEntries, readState, type ViewState, writeState } from "../view_state";

/**
 * The page 一张图: layers, filters and the card of what is chosen, all kept in the address.
 *
 * A link to `#p=CODE` or `#r=CODE` anywhere on the page goes to that point or region.
 */
export default class CityMapController extends Controller<HTMLElement> {
  static targets = [
    "map",
    "kinds",
    "filter",
    "layer",
    "count",
    "unplaced",
    "card",
    "cardBody",
    "table",
    "said",
    "found",
    "fold",
    "groups",
    "regionNote",
  ];
  static values = {
    points: String,
    outlines: String,
    tasks: String,
    point: String,
    region: String,
  };

  declare readonly mapTarget: HTMLElement;
  declare readonly kindsTarget: HTMLElement;
  declare readonly filterTarget: HTMLFormElement;
  declare readonly layerTargets: HTMLInputElement[];
  declare readonly countTarget: HTMLElement;
  declare readonly unplacedTarget: HTMLElement;
  declare readonly cardTarget: HTMLElement;
  declare readonly cardBodyTarget: HTMLElement;
  declare readonly tableTargets: HTMLAnchorElement[];
  declare readonly saidTarget: HTMLElement;
  declare readonly foundTarget: HTMLElement;
  declare readonly foldTargets: HTMLDetailsElement[];
  declare readonly groupsTarget: HTMLElement;
  declare readonly regionNoteTarget: HTMLElement;
  declare readonly pointsValue: string;
  declare readonly outlinesValue: string;
  declare readonly tasksValue: string;
  declare readonly pointValue: string;
  declare readonly regionValue: string;

  private city: CityMap | null = null;
  private self: SelfMark | null = null;
  private card: Card | null = null;
  private kinds: PointType[] = [];
  private point = "";
  private region = "";
  private readonly onAddress = () => this.follow(readState(location.hash));

  connect(): void {
    this.kinds = JSON.parse(this.kindsTarget.textContent ?? "[]");
    const colour = paletteOf(this.element);
    listGroups(this.groupsTarget, groupLooks(this.kinds, colour), colour("paper"));
    this.city = new CityMap(this.mapTarget, (pick) => this.take(pick));
    this.self = new SelfMark(this.city.base);
    this.card = new Card(this.cardTarget, this.cardBodyTarget);
    if (this.isNarrow) this.fold();
    window.addEventListener("hashchange", this.onAddress);
    void this.start(this.city, readState(location.hash));
  }

  disconnect(): void {
    window.removeEventListener("hashchange", this.onAddress);
    this.city?.close();
    this.city = this.self = null;
  }

  /** Draw what the ticked layers and the filter ask for. */
  change({ target }: Event): void {
    partKinds(this.filterTarget, target);
    void this.showLayers();
    this.applyFilter();
    this.keep();
  }

  clear(event: Event): void {
    writeFilter(this.filterTarget, ASKS_NOTHING);
    this.change(event);
  }

  /** Leave only the points of one region. */
  narrow(event: CustomEvent & { params: { code: string } }): void {
    const filter = readFilter(this.filterTarget);
    writeFilter(this.filterTarget, { ...filter, region: String(event.params.code) });
    this.change(event);
  }

  openFirst(event: Event): void {
    event.preventDefault();
    this.foundTarget.querySelector("a")?.click();
  }

  whole(): void {
    this.city?.goToAll();
  }

  closeCard(): void {
    if (!this.card?.isOpen) return;
    this.point = this.region = "";
    this.city?.select({});
    this.card.close();
    this.makeRoom();
    this.mapTarget.focus({ preventScroll: true });
    this.keep();
  }

  /** Go to where the device is. */
  async locate(): Promise<void> {
    this.say("正在定位…");
    try {
      const { coords } = await whereAmI();
      this.self?.show({ lon: coords.longitude, lat: coords.latitude });
      this.say(`已到当前位置，误差约 ${Math.round(coords.accuracy)} 米。`);
    } catch {
      this.say("没有取得位置。请允许浏览器定位（须用 https 地址打开）。");
    }
  }

  private async start(city: CityMap, state: ViewState): Promise<void> {
    writeFilter(this.filterTarget, state.filter);
    if (state.layers) this.tickLayers(state.layers);
    const [columns] = await Promise.all([
      fetchJson<Columns>(this.pointsValue),
      this.showLayers(),
    ]);
    if (this.city !== city) return;
    if (columns) city.putPoints(columns, this.kinds);
    else this.say("点位没有取到。请检查网络后刷新页面。");
    this.applyFilter();
    await this.showLayers();
    if (state.at) city.goTo(state.at);
    else city.goToAll();
    this.follow({ ...state, filter: readFilter(this.filterTarget) }, { moves: !state.at });
    city.base.map.on("moveend", () => this.keep());
    this.element.dataset.ready = "1";
  }

  private async showLayers(): Promise<void> {
    const { city } = this;
    if (!city) return;
    const ticked = new Set(this.ticked());
    city.showPoints(ticked.has("points"));
    await Promise.all(
      LEVELS.map(async (level) => {
        const isShown = ticked.has(level.toLowerCase());
        if (isShown) await this.fetchLevel(city, level);
        city.showRegions(level, isShown);
      }),
    );
    city.load(ticked.has("tasks") ? await this.fetchLoads() : null);
  }

  private async fetchLevel(city: CityMap, level: Level): Promise<void> {
    if (city.hasRegions(level)) return;
    const outlines = await fetchOutlines(`${this.outlinesValue}?level=${level}`);
    if (this.city === city) city.putRegions(level, outlines);
  }

  private async fetchLoads(): Promise<Map<string, Load>> {
    const loads = await fetchJson<Record<string, Load>>(this.tasksValue);
    if (!loads) this.say("任务数没有取到。请检查网络后再试。");
    return new Map(Object.entries(loads ?? {}));
  }

  private applyFilter(): void {
    if (!this.city?.table) return;
    const filter = readFilter(this.filterTarget);
    const found = this.city.filter(filter, this.kinds);
    this.sayCount(found, this.city.table);
    const within = filter.region && (this.city.nameOf(filter.region) || filter.region);
    this.regionNoteTarget.textContent = within ? `只看${within}的点位` : "";
    this.regionNoteTarget.hidden = !within;
  }

  /** Say how many points are drawn, of how many, and which cannot be. */
  private sayCount(found: number, { code, unplaced }: PointTable): void {
    const many = (count: number) => count.toLocaleString("zh-CN");
    const all = many(code.length + unplaced);
    this.countTarget.textContent = `图上 ${many(found)} 个点位，全库 ${all} 个`;
    this.unplacedTarget.textContent = `（${many(unplaced)} 个缺位置）`;
    this.unplacedTarget.hidden = unplaced === 0;
  }

  private take(pick: Pick): void {
    if (pick.kind === "points") {
      const name = (code: string) => this.city?.pointName(code) ?? "";
      this.card?.list(pick.codes.map((code) => ({ code, name: name(code) })));
      return this.makeRoom();
    }
    const [point, region] = pick.kind === "point" ? [pick.code, ""] : ["", pick.code];
    this.open(point, region);
    this.keep();
  }

  /** Go where an address points; without `moves` only the card is opened. */
  private follow({ filter, point, region }: ViewState, { moves } = { moves: true }): void {
    const isLink = point || region;
    if (!isLink && !asksTheSame(filter, readFilter(this.filterTarget))) {
      writeFilter(this.filterTarget, filter);
      this.applyFilter();
    }
    if (!isLink) return this.keep();
    this.foundTarget.replaceChildren();
    this.say("");
    this.open(point, region);
    if (moves) void this.goTo(point, region);
    this.keep();
  }

  /** Go to a point or region, and say so where that cannot be done. */
  private async goTo(point: string, region: string): Promise<void> {
    const { city } = this;
    if (!city) return;
    if (point && !city.goToPoint(point)) this.say("图上没有这个点位，它可能还没有位置。");
    if (!region) return;
    if (!(await this.showRegion(city, region))) return this.say("这个区域还没有边界。");
    city.goToRegion(region, this.covered);
  }

  /** What the card will lie over once it is full: its lower part of a phone, its side of a desk. */
  private get covered(): Covered {
    if (this.isNarrow) return { right: 0, bottom: Math.round(window.innerHeight * 0.4) };
    return { right: this.cardTarget.offsetWidth, bottom: 0 };
  }

  /** Switch on the layer that a region belongs to; tell whether any holds it. */
  private async showRegion(city: CityMap, code: string): Promise<boolean> {
    for (const level of [...LEVELS].reverse()) {
      await this.fetchLevel(city, level);
      if (city.levelOf(code) !== level) continue;
      this.tickLayers([...this.ticked(), level.toLowerCase()]);
      city.showRegions(level, true);
      return true;
    }
    return false;
  }

  private open(point: string, region: string): void {
    [this.point, this.region] = [point, region];
    this.city?.select({ point, region });
    if (point) this.card?.fetch(this.pointValue, point);
    else this.card?.fetch(this.regionValue, region);
    this.makeRoom();
  }

  /** Give the map the panel's place on a phone while a card lies over its lower half. */
  private makeRoom(): void {
    this.element.classList.toggle("has-card", this.card?.isOpen);
    this.city?.base.map.invalidateSize({ animate: false });
  }

  private get isNarrow(): boolean {
    return window.matchMedia("(max-width: 767.98px)").matches;
  }

  private fold(): void {
    for (const fold of this.foldTargets) fold.open = false;
  }

  private ticked(): string[] {
    return this.layerTargets.filter(({ checked }) => checked).map(({ value }) => value);
  }

  private tickLayers(names: readonly string[]): void {
    for (const box of this.layerTargets) box.checked = names.includes(box.value);
  }

  /** Write what is looked at into the address, without a step in the browser's history. */
  private keep(): void {
    if (!this.city) return;
    const { base } = this.city;
    const filter = readFilter(this.filterTarget);
    const { point, region } = this;
    const at = { ...base.fromMap(base.map.getCenter()), zoom: base.map.getZoom() };
    const state: ViewState = { at, layers: this.ticked(), filter, point, region };
    history.replaceState(history.state, "", writeState(state));
    const asked = new URLSearchParams(filterEntries(filter)).toString();
    for (const link of this.tableTargets) link.search = asked;
  }

  private say(text: string): void {
    this.saidTarget.textContent = text;
  }
}

async function fetchJson<Said>(url: string): Promise<Said | null> {
  const response = await fetch(url).catch(() => null);
  return response?.ok ? response.json() : null;
}
