"""Open and late tasks by area: those of the units that sit in a region and below it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When

from chuangcheng.accounts.models import User
from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.queries import lights
from chuangcheng.ledger.queries.cityday import today
from chuangcheng.ledger.queries.filtering import OPEN
from chuangcheng.ledger.queries.tasks import own_units, visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLoad:
    """Open tasks of an area or unit, each counted once, and how many of them are late."""

    open: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLoad(AreaLoad):
    unit_id: int
    name: str


@dataclass(slots=True)
class _Tasks:
    open: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)

    def add(self, task_id: int, *, is_late: bool) -> None:
        self.open.add(task_id)
        if is_late:
            self.late.add(task_id)

    @property
    def load(self) -> AreaLoad:
        return AreaLoad(open=len(self.open), late=len(self.late))


def by_area(user: User) -> Mapping[str, AreaLoad]:
    """Count, for each region's code, the open tasks a person may see of units in it or below.

    A task of two units in one street counts once for the street.
    """
    areas: defaultdict[str, _Tasks] = defaultdict(_Tasks)
    for task_id, path, is_late in _rows(user, Q(), "parts__unit__region__path"):
        for code in path.split("/")[:-1]:
            areas[code].add(task_id, is_late=is_late)
    return {code: tasks.load for code, tasks in areas.items()}


def within(user: User, path: str) -> tuple[AreaLoad, list[UnitLoad]]:
    """Count the open tasks of the units in the region of a path: in all, and unit by unit."""
    total = _Tasks()
    units: defaultdict[tuple[int, str], _Tasks] = defaultdict(_Tasks)
    inside = Q(parts__unit__region__path__startswith=path)
    for task_id, unit_id, name, is_late in _rows(
        user, inside, "parts__unit_id", "parts__unit__name"
    ):
        total.add(task_id, is_late=is_late)
        units[unit_id, name].add(task_id, is_late=is_late)
    loads = [
        UnitLoad(unit_id=unit_id, name=name, open=len(tasks.open), late=len(tasks.late))
        for (unit_id, name), tasks in units.items()
    ]
    return total.load, sorted(loads, key=lambda load: (-load.late, -load.open, load.name))


def _rows(user: User, inside: Q, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Read the task, the columns and whether it is late, for every part of a unit with a region.

    Whoever sees only their own units' tasks is counted only those units: of the others they see
    a part, and a number for a part means nothing.
    """
    day = today()
    units = own_units(user)
    parts = Q(parts__unit__region__isnull=False) & inside
    if units is not None:
        parts &= Q(parts__unit__in=units)
    is_late = lights.having(Light.LATE, on=day.on, soon_days=day.soon_days)
    return (
        visible_to(user)
        .filter(OPEN)
        .filter(parts)
        .annotate(
            is_late=Case(
                When(is_late, then=Value(True)),  # noqa: FBT003 - a value of SQL
                default=Value(False),  # noqa: FBT003
                output_field=BooleanField(),
            )
        )
        .order_by()
        .values_list("id", *columns, "is_late")
    )
