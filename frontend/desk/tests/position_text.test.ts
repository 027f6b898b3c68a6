import { expect, test } from "vitest";
import { gcj02ToWgs84 } from "../src/map/datum";
import { readPosition } from "../src/map/position_text";
import { asPosition, sayUnderstood } from "../src/map/position_words";

const HERE = { lon: 116.397, lat: 39.909 };

test.each([
  ["116.397,39.909"],
  ["116.397， 39.909"],
  ["116.397\t39.909"],
  ["经度：116.397，纬度：39.909"],
  ["lng=116.397&lat=39.909"],
  ["１１６．３９７，３９．９０９"],
])("%s is longitude and latitude", (text) => {
  expect(readPosition(text)).toEqual({
    position: HERE,
    datum: "WGS84",
    isDatumSaid: false,
    isSwapped: false,
  });
});

test("a latitude that stands first is recognised", () => {
  const found = readPosition("39.909 116.397");

  expect(found).toMatchObject({ position: HERE, isSwapped: true });
  expect(sayUnderstood(found!)).toContain("已对调");
});

test.each([
  [`东经116°23′49.2″ 北纬39°54′32.4″`],
  [`39°54'32.4"N, 116°23'49.2"E`],
  ["东经116度23分49.2秒，北纬39度54分32.4秒"],
  ["116.397°E 39.909°N"],
])("%s is read as degrees, minutes and seconds", (text) => {
  const { lon, lat } = readPosition(text)!.position;

  expect(lon).toBeCloseTo(HERE.lon, 6);
  expect(lat).toBeCloseTo(HERE.lat, 6);
});

test.each([
  ["高德 116.397,39.909"],
  ["https://uri.amap.com/marker?position=116.397,39.909&name=%E5%B8%82%E5%9C%BA"],
  ["https://apis.map.qq.com/uri/v1/marker?marker=coord:39.909,116.397"],
  ["http://api.map.baidu.com/marker?location=39.909,116.397&coord_type=gcj02"],
])("%s is taken back from the datum of Chinese web maps", (text) => {
  const found = readPosition(text)!;

  expect(found.datum).toBe("GCJ02");
  expect(found.position).toEqual(gcj02ToWgs84(HERE));
});

test("a link of Baidu's is in Baidu's own datum", () => {
  expect(
    readPosition("https://api.map.baidu.com/marker?location=39.915,116.404"),
  ).toMatchObject({
    datum: "BD09",
    isSwapped: true,
  });
});

test.each([["云溪区人民路12号"], ["2.35,48.85"], ["116.397"], ["39.909,39.910"], [""]])(
  "%s is not taken for a place in China",
  (text) => {
    expect(readPosition(text)).toBeNull();
  },
);

test("two empty inputs hold no position, and zero is one", () => {
  expect(asPosition("", "")).toBeNull();
  expect(asPosition("116.4", "")).toBeNull();
  expect(asPosition("abc", "1")).toBeNull();
  expect(asPosition("0", "0")).toEqual({ lon: 0, lat: 0 });
});
