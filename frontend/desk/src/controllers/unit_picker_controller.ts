import { Controller } from "@hotwired/stimulus";

type Choice = { value: string; label: string; note?: string };

let pickers = 0;

/**
 * A search field in front of a long `<select>`: units, posts, people.
 *
 * The select stays in the form and is what gets sent; without script it is simply shown.
 * With `url` the choices come from the server as `[{value, label, note}]`, else from the select.
 */
export default class UnitPickerController extends Controller<HTMLElement> {
  static targets = ["select"];
  static values = {
    url: String,
    placeholder: { type: String, default: "输入名称或简称" },
    label: String,
  };

  declare readonly selectTarget: HTMLSelectElement;
  declare readonly urlValue: string;
  declare readonly placeholderValue: string;
  declare readonly labelValue: string;

  private box!: HTMLElement;
  private chips!: HTMLElement;
  private input!: HTMLInputElement;
  private list!: HTMLElement;
  private live!: HTMLElement;
  private choices: Choice[] = [];
  private current = -1;
  private timer = 0;
  private asking: AbortController | null = null;
  private readonly onPress = (event: Event) => this.leave(event);

  connect(): void {
    pickers += 1;
    this.build(`unit-picker-${pickers}`);
    this.renderChips();
    document.addEventListener("pointerdown", this.onPress);
  }

  disconnect(): void {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    document.removeEventListener("pointerdown", this.onPress);
    this.box.remove();
    this.selectTarget.hidden = false;
  }

  /** Take over what is suggested beside the field, in place of what was chosen. */
  suggest(event: Event & { params: { choices: Choice[] } }): void {
    event.preventDefault();
    for (const option of this.chosen) option.selected = false;
    for (const choice of event.params.choices) this.take(choice);
  }

  private build(id: string): void {
    this.box = make("div", "picker");
    this.chips = make("ul", "picker-chips");
    this.input = make("input", "picker-input form-control");
    this.list = make("ul", "picker-list");
    this.live = make("span", "visually-hidden");
    this.list.id = `${id}-list`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.live.setAttribute("role", "status");
    const label = this.labelText();
    this.list.setAttribute("aria-label", label);
    const about: Record<string, string> = {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      placeholder: this.placeholderValue,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-label": label,
    };
    for (const [name, value] of Object.entries(about)) this.input.setAttribute(name, value);
    const described = this.selectTarget.getAttribute("aria-describedby");
    if (described) this.input.setAttribute("aria-describedby", described);
    if (this.selectTarget.getAttribute("aria-invalid") === "true") {
      this.input.setAttribute("aria-invalid", "true");
    }
    this.input.disabled = this.selectTarget.disabled;
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("focus", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.box.append(this.chips, this.input, this.list, this.live);
    this.selectTarget.after(this.box);
    this.selectTarget.hidden = true;
  }

  private labelText(): string {
    return this.labelValue || this.selectTarget.labels?.[0]?.textContent?.trim() || "选择";
  }

  private get chosen(): HTMLOptionElement[] {
    const options = Array.from(this.selectTarget.options);
    return options.filter((option) => option.selected && option.value !== "");
  }

  private search(): void {
    window.clearTimeout(this.timer);
    const words = this.input.value.trim();
    if (!this.urlValue) return this.offer(this.matchingOptions(words), words);
    this.timer = window.setTimeout(() => void this.fetchChoices(words), 200);
  }

  private matchingOptions(words: string): Choice[] {
    return Array.from(this.selectTarget.options)
      .filter((option) => option.value !== "" && option.text.includes(words))
      .map((option) => ({ value: option.value, label: option.text.trim() }));
  }

  private async fetchChoices(words: string): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.urlValue, window.location.href);
    url.searchParams.set("q", words);
    try {
      const response = await fetch(url, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: this.asking.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      this.offer((await response.json()) as Choice[], words);
    } catch (problem) {
      if ((problem as Error).name === "AbortError") return;
      this.offer([], words, "名单没有取到。请检查网络，再输入一次。");
    }
  }

