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
    const waiting = document.createElement("p");
    waiting.textContent = "正在读取";
    this.body.replaceChildren(waiting);
    this.element.hidden = false;
    const answer = window.desk.htmx.ajax(
      "get",
      url.replace("CODE", encodeURIComponent(code)),
      { target: this.body, swap: "innerHTML" },
    );
    // Whatever went wrong is told elsewhere on the page; here nothing will come any more.
    void answer
      .catch(() => undefined)
      .then(() => {
        if (waiting.isConnected)
          waiting.textContent = "没有读到。它可能已经不在，或网络不通。";
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
