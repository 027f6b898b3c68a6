import { beforeEach, expect, test } from "vitest";
import { Labels } from "../src/map/labels";

const written: string[] = [];
// Every character is ten pixels wide.
const pen = {
  measureText: (text: string) => ({ width: text.length * 10 }),
  fillText: (text: string, x: number, y: number) => written.push(`${text} ${x} ${y}`),
  strokeText: () => undefined,
  setLineDash: () => undefined,
} as unknown as CanvasRenderingContext2D;

const at = (x: number, y: number) => ({ x, y });

beforeEach(() => {
  written.length = 0;
});

test("a name that would cover an earlier one is left out", () => {
  const labels = new Labels(pen, "ink", "paper", []);

  labels.write({ lines: ["东湖街道"], places: [at(100, 100)] }, 13);
  labels.write({ lines: ["西市街道"], places: [at(130, 105)] }, 13);
  labels.write({ lines: ["南门街道"], places: [at(130, 120)] }, 13);

  expect(written).toEqual(["东湖街道 100 100", "南门街道 130 120"]);
});

test("a name makes way for what lies over it, as far as it may", () => {
  const bubble = { left: 90, right: 110, top: 90, bottom: 110 };
  const labels = new Labels(pen, "ink", "paper", [bubble]);

  labels.write({ lines: ["东湖街道"], places: [at(100, 100), at(100, 120)] }, 13);
  labels.write({ lines: ["西市街道"], places: [at(100, 100)] }, 13);

  expect(written).toEqual(["东湖街道 100 120"]);
});
