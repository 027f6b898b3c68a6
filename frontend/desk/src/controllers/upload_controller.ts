import { Controller } from "@hotwired/stimulus";

/** A file field one can drop files on; refuses at once what the server would refuse later. */
export default class UploadController extends Controller<HTMLFormElement> {
  static targets = ["zone", "input", "files", "problem", "bar", "submit"];
  static values = { maxBytes: Number, accept: String };

  declare readonly zoneTarget: HTMLElement;
  declare readonly inputTarget: HTMLInputElement;
  declare readonly filesTarget: HTMLElement;
  declare readonly problemTarget: HTMLElement;
  declare readonly barTargets: HTMLProgressElement[];
  declare readonly submitTargets: HTMLButtonElement[];
  declare readonly maxBytesValue: number;
  declare readonly acceptValue: string;

  connect(): void {
    this.check();
  }

  over(event: DragEvent): void {
    event.preventDefault();
    this.zoneTarget.classList.add("is-over");
  }

  out(): void {
    this.zoneTarget.classList.remove("is-over");
  }

  drop(event: DragEvent): void {
    event.preventDefault();
    this.out();
    const dropped = event.dataTransfer?.files;
    if (!dropped?.length) return;
    if (dropped.length > 1 && !this.inputTarget.multiple) {
      this.refuse(
        `一次只能上传 1 个文件，刚才拖入了 ${dropped.length} 个。请只拖入其中一个。`,
      );
      return;
    }
    this.inputTarget.files = dropped;
    this.check();
  }

  check(): void {
    const files = Array.from(this.inputTarget.files ?? []);
    const problem = files.map((file) => this.problemWith(file)).find((text) => text !== "");
    const lines = files.map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name}（${readableSize(file.size)}）`;
      return line;
    });
    this.filesTarget.replaceChildren(...lines);
    this.say(problem ?? "");
    this.allow(files.length > 0 && !problem);
  }

  /** Show how much has been sent; wired to htmx's progress event. */
  sent(
    event: CustomEvent<{ loaded: number; total: number; lengthComputable?: boolean }>,
  ): void {
    for (const bar of this.barTargets) {
      bar.hidden = false;
      if (event.detail.lengthComputable === false) bar.removeAttribute("value");
      else bar.value = Math.round((event.detail.loaded / event.detail.total) * 100);
    }
  }

  finish(): void {
    for (const bar of this.barTargets) bar.hidden = true;
  }

  private problemWith(file: File): string {
    if (file.size === 0) return `“${file.name}”是空文件。请检查后重新选择。`;
    if (this.maxBytesValue && file.size > this.maxBytesValue) {
      const limit = readableSize(this.maxBytesValue);
      return `“${file.name}”有 ${readableSize(file.size)}，超过上限 ${limit}。请压缩或拆分后再传。`;
    }
    const endings = this.acceptValue
      .split(",")
      .map((ending) => ending.trim().toLowerCase());
    const isAccepted = endings.some((ending) => file.name.toLowerCase().endsWith(ending));
    if (this.acceptValue && !isAccepted) {
      return `“${file.name}”的格式不能识别。可以上传：${endings.join("、")}。`;
    }
    return "";
  }

  private refuse(text: string): void {
    this.inputTarget.value = "";
    this.check();
    this.say(text);
  }

  private say(problem: string): void {
    this.problemTarget.textContent = problem;
    this.problemTarget.hidden = problem === "";
    this.inputTarget.setAttribute("aria-invalid", String(problem !== ""));
  }

  private allow(ready: boolean): void {
    for (const button of this.submitTargets) button.disabled = !ready;
  }
}

function readableSize(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
