import { Controller } from "@hotwired/stimulus";

/** Says in words why a passkey did not work; the sign-in library itself only logs it. */
export default class PasskeyController extends Controller<HTMLElement> {
  static targets = ["problem"];

  declare readonly problemTarget: HTMLElement;

  private readonly onProblem = (event: Event) => this.explain(event);

  connect(): void {
    document.addEventListener("allauth.error", this.onProblem);
  }

  disconnect(): void {
    document.removeEventListener("allauth.error", this.onProblem);
  }

  private explain(event: Event): void {
    const { exception } = (event as CustomEvent<{ exception?: unknown }>).detail;
    const name = exception instanceof Error ? exception.name : "";
    event.preventDefault();
    this.problemTarget.textContent = REASONS[name] ?? OTHER;
    this.problemTarget.hidden = false;
  }
}

const REASONS: Record<string, string> = {
  NotAllowedError: "没有完成验证：操作被取消或等待超时。请再试一次，或改用其他方式。",
  InvalidStateError: "这个密钥已经登记过，不必重复添加。",
  NotSupportedError: "这台设备或浏览器不支持通行密钥。请改用密码和动态口令。",
  SecurityError: "当前网址不能使用通行密钥。请通过单位正式网址访问，或改用密码和动态口令。",
};
const OTHER =
  "没有读到通行密钥。请检查密钥是否插好、网络是否正常，再试一次，或改用其他方式。";
