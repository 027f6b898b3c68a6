"""Who answers for each region, and which leaders and units stand up for it (包联)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle
from random import Random

from chuangcheng.twin.society.regions import CITY, COMMUNITY, DISTRICT, GRID, STREET, Region
from chuangcheng.twin.society.staff import (
    GRID_WORKER,
    HEAD,
    LEADERS,
    SECRETARY,
    VILLAGE_SECRETARY,
    Seat,
    Staff,
)
from chuangcheng.twin.society.units import Unit

Row = tuple[object, ...]
_FIRST_DAY = date(2025, 1, 1)
_CHANGE_DAY = date(2026, 3, 1)
_CHANGED = 0.06
_PATRON_KINDS = ("党委部门", "政府部门", "群团组织", "事业单位")


def answerable(regions: Sequence[Region], units: Sequence[Unit]) -> list[Row]:
    """Name the post that answers for each region: its code, then the post's unit or region, its title."""
    governments = {
        unit.region: unit.code
        for unit in units
        if unit.name.endswith(("市人民政府", "区人民政府", "县人民政府"))
    }
    rows: list[Row] = []
    for region in regions:
        if region.level == GRID:
            rows.append((region.code, None, region.code, GRID_WORKER))
        elif region.level == COMMUNITY:
            title = VILLAGE_SECRETARY if region.is_village else SECRETARY
            rows.append((region.code, f"C{region.code[3:]}", None, title))
        elif region.level == STREET:
            rows.append((region.code, f"J{region.code[3:]}", None, HEAD))
        else:
            rows.append(
                (region.code, governments[region.code], None, _mayor(region, regions))
            )
    return rows


def _mayor(region: Region, regions: Sequence[Region]) -> str:
    """Only the core district, or the county-level city, has its leaders' posts spelt out."""
    core = next((each for each in regions if each.level == DISTRICT), regions[0])
    return "区长" if region.code == core.code else HEAD


def patrons(
    regions: Sequence[Region], units: Sequence[Unit], staff: Staff, random: Random
) -> list[Row]:
    """Let a leader and a unit stand up for every street, and a unit with its head for every community."""
    districts = [region for region in regions if region.level in (CITY, DISTRICT)]
    above = districts[1:] or districts
    rows: list[Row] = []
    for district in above:
        behind = [unit for unit in units if _is_patron(unit, district)]
        leaders = cycle(_leaders(district, units, behind, staff))
        departments = cycle(behind)
        for region in regions:
            if not region.code.startswith(district.code):
                continue
            if region.level == STREET:
                rows += _patronage(region, next(leaders), next(departments), random)
            elif region.level == COMMUNITY:
                unit = next(departments)
                rows += _patronage(region, staff.head(unit.code), unit, random)
    return rows


def _is_patron(unit: Unit, district: Region) -> bool:
    is_kind = unit.kind in _PATRON_KINDS and not unit.is_small
    return (
        is_kind
        and unit.region == district.code
        and unit.short_name not in LEADERS
        and not unit.name.endswith(("中学", "小学", "学校", "人民政府"))
    )


def _leaders(
    district: Region, units: Sequence[Unit], behind: Sequence[Unit], staff: Staff
) -> list[Seat | None]:
    """List the district's leaders; where none are spelt out, the heads of its bodies."""
    codes = {
        unit.code
        for unit in units
        if unit.short_name in LEADERS and unit.region == district.code
    }
    leaders: list[Seat | None] = [
        seat for seat in staff.seats if seat.post.unit in codes and seat.ends_on is None
    ]
    return leaders or [staff.head(unit.code) for unit in behind]


def _patronage(
    region: Region, leader: Seat | None, unit: Unit, random: Random
) -> Iterator[Row]:
    who = (leader.username, leader.name) if leader else (None, None)
    if random.random() < _CHANGED:
        ended = _CHANGE_DAY - timedelta(days=1)
        yield region.code, None, None, unit.code, _FIRST_DAY, ended
        yield region.code, *who, unit.code, _CHANGE_DAY, None
    else:
        yield region.code, *who, unit.code, _FIRST_DAY, None