  private offer(found: Choice[], words: string, problem = ""): void {
    const taken = new Set(this.chosen.map((option) => option.value));
    this.choices = found.filter((choice) => !taken.has(String(choice.value))).slice(0, 50);
    const none = words ? `没有找到“${words}”，请换个简称再试。` : "没有可选的项。";
    const note = problem || (this.choices.length === 0 ? none : "");
    const rows = this.choices.map((choice, index) => this.row(choice, index));
    if (note) {
      const line = make("li", "picker-none");
      line.textContent = note;
      line.setAttribute("role", "presentation");
      rows.push(line);
    }
    this.list.replaceChildren(...rows);
    this.live.textContent = note || `有 ${this.choices.length} 项可选`;
    this.open(true);
    this.point(this.choices.length > 0 && words ? 0 : -1);
  }

  private row(choice: Choice, index: number): HTMLElement {
    const row = make("li", "picker-choice");
    row.id = `${this.list.id}-${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.append(choice.label);
    if (choice.note) {
      const note = make("small", "picker-note");
      note.textContent = choice.note;
      row.append(note);
    }
    // "mousedown" keeps the focus in the field; "click" would come after it is lost.
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(choice);
    });
    return row;
  }

  private key(event: KeyboardEvent): void {
    const isOpen = !this.list.hidden;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return this.search();
      const last = this.choices.length - 1;
      const next = this.current + (event.key === "ArrowDown" ? 1 : -1);
      this.point(next < 0 ? last : next > last ? 0 : next);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      const choice = this.choices[this.current];
      if (choice) this.take(choice);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.open(false);
    } else if (event.key === "Backspace" && this.input.value === "") {
      const last = this.chosen.pop();
      if (last) this.drop(last);
    } else if (event.key === "Tab") {
      this.open(false);
    }
  }

  private point(index: number): void {
    this.current = index;
    for (const [place, row] of Array.from(this.list.children).entries()) {
      row.setAttribute("aria-selected", String(place === index));
    }
    const row = index >= 0 ? this.list.children[index] : undefined;
    if (row) {
      this.input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView?.({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  private take(choice: Choice): void {
    const value = String(choice.value);
    const options = Array.from(this.selectTarget.options);
    let option = options.find((candidate) => candidate.value === value);
    if (!option) {
      option = document.createElement("option");
      option.value = value;
      option.text = choice.label;
      this.selectTarget.add(option);
    }
    if (!this.selectTarget.multiple) for (const other of options) other.selected = false;
    option.selected = true;
    this.input.value = "";
    this.open(false);
    this.changed();
    this.live.textContent = `已选 ${choice.label}`;
  }

  private drop(option: HTMLOptionElement): void {
    option.selected = false;
    if (!this.selectTarget.multiple) {
      const blank = Array.from(this.selectTarget.options).find(
        (other) => other.value === "",
      );
      if (blank) blank.selected = true;
      else this.selectTarget.selectedIndex = -1;
    }
    this.changed();
    this.live.textContent = `已去掉 ${option.text.trim()}`;
    this.input.focus();
  }

  private changed(): void {
    this.renderChips();
    this.selectTarget.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private renderChips(): void {
    const chips = this.chosen.map((option) => {
      const chip = make("li", "picker-chip");
      const remove = make("button", "picker-remove");
      remove.type = "button";
      remove.textContent = "×";
      remove.disabled = this.selectTarget.disabled;
      remove.setAttribute("aria-label", `去掉 ${option.text.trim()}`);
      remove.addEventListener("click", () => this.drop(option));
      chip.append(option.text.trim(), remove);
      return chip;
    });
    this.chips.replaceChildren(...chips);
    this.chips.hidden = chips.length === 0;
  }

  private open(shown: boolean): void {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (!shown) {
      window.clearTimeout(this.timer);
      this.asking?.abort();
      this.point(-1);
    }
  }

  private leave(event: Event): void {
    if (!this.box.contains(event.target as Node)) this.open(false);
  }
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
