import type { Datum, Position } from "./datum";
import type { Understood } from "./position_text";

export const UNREADABLE =
  "没有认出坐标。可以粘贴“116.397,39.909”、“39.909 116.397”、“东经116°23′50″ 北纬39°54′33″”，或高德、百度地图的分享链接。";

export const sayOutside = "这个位置不在本市边界之内，请核对。";

const NAMES: Record<Datum, string> = {
  WGS84: "WGS-84",
  CGCS2000: "CGCS2000",
  GCJ02: "GCJ-02（高德、腾讯）",
  BD09: "BD-09（百度）",
};

export function inWords({ lon, lat }: Position): string {
  return `经度 ${lon.toFixed(6)}，纬度 ${lat.toFixed(6)}`;
}

/** Say what a pasted text was taken for, so that a person can object. */
export function sayUnderstood({
  position,
  datum,
  isDatumSaid,
  isSwapped,
}: Understood): string {
  const swapped = isSwapped ? "（原文纬度在前，已对调）" : "";
  const taken = isDatumSaid
    ? `按 ${NAMES[datum]}坐标读取`
    : "按 GPS（WGS-84）坐标读取；如取自高德、腾讯或百度地图，请在前面写上“高德”或“百度”再读一次";
  return `已读出：${inWords(position)}${swapped}。${taken}。`;
}

/** Return the position that two inputs hold; null while they hold none. */
export function asPosition(lon: string, lat: string): Position | null {
  if (lon.trim() === "" || lat.trim() === "") return null;
  const at = { lon: Number(lon), lat: Number(lat) };
  const isOnEarth = Math.abs(at.lon) <= 180 && Math.abs(at.lat) <= 90;
  return isOnEarth ? at : null;
}
