"""The three questions of the home page: what waits for me, what is late, what has changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Scope, scope_of
from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.models import (
    Extension,
    Handover,
    LastLook,
    RequestState,
    Step,
    Task,
)
from chuangcheng.ledger.queries import lights
from chuangcheng.ledger.queries.cityday import CityDay
from chuangcheng.ledger.queries.filtering import CHIPS, OPEN, rows
from chuangcheng.ledger.queries.tasks import led_by, visible_to, with_part
from chuangcheng.ledger.states import OPEN_STATES, Action, State

if TYPE_CHECKING:
    from chuangcheng.ledger.queries.lights import LitTask

SHOWN = 8
# What a new person is told about: the week before.
_FIRST_LOOK = timedelta(days=7)
# Looking again within this time is the same look.
SAME_LOOK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number on the home page, and the saved filter that shows what it counts."""

    chip: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything the home page shows of the ledger.

    `is_new_look` tells that the person has not been here for a while, so that the look is to be
    remembered; reloading the page does not wipe the news.
    """

    figures: tuple[Figure, ...]
    waiting: "tuple[LitTask, ...]"
    requests: int
    late: "tuple[LitTask, ...]"
    changes: tuple[Step, ...]
    since: datetime
    is_new_look: bool


# What waits for whom, the most pressing duty first; a person gets those their rights allow.
_DUTIES: tuple[tuple[Right, str], ...] = (
    (Right.ACCEPT_TASKS, "to_accept"),
    (Right.SIGN_OFF, "to_sign_off"),
    (Right.ACT_FOR_UNIT, "to_acknowledge"),
)
_FIGURES: Mapping[str, tuple[str, ...]] = {
    "all": ("open", "late", "due_soon", "behind", "to_accept", "to_dispatch"),
    "unit": ("open", "to_acknowledge", "late", "due_soon", "behind", "to_sign_off"),
}


def home(user: User, day: CityDay, *, at: datetime) -> Home:
    """Answer the three questions for a person, in three statements."""
    scope = scope_of(user)
    tasks = visible_to(user)
    counted = _counted(user, tasks, scope, day)
    seen, before = counted.seen, counted.before
    is_new_look = seen is None or at - seen >= SAME_LOOK
    since = (seen if is_new_look else before) or at - _FIRST_LOOK
    waiting, late = _lists(tasks, scope, day)
    return Home(
        figures=tuple(
            Figure(chip=name, label=CHIPS[name].label, count=counted.figures[name])
            for name in _figures_for(scope)
        ),
        waiting=waiting,
        requests=counted.requests,
        late=late,
        changes=tuple(_changes(user, tasks, scope, since)),
        since=since,
        is_new_look=is_new_look,
    )


def _lists(
    tasks: QuerySet[Task], scope: Scope, day: CityDay
) -> "tuple[tuple[LitTask, ...], tuple[LitTask, ...]]":
    """Fetch what waits and what is late in one statement: a home page has few to spend."""
    late = tasks.filter(CHIPS["late"].asks(scope, day))
    # Whatever waits is open; said once more, the index of the open tasks is used.
    waiting = tasks.filter(OPEN & _waiting(scope, day))
    both = _shown(waiting, day, "waiting").union(_shown(late, day, "late"), all=True)
    found = list(both)
    return (
        tuple(task for task in found if task.box == "waiting"),
        tuple(task for task in found if task.box == "late"),
    )


def _shown(tasks: QuerySet[Task], day: CityDay, box: str) -> "QuerySet[Any]":
    ordered = tasks.order_by("due_on", "id")
    return (
        rows(ordered, day)
        .select_related(None)
        .annotate(box=Value(box, output_field=CharField()))[:SHOWN]
    )


def _waiting(scope: Scope, day: CityDay) -> Q:
    waiting = Q(pk__in=[])
    for right, name in _DUTIES:
        if scope.may(right):
            waiting |= _mine(name, scope, day)
    return waiting | _asked() if scope.may(Right.DISPATCH) else waiting


def _mine(name: str, scope: Scope, day: CityDay) -> Q:
    if name == "to_sign_off":
        return Q(state=State.AWAITING_SIGN_OFF) & Q(led_by(scope.unit_ids))
    if name == "to_acknowledge":
        unsigned = Q(with_part(scope.unit_ids, unsigned=True))
        return Q(state__in=[State.DISPATCHED, State.IN_PROGRESS]) & unsigned
    return CHIPS[name].asks(scope, day)


def _asked() -> Q:
    """Ask for tasks on which a unit's request waits for an answer."""
    return Q(
        Exists(Extension.objects.filter(task=OuterRef("pk"), state=RequestState.ASKED))
    ) | Q(Exists(Handover.objects.filter(task=OuterRef("pk"), state=RequestState.ASKED)))


