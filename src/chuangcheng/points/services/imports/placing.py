"""Positions of a list: brought to WGS-84, checked, and told in which grid they fall."""

import numpy as np

from chuangcheng.city.api import Region
from chuangcheng.platform.geo import Datum, to_wgs84
from chuangcheng.points.rules import looks_swapped, rounded
from chuangcheng.points.services import locating
from chuangcheng.points.services.imports.directory import Directory
from chuangcheng.points.services.imports.entries import Entry, Rows

_NOTICES = 20


def place(rows: Rows, directory: Directory, *, datum: Datum) -> None:
    """Find the grid of every row with a position; those that lie nowhere become problems."""
    placed = _not_swapped(rows)
    positions = _in_wgs84(placed, datum)
    has_boundaries = locating.has_boundaries()
    wrong, different = [], []
    for entry, position, pk in zip(
        placed, positions, locating.regions_at(positions), strict=True
    ):
        if pk is None and has_boundaries:
            said = f"{entry.lon}，{entry.lat}"
            rows.refuse(entry.row, "lon", said, locating.OUTSIDE)
            wrong.append(entry.row)
            continue
        entry.lon, entry.lat = map(rounded, position)
        located = directory.region_by_id.get(pk) if pk else None
        if _set_region(entry, located):
            different.append(entry.row)
    rows.drop(wrong)
    if different:
        rows.notices.append(_said(different))


def _not_swapped(rows: Rows) -> list[Entry]:
    placed, swapped = [], []
    for entry in rows.entries:
        if entry.lon is None or entry.lat is None:
            continue
        if looks_swapped(entry.lon, entry.lat):
            said = f"{entry.lon}，{entry.lat}"
            rows.refuse(entry.row, "lon", said, locating.SWAPPED)
            swapped.append(entry.row)
        elif abs(entry.lat) > 90:
            rows.refuse(
                entry.row, "lat", entry.lat, "纬度须在 -90 到 90 之间，请核对后填写"
            )
            swapped.append(entry.row)
        else:
            placed.append(entry)
    rows.drop(swapped)
    return placed


def _in_wgs84(placed: list[Entry], datum: Datum) -> list[tuple[float, float]]:
    if not placed:
        return []
    said = np.array([(entry.lon, entry.lat) for entry in placed], dtype=np.float64)
    lons, lats = to_wgs84(said[:, 0], said[:, 1], datum)
    return list(zip(lons.tolist(), lats.tolist(), strict=True))


def _set_region(entry: Entry, located: Region | None) -> bool:
    """Put an entry where it lies; tells whether the list says another grid."""
    said = entry.region
    entry.region = locating.narrower(said, located)
    return said is not None and entry.region is not None and entry.region.pk != said.pk


def _said(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:_NOTICES])
    more = f"等 {len(numbers)} 行" if len(numbers) > _NOTICES else "行"
    return f"第 {shown} {more}填写的网格与位置所在的网格不同，以位置为准。"
