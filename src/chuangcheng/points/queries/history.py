"""What happened to a point, told in words from its history rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Model

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Post, Region, Unit
from chuangcheng.framework.api import PointType
from chuangcheng.points.models import Point, PointState

_TOLD = (
    "name", "type_id", "is_declared", "is_key", "address", "region_id", "unit_id", "post_id",
    "patron_unit_id", "state", "void_reason", "note",
)  # fmt: skip
_MOST = 50
_PLACES: Mapping[str, type[Model]] = {
    "type_id": PointType,
    "region_id": Region,
    "unit_id": Unit,
    "post_id": Post,
    "patron_unit_id": Unit,
}
_LABELS = {each.attname: str(each.verbose_name) for each in Point._meta.fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: when, by whom, and what it was."""

    at: datetime
    who: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the numbers in history rows are called today, and who the people are."""

    people: Mapping[int, str]
    places: Mapping[str, Mapping[int, str]]

    def of(self, field: str, value: object) -> str:
        if value is None or value == "":
            return "（空）"
        if isinstance(value, bool):
            return "是" if value else "否"
        if field in self.places and isinstance(value, int):
            return self.places[field].get(value, "已删除的条目")
        return str(PointState(str(value)).label) if field == "state" else str(value)


def of_point(point: Point) -> list[Step]:
    """List what happened to a point, the latest first; a fixed number of statements."""
    events = apps.get_model("points", "PointEvent")
    rows = list(
        events._default_manager.filter(pgh_obj_id=point.pk).order_by("-pgh_id")[: _MOST + 1]
    )
    rows.reverse()
    names = _names(rows)
    steps = []
    if rows and len(rows) <= _MOST:
        steps.append(_step(rows[0], names, ("录入点位",)))
    for before, after in pairwise(rows):
        said = tuple(_changes(before, after, names))
        if said:
            steps.append(_step(after, names, said))
    return steps[::-1]


def _step(row: Any, names: _Names, said: tuple[str, ...]) -> Step:
    return Step(
        at=row.pgh_created_at, who=names.people.get(_person(row), "系统"), said=said
    )


def _person(row: Any) -> int:
    """Return the key of who made a change; 0 for the program itself."""
    return (row.pgh_context or {}).get("user") or 0


def _changes(before: Any, after: Any, names: _Names) -> Iterable[str]:
    for field in _TOLD:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield f"{_LABELS[field]}由“{names.of(field, old)}”改为“{names.of(field, new)}”"
    if (before.lon, before.lat) != (after.lon, after.lat):
        yield "设定位置" if before.lon is None else "改动位置"


def _names(rows: Sequence[Any]) -> _Names:
    people = {_person(row) for row in rows}
    places: dict[str, dict[int, str]] = {}
    for field, model in _PLACES.items():
        wanted = {getattr(row, field) for row in rows} - {None}
        found: Any = model._default_manager.filter(pk__in=wanted)
        if model is Post:
            found = found.select_related("unit", "region")
        places[field] = {each.pk: str(each) for each in found}
    return _Names(
        people=dict(User.objects.filter(pk__in=people).values_list("id", "name")),
        places=places,
    )
