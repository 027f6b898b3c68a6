import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bd09ToGcj02, gcj02ToWgs84, type Position, wgs84ToGcj02 } from "../src/map/datum";

type Sample = { wgs84: [number, number]; gcj02: [number, number] };

// The list that the server's own sums are held to as well.
const file = join(import.meta.dirname, "../../../tests/platform/datum_samples.json");
const samples: Sample[] = JSON.parse(readFileSync(file, "utf8"));
const at = ([lon, lat]: [number, number]): Position => ({ lon, lat });

function expectClose(found: Position, wanted: Position, digits: number): void {
  expect(found.lon).toBeCloseTo(wanted.lon, digits);
  expect(found.lat).toBeCloseTo(wanted.lat, digits);
}

test("positions are shifted exactly as the server shifts them", () => {
  for (const { wgs84, gcj02 } of samples) {
    expectClose(wgs84ToGcj02(at(wgs84)), at(gcj02), 9);
  }
});

test("the shift is taken back to within a millimetre", () => {
  for (const { wgs84, gcj02 } of samples) {
    expectClose(gcj02ToWgs84(at(gcj02)), at(wgs84), 8);
  }
});

test("Baidu's positions lie some hundred metres off those of other web maps", () => {
  const tiananmen = bd09ToGcj02({ lon: 116.403874, lat: 39.914885 });

  expectClose(tiananmen, { lon: 116.39748, lat: 39.90882 }, 3);
});
