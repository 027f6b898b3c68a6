/**
 * Where things are, in the datums of Chinese maps. The same sums as `platform/geo.py`, which says
 * where they come from; a test holds the two together.
 */

/** Degrees; WGS-84 wherever nothing else is said. */
export type Position = { lon: number; lat: number };

/** What the numbers of a position mean; BD09 is what Baidu's tools give out. */
export type Datum = "WGS84" | "CGCS2000" | "GCJ02" | "BD09";

const AXIS = 6_378_245.0;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;
const { PI, abs, atan2, cos, hypot, sin, sqrt } = Math;
const radians = (degrees: number) => (degrees * PI) / 180;
const degrees = (angle: number) => (angle * 180) / PI;

export function wgs84ToGcj02(at: Position): Position {
  const shift = shiftOf(at);
  return { lon: at.lon + shift.lon, lat: at.lat + shift.lat };
}

export function gcj02ToWgs84(at: Position): Position {
  let found = at;
  for (let step = 0; step < 6; step += 1) {
    const shift = shiftOf(found);
    found = { lon: at.lon - shift.lon, lat: at.lat - shift.lat };
  }
  return found;
}

/** Take off the offset and the swirl that Baidu lays over GCJ-02; exact to about a metre. */
export function bd09ToGcj02(at: Position): Position {
  const swirl = (PI * 3000) / 180;
  const x = at.lon - 0.0065;
  const y = at.lat - 0.006;
  const far = hypot(x, y) - 0.00002 * sin(y * swirl);
  const angle = atan2(y, x) - 0.000003 * cos(x * swirl);
  return { lon: far * cos(angle), lat: far * sin(angle) };
}

export function toWgs84(at: Position, datum: Datum): Position {
  if (datum === "BD09") return gcj02ToWgs84(bd09ToGcj02(at));
  return datum === "GCJ02" ? gcj02ToWgs84(at) : at;
}

function isInChina({ lon, lat }: Position): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function shiftOf(at: Position): Position {
  if (!isInChina(at)) return { lon: 0, lat: 0 };
  const x = at.lon - 105;
  const y = at.lat - 35;
  const ripple = ((20 * sin(6 * PI * x) + 20 * sin(2 * PI * x)) * 2) / 3;
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y ** 2 +
    0.1 * x * y +
    0.2 * sqrt(abs(x)) +
    ripple +
    (swell(y) + 160 * sin((PI / 12) * y) + 320 * sin((PI / 30) * y)) * (2 / 3);
  const east =
    300 +
    x +
    2 * y +
    0.1 * x ** 2 +
    0.1 * x * y +
    0.1 * sqrt(abs(x)) +
    ripple +
    (swell(x) + 150 * sin((PI / 12) * x) + 300 * sin((PI / 30) * x)) * (2 / 3);
  const latitude = radians(at.lat);
  const curve = 1 - ECCENTRICITY_SQUARED * sin(latitude) ** 2;
  const meridian = (AXIS * (1 - ECCENTRICITY_SQUARED)) / (curve * sqrt(curve));
  return {
    lon: degrees(east / ((AXIS / sqrt(curve)) * cos(latitude))),
    lat: degrees(north / meridian),
  };
}

function swell(along: number): number {
  return 20 * sin(PI * along) + 40 * sin((PI / 3) * along);
}
