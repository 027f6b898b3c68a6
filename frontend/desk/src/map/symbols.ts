import type { Palette } from "./palette";
import type { PointType } from "./point_filter";
import { DECLARED, KEY, VOID } from "./point_table";

const COLOURS = 10;

/** How each group of types looks: a colour and, where there is room, a letter of its own. */
export type GroupLook = { name: string; colour: string; letter: string };

/** Give every group a colour (the tenth repeats) and a letter that no other group has. */
export function groupLooks(types: readonly PointType[], colour: Palette): GroupLook[] {
  const names = [...new Set(types.map(({ group }) => group || "其他"))];
  const taken = new Set<string>();
  return names.map((name, n) => {
    const letter = [...name].find((each) => !taken.has(each)) ?? name.slice(0, 1);
    taken.add(letter);
    return { name, letter, colour: colour(`group-${(n % COLOURS) + 1}`) };
  });
}

/** Radius of a point's symbol at a zoom; from the largest on it shows its letter. */
export function radiusAt(zoom: number): number {
  if (zoom >= 16) return 11;
  return zoom >= 14 ? 7 : 5;
}

/**
 * Draw the symbol of a point around (x, y).
 *
 * Full is declared and hollow is not, a diamond is a key point, a cross is void: told apart
 * without any colour.
 */
export function drawSymbol(
  pen: CanvasRenderingContext2D,
  look: GroupLook,
  flags: number,
  at: { x: number; y: number; radius: number },
  paper: string,
): void {
  const { x, y, radius } = at;
  const isFull = (flags & DECLARED) !== 0 && (flags & VOID) === 0;
  pen.beginPath();
  if (flags & KEY) diamond(pen, x, y, radius * 1.25);
  else pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = isFull ? look.colour : paper;
  pen.fill();
  pen.lineWidth = Math.max(1.5, radius / 4);
  pen.strokeStyle = isFull ? paper : look.colour;
  pen.stroke();
  if (flags & VOID) cross(pen, x, y, radius);
  else if (radius > 8) write(pen, look.letter, x, y, isFull ? paper : look.colour);
}

function diamond(pen: CanvasRenderingContext2D, x: number, y: number, reach: number): void {
  pen.moveTo(x, y - reach);
  pen.lineTo(x + reach, y);
  pen.lineTo(x, y + reach);
  pen.lineTo(x - reach, y);
  pen.closePath();
}

function cross(pen: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  const reach = radius * 0.6;
  pen.beginPath();
  pen.moveTo(x - reach, y - reach);
  pen.lineTo(x + reach, y + reach);
  pen.moveTo(x + reach, y - reach);
  pen.lineTo(x - reach, y + reach);
  pen.stroke();
}

function write(
  pen: CanvasRenderingContext2D,
  letter: string,
  x: number,
  y: number,
  colour: string,
): void {
  pen.font = "600 12px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = colour;
  pen.fillText(letter, x, y + 0.5);
}

/** Keeps every symbol as a small finished picture: copying one is far cheaper than drawing it. */
export class Symbols {
  private readonly drawn = new Map<number, HTMLCanvasElement>();
  private readonly sharpness = window.devicePixelRatio || 1;

  constructor(
    readonly looks: readonly GroupLook[],
    private readonly paper: string,
  ) {}

  stamp(
    pen: CanvasRenderingContext2D,
    group: number,
    flags: number,
    at: { x: number; y: number; radius: number },
  ): void {
    const picture = this.picture(group, flags, at.radius);
    const side = picture.width / this.sharpness;
    pen.drawImage(picture, at.x - side / 2, at.y - side / 2, side, side);
  }

  private picture(group: number, flags: number, radius: number): HTMLCanvasElement {
    const key = (group * 8 + flags) * 64 + radius;
    const kept = this.drawn.get(key);
    if (kept) return kept;
    const side = Math.ceil(radius * 2.5 + 6);
    const picture = document.createElement("canvas");
    picture.width = picture.height = Math.round(side * this.sharpness);
    const pen = picture.getContext("2d");
    const look = this.looks[group] ?? this.looks[0];
    if (pen && look) {
      pen.scale(this.sharpness, this.sharpness);
      drawSymbol(pen, look, flags, { x: side / 2, y: side / 2, radius }, this.paper);
    }
    this.drawn.set(key, picture);
    return picture;
  }
}
