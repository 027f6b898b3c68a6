"""Write the coming turns of repeated duties into the ledger, and keep the nearest due day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import structlog
from django.db import transaction
from django.db.models import F, Max, Min, OuterRef, Subquery
from django.db.models.functions import Least
from django.utils import timezone

from chuangcheng.city import api as city
from chuangcheng.ledger import occurrences as rules
from chuangcheng.ledger.models import Occurrence, OccurrenceState, Task
from chuangcheng.platform.workdays import Calendar

# How far ahead turns are written down: a quarter, so that a quarterly duty is always in sight.
HORIZON_DAYS = 92
_BATCH = 2000

log = structlog.get_logger()


class _Duty(NamedTuple):
    task_id: int
    recurrence: str
    starts_on: date
    deadline: date | None
    dispatched_at: datetime | None
    latest: date | None


class _Ways(NamedTuple):
    """How the city treats rest days; both parts are read once for a whole run."""

    shift: rules.Shift
    calendar: Calendar


def generate(
    *,
    on: date,
    calendar: Calendar | None = None,
    tasks: Iterable[int] | None = None,
    afresh: bool = False,
) -> int:
    """Write down every turn up to the horizon that is not there yet; repeated, it adds none.

    Only open tasks get turns, and none before the day they were dispatched. `tasks` names the
    tasks to look at, by default all. `afresh` looks at every coming day again, after a rule has
    changed or coming turns were taken back; otherwise only days after the latest turn are.
    """
    shift = rules.Shift(city.profile().rest_day_rule.value)
    ways = _Ways(shift, calendar or city.calendar())
    added = 0
    for duties in _batches(_duties(tasks)):
        if afresh:
            duties = [duty._replace(latest=on - timedelta(days=1)) for duty in duties]
        turns = [turn for duty in duties for turn in _turns(duty, on, ways)]
        with transaction.atomic():
            Occurrence.objects.bulk_create(turns, ignore_conflicts=True, batch_size=_BATCH)
            refresh_due([duty.task_id for duty in duties])
        added += len(turns)
    return added


def refresh_due(tasks: Sequence[int]) -> None:
    """Set the nearest due day of tasks: the deadline, or an open turn before it."""
    turn = (
        Occurrence.objects.filter(task=OuterRef("pk"), state=OccurrenceState.OPEN)
        .values("task")
        .annotate(nearest=Min("due_on"))
        .values("nearest")
    )
    nearest = Least(F("deadline"), Subquery(turn))
    # Only rows that change, so that the history does not fill with copies.
    stale = Task.objects.filter(pk__in=tasks).annotate(nearest=nearest)
    changed = stale.exclude(due_on=F("nearest")) | stale.filter(
        due_on__isnull=True, nearest__isnull=False
    )
    ids = list(changed.values_list("pk", flat=True))
    gone = list(
        stale.filter(due_on__isnull=False, nearest__isnull=True).values_list(
            "pk", flat=True
        )
    )
    if ids or gone:
        Task.objects.filter(pk__in=[*ids, *gone]).update(due_on=nearest)


def drop_coming(task: Task, *, on: date) -> None:
    """Take back the open turns that are still to come; those that were missed stay missed."""
    task.occurrences.filter(state=OccurrenceState.OPEN, due_on__gt=on).delete()


def _duties(tasks: Iterable[int] | None) -> Iterator[_Duty]:
    duties = Task.objects.open().exclude(recurrence="")
    if tasks is not None:
        duties = duties.filter(pk__in=list(tasks))
    rows = duties.annotate(latest=Max("occurrences__planned_on")).values_list(
        "pk", "recurrence", "starts_on", "deadline", "dispatched_at", "latest"
    )
    for row in rows.order_by("pk").iterator(chunk_size=_BATCH):
        yield _Duty(*row)


def _turns(duty: _Duty, on: date, ways: _Ways) -> Iterator[Occurrence]:
    first = duty.starts_on
    if duty.dispatched_at is not None:
        first = max(first, timezone.localdate(duty.dispatched_at))
    if duty.latest is not None:
        first = max(first, duty.latest + timedelta(days=1))
    last = on + timedelta(days=HORIZON_DAYS)
    last = min(last, duty.deadline) if duty.deadline else last
    try:
        planned = _planned(duty.recurrence, duty.starts_on, first, last)
    except rules.BadRule as bad:
        # One rule that came in by a side door must not stop everybody else's calendar.
        log.warning("ledger.rule_skipped", task=duty.task_id, problem=str(bad))
        return
    rule = rules.parsed(duty.recurrence)
    for day in planned:
        due = rules.due_day(day, rule, shift=ways.shift, calendar=ways.calendar)
        yield Occurrence(task_id=duty.task_id, planned_on=day, due_on=due)


@lru_cache(maxsize=4096)
def _planned(recurrence: str, starts_on: date, first: date, last: date) -> tuple[date, ...]:
    return tuple(
        rules.planned_days(
            rules.parsed(recurrence), starts_on=starts_on, first=first, last=last
        )
    )


def _batches(duties: Iterator[_Duty]) -> Iterator[list[_Duty]]:
    while batch := list(islice(duties, _BATCH)):
        yield batch
