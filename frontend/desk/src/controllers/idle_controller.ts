import { Controller } from "@hotwired/stimulus";

const SHARED_KEY = "chuangcheng.last-seen";
// The server notes a visit at most once a minute, so its clock may be that much ahead of ours.
const PING_PAUSE = 60_000;

type Answered = { requestConfig: { triggeringEvent?: Event } };

/**
 * Warns before the server ends an idle session, and keeps it alive while a person is at work.
 *
 * Every open window shares one "last seen", so work in one does not end the session in another.
 */
export default class IdleController extends Controller<HTMLElement> {
  static targets = ["dialog", "left"];
  static values = {
    minutes: Number,
    warnSeconds: { type: Number, default: 120 },
    keepAliveUrl: String,
    endUrl: String,
  };

  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly leftTarget: HTMLElement;
  declare readonly minutesValue: number;
  declare readonly warnSecondsValue: number;
  declare readonly keepAliveUrlValue: string;
  declare readonly endUrlValue: string;

  private timer = 0;
  private lastPing = 0;
  private readonly onWork = () => this.work();
  private readonly onAnswer = (event: Event) => this.answered(event);

  connect(): void {
    this.seen();
    this.timer = window.setInterval(() => this.tick(), 1000);
    document.addEventListener("keydown", this.onWork);
    document.addEventListener("pointerdown", this.onWork);
    document.addEventListener("htmx:afterOnLoad", this.onAnswer);
  }

  disconnect(): void {
    window.clearInterval(this.timer);
    document.removeEventListener("keydown", this.onWork);
    document.removeEventListener("pointerdown", this.onWork);
    document.removeEventListener("htmx:afterOnLoad", this.onAnswer);
  }

  async stay(): Promise<void> {
    try {
      const response = await fetch(this.keepAliveUrlValue, { credentials: "same-origin" });
      if (response.ok && !response.redirected) this.seen();
      else this.end();
    } catch {
      // Without network the clock runs on; the next press tries again.
    }
  }

  private work(): void {
    if (this.dialogTarget.open || Date.now() - this.lastPing < PING_PAUSE) return;
    this.lastPing = Date.now();
    void this.stay();
  }

  private answered(event: Event): void {
    const { requestConfig } = (event as CustomEvent<Answered>).detail;
    // Polling is not a person at work.
    if (requestConfig.triggeringEvent) this.seen();
  }

  private seen(): void {
    const now = Date.now();
    this.lastPing = now;
    try {
      window.localStorage.setItem(SHARED_KEY, String(now));
    } catch {
      // Storage can be switched off; then each window counts for itself.
    }
    this.tick();
  }

  private get seconds(): number {
    const seconds = this.minutesValue * 60;
    return seconds - Math.min(PING_PAUSE / 1000, seconds / 4);
  }

  private get lastSeen(): number {
    try {
      const shared = Number(window.localStorage.getItem(SHARED_KEY));
      return Math.max(shared, this.lastPing);
    } catch {
      return this.lastPing;
    }
  }

  private tick(): void {
    const left = this.seconds - (Date.now() - this.lastSeen) / 1000;
    if (left <= 0) return this.end();
    this.leftTarget.textContent = words(Math.ceil(left));
    const isDue = left <= Math.min(this.warnSecondsValue, this.seconds / 2);
    if (isDue && !this.dialogTarget.open) this.dialogTarget.showModal?.();
    if (!isDue && this.dialogTarget.open) this.dialogTarget.close();
  }

  private end(): void {
    window.clearInterval(this.timer);
    window.location.assign(this.endUrlValue);
  }
}

function words(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
}
