import { type Datum, type Position, toWgs84 } from "./datum";

/** What a pasted text was taken to say; the position is in WGS-84 whatever the text was in. */
export type Understood = {
  position: Position;
  datum: Datum;
  /** The text said so itself, by a word or by whose link it is. */
  isDatumSaid: boolean;
  /** Latitude stood first. */
  isSwapped: boolean;
};

const DECIMAL = String.raw`(\d{1,3}\.\d+)`;
// Not further apart than "经度: 116.397, 纬度: 39.909" or "lng=116.397&lat=39.909" need.
const PAIR = new RegExp(String.raw`${DECIMAL}[^\d.]{1,12}${DECIMAL}`);
const NUMBER = String.raw`(\d+(?:\.\d+)?)`;
const ANGLE = new RegExp(
  String.raw`${NUMBER}\s*[°º度]\s*(?:${NUMBER}\s*['′’‘分])?\s*(?:${NUMBER}\s*(?:["″”“秒]|''|′′))?`,
  "g",
);

// The first that fits; a link may name both its maker and the datum of its numbers.
const SAID: readonly [RegExp, Datum][] = [
  [/coord_type=gcj02|GCJ-?02/i, "GCJ02"],
  [/coord_type=wgs84|WGS-?84|GPS/i, "WGS84"],
  [/CGCS-?2000|国家2000/i, "CGCS2000"],
  [/BD-?09|百度|baidu/i, "BD09"],
  [/高德|腾讯|amap|qq\.com/i, "GCJ02"],
];

/** Read a position from what a person pasted; null where none can be made out. */
export function readPosition(text: string): Understood | null {
  const plain = plainText(text);
  const numbers = anglesIn(plain) ?? decimalsIn(plain);
  if (!numbers) return null;
  const [first, second] = numbers;
  const isSwapped = isLatitude(first) && isLongitude(second);
  if (!isSwapped && !(isLongitude(first) && isLatitude(second))) return null;
  const said = SAID.find(([words]) => words.test(plain));
  const datum = said?.[1] ?? "WGS84";
  const at = isSwapped ? { lon: second, lat: first } : { lon: first, lat: second };
  return {
    position: toWgs84(at, datum),
    datum,
    isDatumSaid: said !== undefined,
    isSwapped,
  };
}

// In China the two never overlap, so their order needs no telling.
const isLongitude = (degrees: number) => degrees >= 73 && degrees <= 136;
const isLatitude = (degrees: number) => degrees >= 3 && degrees <= 54;

function plainText(text: string): string {
  const narrow = text.normalize("NFKC");
  try {
    return decodeURIComponent(narrow);
  } catch {
    return narrow;
  }
}

function anglesIn(text: string): [number, number] | null {
  const [first, second] = Array.from(
    text.matchAll(ANGLE),
    ([, whole, minutes, seconds]) => {
      return Number(whole) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
    },
  );
  return first === undefined || second === undefined ? null : [first, second];
}

function decimalsIn(text: string): [number, number] | null {
  const found = PAIR.exec(text);
  return found ? [Number(found[1]), Number(found[2])] : null;
}
