"""Which coordinates a file says it has: EPSG numbers in GeoJSON, well-known text in a .prj."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chuangcheng.platform.geo import Datum
from chuangcheng.platform.mercator import CGCS2000, WGS84, Ellipsoid, TransverseMercator
from chuangcheng.platform.refusal import Refused


class SystemRefused(Refused):
    """The coordinates are of a kind that cannot be brought to longitudes and latitudes here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A datum and, where coordinates are metres on a map, that map."""

    datum: Datum
    projection: TransverseMercator | None = None
    name: str = ""


_OLD = {
    "北京54": re.compile(r"beijing|北京", re.IGNORECASE),
    "西安80": re.compile(r"xian|西安", re.IGNORECASE),
}
_DATUMS: tuple[tuple[re.Pattern[str], Datum], ...] = (
    (re.compile(r"gcj|火星", re.IGNORECASE), Datum.GCJ02),
    (
        re.compile(r"cgcs\W?_?2000|china_2000|china\W?_?geodetic|国家2000", re.IGNORECASE),
        Datum.CGCS2000,
    ),
    (re.compile(r"wgs\W?_?(19)?84|crs84", re.IGNORECASE), Datum.WGS84),
)
_ELLIPSOIDS: Mapping[Datum, Ellipsoid] = {Datum.CGCS2000: CGCS2000, Datum.WGS84: WGS84}
_GAUSS = {"gauss_kruger", "transverse_mercator"}

_HEAD = re.compile(
    r'^\W*(PROJCS|GEOGCS|PROJCRS|GEOGCRS|GEODCRS)\s*\[\s*"([^"]*)"', re.IGNORECASE
)
_PROJECTION = re.compile(
    r'PROJECTION\s*\[\s*"([^"]*)"|METHOD\s*\[\s*"([^"]*)"', re.IGNORECASE
)
_PARAMETER = re.compile(r'PARAMETER\s*\[\s*"([^"]*)"\s*,\s*([-+.\dEe]+)', re.IGNORECASE)
_UNIT = re.compile(r'(?:LENGTH)?UNIT\s*\[\s*"([^"]*)"\s*,\s*([-+.\dEe]+)', re.IGNORECASE)
_METRES = {"meter", "metre", "m", "米"}


def from_wkt(text: str) -> System:
    """Read what a .prj says.

    Raises:
        SystemRefused: the datum or the projection is none that can be taken.
    """
    head = _HEAD.match(text)
    if not head:
        raise SystemRefused(".prj 的内容无法识别，请用制图软件重新导出 Shapefile。")
    kind, name = head[1].upper(), head[2]
    datum = _datum(text, name)
    if kind not in ("PROJCS", "PROJCRS"):
        return System(datum=datum, name=name)
    return System(datum=datum, name=name, projection=_projection(text, name, datum))


def _datum(text: str, name: str) -> Datum:
    for old, pattern in _OLD.items():
        if pattern.search(text):
            raise SystemRefused(
                f"坐标系“{name}”属于{old}，与国家 2000 坐标系相差数十米，须用测绘部门的参数转换，"
                "请转成 CGCS2000 后再上传。"
            )
    for pattern, datum in _DATUMS:
        if pattern.search(text):
            return datum
    raise SystemRefused(
        f"坐标系“{name}”无法识别，请用制图软件转成 CGCS2000 或 WGS-84 后再上传。"
    )


def _projection(text: str, name: str, datum: Datum) -> TransverseMercator:
    said = _PROJECTION.search(text)
    method = (said[1] or said[2]).replace(" ", "_") if said else name
    if method.lower() not in _GAUSS or datum not in _ELLIPSOIDS:
        raise SystemRefused(
            f"投影“{method}”（{name}）不能直接换算，请用制图软件转成经纬度，"
            "或高斯-克吕格投影的 CGCS2000 坐标后再上传。"
        )
    _check_metres(text, name)
    values = {
        key.lower().replace(" ", "_"): float(value)
        for key, value in _PARAMETER.findall(text)
    }
    meridian = _value(values, "central_meridian", "longitude_of_natural_origin")
    if meridian is None:
        raise SystemRefused(f".prj 中的投影“{name}”没有写中央子午线，请重新导出。")
    return TransverseMercator(
        meridian=meridian,
        false_easting=_value(values, "false_easting") or 0.0,
        false_northing=_value(values, "false_northing") or 0.0,
        scale=_value(values, "scale_factor", "scale_factor_at_natural_origin") or 1.0,
        origin_latitude=_value(values, "latitude_of_origin", "latitude_of_natural_origin")
        or 0.0,
        ellipsoid=_ELLIPSOIDS[datum],
    )


def _check_metres(text: str, name: str) -> None:
    units = _UNIT.findall(text)
    if units and units[-1][0].lower() not in _METRES:
        raise SystemRefused(
            f"投影“{name}”的长度单位是“{units[-1][0]}”，只支持米，请重新导出。"
        )


def _value(values: Mapping[str, float], *names: str) -> float | None:
    return next((values[name] for name in names if name in values), None)


_EPSG = re.compile(r"EPSG:+(?:[\d.]*:)?(\d+)$", re.IGNORECASE)
_GEOGRAPHIC = {4326: Datum.WGS84, 4490: Datum.CGCS2000}


def from_crs(name: str) -> System:
    """Read the `crs` of a GeoJSON file: an EPSG number or a name.

    Raises:
        SystemRefused: it is none that can be taken.
    """
    numbered = _EPSG.search(name.strip())
    if not numbered:
        return System(datum=_datum(name, name), name=name)
    number = int(numbered[1])
    if number in _GEOGRAPHIC:
        return System(datum=_GEOGRAPHIC[number], name=name)
    found = _zone(number)
    if found is None:
        raise SystemRefused(
            f"坐标系“{name}”不能直接换算，请用制图软件转成 CGCS2000 或 WGS-84 经纬度后再上传。"
        )
    datum = Datum.WGS84 if found.ellipsoid is WGS84 else Datum.CGCS2000
    return System(datum=datum, name=name, projection=found)


def _zone(number: int) -> TransverseMercator | None:
    """Return the map of an EPSG number: CGCS2000 in zones of six and three degrees, and UTM."""
    if 4491 <= number <= 4501:  # six degrees, zone before the easting
        zone = number - 4491 + 13
        return TransverseMercator(meridian=6 * zone - 3, false_easting=zone * 1e6 + 5e5)
    if 4502 <= number <= 4512:  # six degrees
        return TransverseMercator(meridian=75 + 6 * (number - 4502))
    if 4513 <= number <= 4533:  # three degrees, zone before the easting
        zone = number - 4513 + 25
        return TransverseMercator(meridian=3 * zone, false_easting=zone * 1e6 + 5e5)
    if 4534 <= number <= 4554:  # three degrees
        return TransverseMercator(meridian=75 + 3 * (number - 4534))
    if 32643 <= number <= 32653:
        meridian = 6 * (number - 32600) - 183
        return TransverseMercator(meridian=meridian, scale=0.9996, ellipsoid=WGS84)
    return None
