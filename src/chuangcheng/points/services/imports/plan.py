"""What taking a list in would do, worked out the same way for the preview and for real."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from chuangcheng.platform.geo import Datum
from chuangcheng.points.models import Point, PointState
from chuangcheng.points.services.imports import matching, reading
from chuangcheng.points.services.imports.entries import Entry, Problem
from chuangcheng.points.services.imports.matching import Doubt
from chuangcheng.points.sheets import HEADERS

SHOWN_CHANGES = 30
# A position that went through another datum or program comes back a little different.
_SAME_DEGREES = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A known point with what a row makes of it; `fields` are the attributes that differ."""

    point: Point
    fields: tuple[str, ...]
    said: str


@dataclass(slots=True, kw_only=True)
class Plan:
    """All that would happen, and what stands in the way."""

    total: int
    new: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    skipped: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changes)


def plan(
    raw: bytes,
    *,
    name: str,
    datum: Datum,
    choices: Mapping[str, str] | None = None,
    asks: bool = True,
) -> Plan:
    """Read a list and say what becomes of every row.

    With `asks` rows that look like known points are doubts, decided by `choices`; without, every row
    that is not exactly a known point is a new one.

    Raises:
        Refused: the file is no table, or no list of points.
    """
    rows = reading.read(raw, name=name, datum=datum)
    found = matching.match(rows, choices or {}, asks=asks)
    outcome = Plan(
        total=rows.total,
        new=found.new,
        skipped=len(found.skipped),
        doubts=found.doubts,
        problems=rows.problems,
        notices=rows.notices,
    )
    for entry, point in found.known:
        change = _change(entry, point)
        if change is None:
            outcome.same += 1
        else:
            outcome.changes.append(change)
    return outcome


def _change(entry: Entry, point: Point) -> Change | None:
    """Write a row onto a copy of a point; what the row leaves blank stays."""
    point, known = copy(point), point
    told: list[str] = []
    fields: list[str] = []
    for name, value in _said(entry, point).items():
        before = getattr(point, name)
        if before != value:
            setattr(point, name, value)
            fields.append(name)
            if name in HEADERS:
                told.append(f"{HEADERS[name]}由“{_shown(before)}”改为“{_shown(value)}”")
    if _has_moved(entry, point):
        point.lon, point.lat = entry.lon, entry.lat
        fields += ["lon", "lat"]
        told.append("位置改动")
    if not fields:
        return None
    return Change(point=point, fields=tuple(fields), said=f"{known}：{'，'.join(told)}")


def _said(entry: Entry, point: Point) -> dict[str, object]:
    """Return what a row says, by attribute of the point."""
    said: dict[str, object] = {"name": entry.name, "type": entry.type}
    for name in ("is_declared", "is_key", "region", "unit", "post", "patron_unit", "state"):
        value = getattr(entry, name)
        if value is not None:
            said[name] = value
    for name in ("address", "note", "void_reason"):
        if getattr(entry, name):
            said[name] = getattr(entry, name)
    if said.get("state") == PointState.IN_USE and point.void_reason:
        said["void_reason"] = ""
    return said


def _has_moved(entry: Entry, point: Point) -> bool:
    if entry.lon is None or entry.lat is None:
        return False
    if point.lon is None or point.lat is None:
        return True
    return (
        abs(entry.lon - point.lon) > _SAME_DEGREES
        or abs(entry.lat - point.lat) > _SAME_DEGREES
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in PointState.values:
        return str(PointState(value).label)
    return "（空）" if value in (None, "") else str(value)


def summary(changes: Sequence[Change]) -> list[str]:
    """Say the first changes in words."""
    return [change.said for change in changes[:SHOWN_CHANGES]]
