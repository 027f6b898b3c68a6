import { Application, type ControllerConstructor } from "@hotwired/stimulus";
import { afterEach } from "vitest";

let running: Application | null = null;

/** Put a page together with one behaviour attached, as the browser would. */
export async function mount(
  name: string,
  behaviour: ControllerConstructor,
  html: string,
): Promise<void> {
  running?.stop();
  document.body.innerHTML = html;
  running = Application.start();
  running.register(name, behaviour);
  await settle();
}

/** Let observers, promises and zero-length timers have their turn. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

export function get<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

export function press(target: EventTarget, key: string): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}

afterEach(async () => {
  document.body.innerHTML = "";
  await settle();
  running?.stop();
  running = null;
});
