import { type Box, overlap } from "./boxes";

/** A name on a map: what it says, and where its middle may stand, the best place first. */
export type Label = {
  lines: readonly string[];
  places: readonly { x: number; y: number }[];
};

const LINE = 15;
// Names that touch read as one.
const GAP = 2;

/** Writes labels one after another; what finds no free place for itself is left out. */
export class Labels {
  private readonly taken: Box[];

  /** `taken` is what no label may cover. */
  constructor(
    private readonly pen: CanvasRenderingContext2D,
    private readonly ink: string,
    private readonly paper: string,
    taken: readonly Box[],
  ) {
    this.taken = [...taken];
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.setLineDash([]);
  }

  write({ lines, places }: Label, size: number): void {
    this.pen.font = `${size}px sans-serif`;
    const width = Math.max(...lines.map((line) => this.widthOf(line, size)));
    const across = width / 2 + GAP;
    const down = (lines.length * LINE) / 2;
    for (const { x, y } of places) {
      const box = { left: x - across, right: x + across, top: y - down, bottom: y + down };
      if (this.taken.some((other) => overlap(other, box))) continue;
      this.taken.push(box);
      return this.draw(lines, x, y);
    }
  }

  private draw(lines: readonly string[], x: number, y: number): void {
    const { pen } = this;
    pen.lineWidth = 3;
    pen.strokeStyle = this.paper;
    pen.fillStyle = this.ink;
    lines.forEach((line, n) => {
      const height = y + (n - (lines.length - 1) / 2) * LINE;
      pen.strokeText(line, x, height);
      pen.fillText(line, x, height);
    });
  }

  private widthOf(line: string, size: number): number {
    const key = `${size} ${line}`;
    const known = widths.get(key) ?? this.pen.measureText(line).width;
    widths.set(key, known);
    return known;
  }
}

const widths = new Map<string, number>();
