/** Something written on a map, by the place of its middle. */
export type Label = { x: number; y: number; lines: readonly string[] };

const LINE = 15;
type Box = { left: number; top: number; right: number; bottom: number };

/** Writes labels one after another and leaves out those that would cover an earlier one. */
export class Labels {
  private readonly written: Box[] = [];

  constructor(
    private readonly pen: CanvasRenderingContext2D,
    private readonly ink: string,
    private readonly paper: string,
  ) {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.setLineDash([]);
  }

  private widthOf(line: string, size: number): number {
    const key = `${size} ${line}`;
    const known = widths.get(key) ?? this.pen.measureText(line).width;
    widths.set(key, known);
    return known;
  }

  write({ x, y, lines }: Label, size: number): void {
    const { pen } = this;
    pen.font = `${size}px sans-serif`;
    const width = Math.max(...lines.map((line) => this.widthOf(line, size)));
    const box = {
      left: x - width / 2,
      right: x + width / 2,
      top: y - (lines.length * LINE) / 2,
      bottom: y + (lines.length * LINE) / 2,
    };
    if (this.written.some((other) => overlap(other, box))) return;
    this.written.push(box);
    pen.lineWidth = 3;
    pen.strokeStyle = this.paper;
    pen.fillStyle = this.ink;
    lines.forEach((line, n) => {
      const height = y + (n - (lines.length - 1) / 2) * LINE;
      pen.strokeText(line, x, height);
      pen.fillText(line, x, height);
    });
  }
}

const widths = new Map<string, number>();

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
