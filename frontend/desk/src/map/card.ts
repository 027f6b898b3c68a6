import "../lent";

/** The card beside the map: what is chosen, fetched from the server, or a list to choose from. */
export class Card {
  constructor(
    private readonly element: HTMLElement,
    private readonly body: HTMLElement,
  ) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Show what an address answers; `CODE` in it stands for the code. */
  fetch(url: string, code: string): void {
    this.body.textContent = "正在读取";
    this.element.hidden = false;
    void window.desk.htmx.ajax("get", url.replace("CODE", encodeURIComponent(code)), {
      target: this.body,
      swap: "innerHTML",
    });
  }

  /** Offer points that lie at one place; each link goes to its point. */
  list(points: readonly { code: string; name: string }[]): void {
    const title = document.createElement("h2");
    title.textContent = `同一位置的 ${points.length} 个点位`;
    const list = document.createElement("ul");
    list.className = "lines";
    for (const { code, name } of points) {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#p=${encodeURIComponent(code)}`;
      link.textContent = name;
      line.append(link);
      list.append(line);
    }
    this.body.replaceChildren(title, list);
    this.element.hidden = false;
  }

  close(): void {
    this.element.hidden = true;
  }
}
