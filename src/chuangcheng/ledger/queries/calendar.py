"""What a person's units owe, day by day, for the calendar on their phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Right
from chuangcheng.city.api import scope_of
from chuangcheng.ledger.models import CalendarLink, Occurrence, OccurrenceState, Task
from chuangcheng.ledger.queries.tasks import visible_to, with_part
from chuangcheng.ledger.states import OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something owed on a day; `key` names it for ever, whatever else changes."""

    key: str
    on: date
    title: str
    number: str
    dispatched_at: datetime
    version: int


def live_link(person: User) -> CalendarLink | None:
    """Return a person's living address, if there is one."""
    return CalendarLink.objects.filter(person=person, revoked_at__isnull=True).first()


def person_of(digest: str) -> User | None:
    """Return whose living address has this digest, as long as the person may still see tasks."""
    link = (
        CalendarLink.objects.select_related("person")
        .filter(digest=digest, revoked_at__isnull=True, person__is_active=True)
        .first()
    )
    if link is None or link.person.duty != Duty.NONE:
        return None
    return link.person if may_have(link.person) else None


def may_have(person: User) -> bool:
    return bool(scope_of(person).rights & {Right.SEE_UNIT_TASKS, Right.SEE_ALL_TASKS})


def dues(person: User) -> list[Due]:
    """List the deadlines and turns that a person's own units still owe."""
    owed = _owed(person)
    return sorted([*_deadlines(owed), *_turns(owed)], key=lambda due: (due.on, due.key))


def _owed(person: User) -> QuerySet[Task]:
    units = scope_of(person).unit_ids
    return visible_to(person).filter(with_part(units), state__in=sorted(OPEN_STATES))


def _deadlines(owed: QuerySet[Task]) -> Iterator[Due]:
    rows = owed.values_list("number", "title", "deadline", "dispatched_at", "version")
    for number, title, deadline, dispatched_at, version in rows:
        if deadline is None or dispatched_at is None:
            continue
        yield Due(
            key=f"task-{number}",
            on=deadline,
            title=f"【时限】{title}",
            number=number,
            dispatched_at=dispatched_at,
            version=version,
        )


def _turns(owed: QuerySet[Task]) -> Iterator[Due]:
    rows = (
        Occurrence.objects.filter(
            task__in=owed.exclude(recurrence="").values("pk"), state=OccurrenceState.OPEN
        )
        .annotate(number=F("task__number"), title=F("task__title"))
        .values_list(
            "number", "title", "planned_on", "due_on",
            "task__dispatched_at", "task__version",
        )
    )  # fmt: skip
    for number, title, planned_on, due_on, dispatched_at, version in rows:
        if dispatched_at is None:
            continue
        yield Due(
            key=f"task-{number}-{planned_on:%Y%m%d}",
            on=due_on,
            title=f"【本期】{title}",
            number=number,
            dispatched_at=dispatched_at,
            version=version,
        )
