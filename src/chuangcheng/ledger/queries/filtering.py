"""The task list under a filter: the page, the Excel file and the bulk verbs all read it here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Scope, scope_of
from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.models import Task, TaskUnit, UnitRole
from chuangcheng.ledger.queries import lights
from chuangcheng.ledger.queries.cityday import CityDay
from chuangcheng.ledger.queries.tasks import led_by, visible_to, with_part
from chuangcheng.ledger.states import DARK_STATES, OPEN_STATES, State

if TYPE_CHECKING:
    from chuangcheng.ledger.queries.lights import LitTask

# In place of a project or task force: those tasks that have none.
NOTHING = 0
# In place of a role: leading or mainly answerable.
OWN = "OWN"
OPEN = Q(state__in=sorted(OPEN_STATES))
_TO_SIGN_FOR = Q(state__in=[State.DISPATCHED, State.IN_PROGRESS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked of the list; blanks ask for nothing."""

    chip: str = "open"
    words: str = ""
    state: str = ""
    light: str = ""
    unit: int | None = None
    role: str = ""
    plan: int | None = None
    project: int | None = None
    force: int | None = None
    section: str = ""
    due_from: date | None = None
    due_to: date | None = None
    sort: str = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A saved filter: its name in the address, its label and what it asks."""

    name: str
    label: str
    asks: Callable[[Scope, CityDay], Q]
    rights: frozenset[Right] = frozenset()
    # Only reached through a number that was counted this way.
    is_shown: bool = True


def _light(light: Light) -> Callable[[Scope, CityDay], Q]:
    return lambda _, day: lights.having(light, on=day.on, soon_days=day.soon_days)


def _led(scope: Scope, _: CityDay) -> Q:
    return OPEN & Q(led_by(scope.unit_ids))


def _to_acknowledge(scope: Scope, _: CityDay) -> Q:
    if scope.may(Right.SEE_ALL_TASKS):
        return Q(state=State.DISPATCHED)
    return _TO_SIGN_FOR & Q(with_part(scope.unit_ids, unsigned=True))


def _this_week(_: Scope, day: CityDay) -> Q:
    monday = day.on - timedelta(days=day.on.weekday())
    return OPEN & Q(due_on__gte=monday, due_on__lte=monday + timedelta(days=6))


CHIPS: Mapping[str, Chip] = {
    chip.name: chip
    for chip in (
        Chip(name="open", label="在办", asks=lambda *_: OPEN),
        Chip(
            name="to_dispatch",
            label="待交办",
            asks=lambda *_: Q(state=State.PLANNED),
            rights=frozenset({Right.DISPATCH}),
        ),
        Chip(
            name="lead",
            label="我牵头的",
            asks=_led,
            rights=frozenset({Right.ACT_FOR_UNIT}),
        ),
        Chip(name="to_acknowledge", label="待签收", asks=_to_acknowledge),
        Chip(name="this_week", label="本周到期", asks=_this_week),
        Chip(name="due_soon", label="将到期", asks=_light(Light.DUE_SOON)),
        Chip(name="late", label="已逾期", asks=_light(Light.LATE)),
        Chip(name="behind", label="落后于计划", asks=_light(Light.BEHIND)),
        Chip(
            name="to_sign_off",
            label="待审签",
            asks=lambda *_: Q(state=State.AWAITING_SIGN_OFF),
        ),
        Chip(
            name="to_accept",
            label="待验收",
            asks=lambda *_: Q(state=State.AWAITING_ACCEPTANCE),
        ),
        Chip(
            name="issued",
            label="已交办",
            asks=lambda *_: ~Q(state__in=sorted(DARK_STATES)),
            is_shown=False,
        ),
        Chip(name="done", label="已完成", asks=lambda *_: Q(state=State.DONE)),
        Chip(name="all", label="全部", asks=lambda *_: Q()),
    )
}
SORTS: Mapping[str, tuple[str, ...]] = {
    "due": ("due_on", "id"),
    "-due": ("-due_on", "-id"),
    "number": ("number",),
    "-number": ("-number",),
    "share": ("share", "id"),
    "-share": ("-share", "-id"),
    "state": ("state", "due_on", "id"),
}


def chips_for(user: User) -> list[Chip]:
    """List the saved filters that mean something to a person."""
    rights = scope_of(user).rights
    return [
        chip
        for chip in CHIPS.values()
        if chip.is_shown and (not chip.rights or chip.rights & rights)
    ]


def found(user: User, search: Search, day: CityDay) -> QuerySet[Task]:
    """Return the tasks a person may see that a search asks for, in its order."""
    tasks = visible_to(user)
    for condition in _conditions(search, scope_of(user), day):
        tasks = tasks.filter(condition)
    return tasks.order_by(*SORTS.get(search.sort, SORTS["due"]))


def _conditions(search: Search, scope: Scope, day: CityDay) -> list[Q]:
    conditions = [CHIPS.get(search.chip, CHIPS["all"]).asks(scope, day)]
    if search.words:
        conditions.append(matching(search.words))
    if search.light:
        light = Light(search.light)
        conditions.append(lights.having(light, on=day.on, soon_days=day.soon_days))
    if search.unit or search.role:
        conditions.append(_part(search, scope))
    if search.section:
        conditions.append(Q(section__icontains=search.section))
    conditions += [
        Q(**{f"{lookup}__isnull": True} if value == NOTHING else {lookup: value})
        for lookup, value in _plain(search).items()
        if value not in {None, ""}
    ]
    return conditions


def _plain(search: Search) -> dict[str, str | int | date | None]:
    return {
        "state": search.state,
        "plan": search.plan,
        "project": search.project,
        "project__force": search.force,
        "due_on__gte": search.due_from,
        "due_on__lte": search.due_to,
    }


def _part(search: Search, scope: Scope) -> Q:
    units = frozenset({search.unit}) if search.unit else scope.unit_ids
    roles = [UnitRole(search.role)] if search.role in UnitRole.values else []
    if search.role == OWN:
        roles = [UnitRole.LEAD, UnitRole.MAIN]
    return Q(with_part(units or None, *roles))


def matching(words: str) -> Q:
    """Ask for every word in the number, the task or its text.

    Compared as written: Chinese knows no case, and the plain comparison is the one that the
    trigram index answers.
    """
    asked = Q()
    for word in words.split()[:5]:
        found = Q(title__contains=word) | Q(text__contains=word)
        # No number holds a Chinese word; over a whole ledger not comparing it is felt.
        asked &= found | Q(number__startswith=word) if word.isascii() else found
    return asked


def rows(tasks: QuerySet[Task], day: CityDay) -> "QuerySet[LitTask]":
    """Give a list of tasks what its rows show, in the one statement that fetches them.

    `who` holds the units as ``{"name", "role"}``, the lead first.
    """
    short = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    parts = (
        TaskUnit.objects.filter(task=OuterRef("pk"))
        .order_by("role", "id")
        .values_list(JSONObject(name=short, role=F("role")))
    )
    lit = lights.annotated(tasks, on=day.on, soon_days=day.soon_days)
    return (
        lit.annotate(who=ArraySubquery(parts))
        .select_related("plan", "project")
        .defer("text", "section")
    )


def shown(found: QuerySet[Task], day: CityDay, first: int, last: int) -> "list[LitTask]":
    """Return some rows of a found list with what they show.

    Only these are given it, so that a far page costs no more than the first.
    """
    some = Task.objects.filter(pk__in=found[first:last].values("pk"))
    return list(rows(some, day).order_by(*found.query.order_by))
