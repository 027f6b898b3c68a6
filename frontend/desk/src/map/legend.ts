import { DECLARED } from "./point_table";
import { drawSymbol, type GroupLook } from "./symbols";

/** List the groups with the symbol that each has on the map. */
export function listGroups(
  list: HTMLElement,
  looks: readonly GroupLook[],
  paper: string,
): void {
  list.replaceChildren(
    ...looks.map((look) => {
      const line = document.createElement("li");
      line.append(symbolOf(look, paper), look.name);
      return line;
    }),
  );
}

function symbolOf(look: GroupLook, paper: string): HTMLCanvasElement {
  const sharpness = window.devicePixelRatio || 1;
  const picture = document.createElement("canvas");
  picture.width = picture.height = 24 * sharpness;
  picture.className = "map-symbol";
  picture.setAttribute("aria-hidden", "true");
  const pen = picture.getContext("2d");
  pen?.scale(sharpness, sharpness);
  if (pen) drawSymbol(pen, look, DECLARED, { x: 12, y: 12, radius: 10 }, paper);
  return picture;
}
