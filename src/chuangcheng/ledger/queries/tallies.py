"""Counts of tasks: 任务推进明细表 by project, 交办单 by unit and by task force.

Every function counts the tasks it is given, so that a page may narrow them first; each row
carries what the list must be asked to show the tasks behind it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.models import Task, UnitRole
from chuangcheng.ledger.queries import lights
from chuangcheng.ledger.queries.cityday import CityDay
from chuangcheng.ledger.queries.filtering import NOTHING
from chuangcheng.ledger.states import DARK_STATES

_TENTH = Decimal("0.1")
_NAMES = ("issued", "done", "done_late", "open", "late", "behind")
_COUNTED_AS: Mapping[Light, tuple[str, ...]] = {
    Light.DONE: ("issued", "done"),
    Light.DONE_LATE: ("issued", "done", "done_late"),
    Light.LATE: ("issued", "open", "late"),
    Light.BEHIND: ("issued", "open", "behind"),
    Light.DUE_SOON: ("issued", "open"),
    Light.ON_COURSE: ("issued", "open"),
    Light.NONE: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far a group of tasks has come.

    `issued` counts what was dispatched and not cancelled; `late` is what is open and overdue;
    `done_late` is part of `done`. `average` is the mean share of the tasks that are counted.
    """

    name: str
    issued: int
    done: int
    done_late: int
    open: int
    late: int
    behind: int
    average: Decimal | None = None
    # What the list is to be asked, without the chip: {"unit": 5}
    query: Mapping[str, int] = field(default_factory=dict)

    @property
    def ask(self) -> str:
        """The same as the rest of the list's address."""
        return "".join(f"&{name}={value}" for name, value in self.query.items())

    @property
    def share(self) -> Decimal | None:
        """The part of the issued tasks that is done, in per cent; None where none is issued."""
        if not self.issued:
            return None
        return (Decimal(100) * self.done / self.issued).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTally(Tally):
    """A unit's tasks; `led` of those issued it leads or mainly answers for."""

    unit_id: int
    led: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceTally(Tally):
    force_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTally(Tally):
    plan: str
    project_id: int | None
    force: str


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies that share no task, as those by project do."""
    listed = list(tallies)
    return Tally(
        name="合计", **{name: sum(getattr(one, name) for one in listed) for name in _NAMES}
    )


def by_unit(
    tasks: QuerySet[Task], day: CityDay, *, units: Collection[int] | None = None
) -> list[UnitTally]:
    """Count by unit; a task counts once for every unit that has a part in it.

    `units` leaves the others out: whoever sees only a part of another unit's tasks would be
    shown a number for it that means nothing.
    """
    answers = Q(parts__role__in=[UnitRole.LEAD, UnitRole.MAIN])
    groups = _groups(
        tasks.filter(parts__unit__in=units) if units is not None else tasks,
        day,
        key=("parts__unit_id",),
        order=("parts__unit__order", "parts__unit__code"),
        name="parts__unit__name",
        led=Count("id", filter=answers),
    )
    return [
        UnitTally(
            unit_id=group.key[0],
            led=group.led,
            query={"unit": group.key[0]},
            name=group.name,
            **group.counts,
        )
        for group in groups
        if group.key[0] is not None
    ]


def by_force(tasks: QuerySet[Task], day: CityDay) -> list[ForceTally]:
    """Count by task force, through the project a task belongs to; the rest comes last."""
    groups = _groups(
        tasks,
        day,
        key=("project__force_id",),
        order=("project__force__order", "project__force_id"),
        name="project__force__name",
    )
    return [
        ForceTally(
            force_id=group.key[0],
            query={"force": group.key[0] or NOTHING},
            name=group.name or "未归入专项工作组",
            **group.counts,
        )
        for group in groups
    ]


def by_project(tasks: QuerySet[Task], day: CityDay) -> list[ProjectTally]:
    """Count by project within its plan; tasks without a project stand at the plan's end."""
    groups = _groups(
        tasks,
        day,
        key=("plan_id", "project_id", "plan__name", "project__force__name"),
        order=("plan_id", "project__order", "project_id"),
        name="project__name",
    )
    return [
        ProjectTally(
            plan=group.key[2],
            project_id=group.key[1],
            force=group.key[3] or "",
            query={"plan": group.key[0], "project": group.key[1] or NOTHING},
            name=group.name or "未归入工程(项目)",
            average=group.average,
            **group.counts,
        )
        for group in groups
    ]


@dataclass(slots=True)
class _Group:
    """One row of a tally while it is being added up from its lights."""

    key: tuple[Any, ...]
    name: str
    place: tuple[Any, ...]
    counts: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(_NAMES, 0))
    led: int = 0
    shares: Decimal = Decimal(0)
    counted: int = 0

    @property
    def average(self) -> Decimal | None:
        if not self.counted:
            return None
        return (100 * self.shares / self.counted).quantize(_TENTH, ROUND_HALF_UP)

    def add(self, row: Mapping[str, Any]) -> None:
        for name in _COUNTED_AS[Light(row["light"])]:
            self.counts[name] += row["tasks"]
        self.led += row.get("led", 0)
        self.shares += row["shares"] or 0
        self.counted += row["counted"]


def _groups(
    tasks: QuerySet[Task],
    day: CityDay,
    *,
    key: tuple[str, ...],
    order: tuple[str, ...],
    name: str,
    **more: Count,
) -> list[_Group]:
    """Count issued tasks by key and light in one pass; everything else follows from the lights."""
    lit = lights.annotated(tasks.order_by(), on=day.on, soon_days=day.soon_days)
    # Names and order hang on the key, so they need not be sorted and grouped by as well.
    places = {f"place_{n}": Min(one) for n, one in enumerate(order)}
    rows: Iterable[dict[str, Any]] = (
        lit.exclude(state__in=sorted(DARK_STATES))
        .values(*key, "light")
        .annotate(
            called=Min(name),
            tasks=Count("id"),
            shares=Sum("share"),
            counted=Count("share"),
            **places,
            **more,
        )
    )
    groups: dict[tuple[Any, ...], _Group] = {}
    for row in rows:
        known = tuple(row[part] for part in key)
        place = tuple((row[p] is None, row[p] or 0) for p in places)
        groups.setdefault(known, _Group(known, row["called"], place)).add(row)
    return sorted(groups.values(), key=lambda group: group.place)