def _figures_for(scope: Scope) -> list[str]:
    names = _FIGURES["all" if scope.may(Right.SEE_ALL_TASKS) else "unit"]
    return [n for n in names if not CHIPS[n].rights or CHIPS[n].rights & scope.rights]


@dataclass(slots=True)
class _Counted:
    """Tasks counted by their saved filters, and the last look fetched along with them."""

    figures: Counter[str]
    requests: int = 0
    seen: datetime | None = None
    before: datetime | None = None


def _counted(user: User, tasks: QuerySet[Task], scope: Scope, day: CityDay) -> _Counted:
    """Count by state and light in one pass; every figure is a sum of such groups."""
    look = LastLook.objects.filter(person=user)
    extra: dict[str, Any] = {}
    if not scope.may(Right.SEE_ALL_TASKS):
        unsigned = CHIPS["to_acknowledge"].asks(scope, day)
        extra["unsigned"] = Count("pk", filter=unsigned)
    if scope.may(Right.DISPATCH):
        extra["extensions"] = _open_requests(Extension)
        extra["handovers"] = _open_requests(Handover)
    # What is closed is most of an old ledger and in none of the figures. Asked for by name, and
    # without the key, so that the index `task_standing` answers alone.
    alive = tasks.filter(state__in=sorted(OPEN_STATES | {State.PLANNED})).order_by()
    groups: Iterable[Any] = (
        lights.annotated(alive, on=day.on, soon_days=day.soon_days)
        .values("state", "light")
        .annotate(
            tasks=Count("*"),
            seen=Max(Subquery(look.values("at"))),
            before=Max(Subquery(look.values("before"))),
            **extra,
        )
    )
    counted = _Counted(Counter())
    for group in groups:
        for chip in _chips_of(State(group["state"]), Light(group["light"])):
            counted.figures[chip] += group["tasks"]
        counted.figures["to_acknowledge"] += group.get("unsigned", 0)
        asked = (group.get("extensions"), group.get("handovers"))
        counted.requests = sum(one or 0 for one in asked)
        counted.seen, counted.before = group["seen"], group["before"]
    return counted


def _open_requests(kind: type[Extension] | type[Handover]) -> Max:
    """Count requests that wait for an answer: asked once, not once for every task."""
    # On a task that is over, a request left open waits for nobody.
    waiting = kind._default_manager.filter(
        state=RequestState.ASKED, task__state__in=sorted(OPEN_STATES)
    ).order_by()
    return Max(Subquery(waiting.values("state").annotate(n=Count("pk")).values("n")))


_BY_STATE = {
    State.PLANNED: "to_dispatch",
    State.AWAITING_SIGN_OFF: "to_sign_off",
    State.AWAITING_ACCEPTANCE: "to_accept",
}
_BY_LIGHT = {Light.LATE: "late", Light.DUE_SOON: "due_soon", Light.BEHIND: "behind"}


def _chips_of(state: State, light: Light) -> list[str]:
    """Name the saved filters that hold the tasks of a state and light."""
    chips = ["open"] if state in OPEN_STATES else []
    if state in _BY_STATE:
        chips.append(_BY_STATE[state])
    return [*chips, _BY_LIGHT[light]] if light in _BY_LIGHT else chips


def _changes(
    user: User, tasks: QuerySet[Task], scope: Scope, since: datetime
) -> QuerySet[Step]:
    steps = Step.objects.filter(at__gt=since).exclude(actor=user)
    if not scope.may(Right.SEE_ALL_TASKS):
        steps = steps.filter(task__in=tasks.order_by())
    # A hundred dispatches at once are one piece of news, and it stands above as a number.
    if scope.may(Right.DISPATCH):
        steps = steps.exclude(action=Action.DISPATCH)
    return steps.select_related("task", "actor", "unit").order_by("-at", "-id")[:SHOWN]
