import { expect, test, vi } from "vitest";
import type { Lent } from "../src/lent";
import { Card } from "../src/map/card";

function cardWhoseServer(answers: (body: HTMLElement) => Promise<void>) {
  document.body.innerHTML = "<section hidden><div></div></section>";
  const element = document.querySelector("section")!;
  const body = element.querySelector("div")!;
  const ajax = vi.fn(() => answers(body));
  window.desk = { htmx: { ajax } } as unknown as Lent;
  return { card: new Card(element, body), body, ajax };
}

test("a card shows what the server answers", async () => {
  const { card, body, ajax } = cardWhoseServer(async (shown) => {
    shown.innerHTML = "<h2>东湖公园</h2>";
  });

  card.fetch("/map/point/CODE/", "DW-1/2");
  await Promise.resolve();

  expect(ajax).toHaveBeenCalledWith("get", "/map/point/DW-1%2F2/", expect.anything());
  expect(card.isOpen).toBe(true);
  expect(body.textContent).toBe("东湖公园");
});

test.each([
  ["is refused", () => Promise.resolve()],
  ["fails", () => Promise.reject(new Error("offline"))],
])("a card whose request %s does not wait for ever", async (_what, answers) => {
  const { card, body } = cardWhoseServer(answers);

  card.fetch("/map/point/CODE/", "DW-1");
  expect(body.textContent).toBe("正在读取");

  await vi.waitFor(() => expect(body.textContent).toContain("没有读到"));
});

test("names are written as text, whatever they hold", () => {
  const { card, body } = cardWhoseServer(() => Promise.resolve());

  card.list([{ code: "DW-1&p=2", name: '<img src=x onerror="alert(1)">&' }]);

  expect(body.querySelector("img")).toBeNull();
  const link = body.querySelector("a")!;
  expect(link.textContent).toBe('<img src=x onerror="alert(1)">&');
  expect(link.getAttribute("href")).toBe("#p=DW-1%26p%3D2");
});
