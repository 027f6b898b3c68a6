import { Controller } from "@hotwired/stimulus";

type Saved = { saved_at?: string; version?: number | string; problem?: string };

/**
 * Saves a form by itself a moment after the last change and says how things stand.
 *
 * The server answers in JSON: 200 `{saved_at, version}`, 409 when someone else saved first,
 * 422 `{problem}` when what was typed cannot be kept.
 */
export default class AutosaveController extends Controller<HTMLFormElement> {
  static targets = ["status", "version"];
  static values = { pause: { type: Number, default: 1500 } };

  declare readonly statusTargets: HTMLElement[];
  declare readonly versionTargets: HTMLInputElement[];
  declare readonly pauseValue: number;

  private timer = 0;
  private misses = 0;
  private changes = 0;
  private savedChanges = 0;
  private isSending = false;
  private isStopped = false;
  private readonly onLeave = (event: BeforeUnloadEvent) => this.warn(event);

  connect(): void {
    window.addEventListener("beforeunload", this.onLeave);
  }

  disconnect(): void {
    window.removeEventListener("beforeunload", this.onLeave);
    window.clearTimeout(this.timer);
    if (this.isDirty && !this.isStopped) void this.save();
  }

  change(): void {
    this.changes += 1;
    if (this.isStopped) return;
    this.say("unsaved", "未保存");
    this.plan(this.pauseValue);
  }

  /** Let an ordinary submit of the form go through without a warning. */
  submit(): void {
    window.clearTimeout(this.timer);
    this.isStopped = true;
    this.savedChanges = this.changes;
  }

  private get isDirty(): boolean {
    return this.changes > this.savedChanges;
  }

  private plan(pause: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), pause);
  }

  private async save(): Promise<void> {
    if (this.isSending || this.isStopped) return;
    const sending = this.changes;
    this.isSending = true;
    this.say("saving", "正在保存…");
    try {
      const response = await fetch(this.element.action, {
        method: "POST",
        body: new FormData(this.element),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      await this.take(response, sending);
    } catch {
      this.retry();
    } finally {
      this.isSending = false;
    }
    if (this.isDirty && !this.isStopped && this.misses === 0) this.plan(this.pauseValue);
  }

  private async take(response: Response, sending: number): Promise<void> {
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    const answer: Saved = isJson ? await response.json() : {};
    if (response.ok && isJson) return this.keep(answer, sending);
    if (response.status === 409) return this.stop(answer);
    if (response.status === 422) {
      this.savedChanges = sending;
      this.misses = 0;
      return this.say("refused", `未保存：${answer.problem ?? "内容有误，请检查。"}`);
    }
    if (response.status >= 500) return this.retry();
    this.isStopped = true;
    this.say(
      "refused",
      "未保存：登录已失效。请在新窗口登录后刷新本页，先复制未保存的内容。",
    );
  }

  private keep(answer: Saved, sending: number): void {
    this.savedChanges = sending;
    this.misses = 0;
    for (const field of this.versionTargets) {
      if (answer.version !== undefined) field.value = String(answer.version);
    }
    if (this.isDirty) this.say("unsaved", "未保存");
    else this.say("saved", `已保存 ${answer.saved_at ?? clock()}`);
    this.dispatch("saved", { detail: answer });
  }

  private stop(answer: Saved): void {
    this.isStopped = true;
    this.say(
      "conflict",
      answer.problem ?? "冲突：他人已先保存。请刷新查看，再把您的修改补上。",
    );
  }

  private retry(): void {
    this.misses += 1;
    this.say("unsaved", "未保存：网络不通，稍后自动重试");
    this.plan(Math.min(2000 * 2 ** this.misses, 60_000));
  }

  private say(state: string, text: string): void {
    this.element.dataset.autosaveState = state;
    for (const status of this.statusTargets) status.textContent = text;
  }

  private warn(event: BeforeUnloadEvent): void {
    if (this.isDirty) event.preventDefault();
  }
}

function clock(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(now.getHours())}:${two(now.getMinutes())}`;
}
