"""Remind units before a task is due and, more rarely, after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from chuangcheng.accounts.models import Notification
from chuangcheng.accounts.roles import Right
from chuangcheng.ledger.models import TaskUnit
from chuangcheng.ledger.queries import people
from chuangcheng.ledger.states import OPEN_STATES, State

DAYS_BEFORE = (7, 3, 1)
# The first day after the due day, then again after so many days.
DAYS_BETWEEN = 7
_BATCH = 2000
# What awaits acceptance waits for the office; its units have nothing left to do.
_WITH_UNITS = sorted(OPEN_STATES - {State.AWAITING_ACCEPTANCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """What one unit is reminded of: `days` left until the due day, None for what is late."""

    unit_id: int
    days: int | None
    count: int
    number: str
    title: str


def remind_due(*, on: date, at: datetime) -> int:
    """Leave today's reminders with the people of the units; repeated, it leaves none twice.

    A unit gets one sentence for each of the days ahead and one for all that is late, however
    many tasks there are: a morning with two hundred messages would be read by nobody.
    Returns the number of sentences put down.
    """
    dues = [*_coming(on), *_late(on)]
    crews = _crews({due.unit_id for due in dues}, on)
    notes = [
        Notification(
            recipient_id=person_id,
            text=_sentence(due)[:300],
            url=_url(due, on),
            key=f"due:{on}:{'late' if due.days is None else due.days}:{due.unit_id}",
            at=at,
        )
        for due in dues
        for person_id in crews.get(due.unit_id, ())
    ]
    Notification.objects.bulk_create(notes, ignore_conflicts=True, batch_size=_BATCH)
    return len(notes)


def _coming(on: date) -> Iterable[_Due]:
    days = [on + timedelta(days=before) for before in DAYS_BEFORE]
    for row in _grouped(days, "unit_id", "task__due_on"):
        yield _Due(
            unit_id=row["unit_id"],
            days=(row["task__due_on"] - on).days,
            count=row["count"],
            number=row["number"],
            title=row["title"],
        )


def _late(on: date) -> Iterable[_Due]:
    oldest = TaskUnit.objects.filter(task__state__in=_WITH_UNITS).aggregate(
        oldest=Min("task__due_on")
    )["oldest"]
    length = (on - oldest).days if oldest else 0
    days = [on - timedelta(days=late) for late in range(1, length + 1, DAYS_BETWEEN)]
    for row in _grouped(days, "unit_id"):
        yield _Due(
            unit_id=row["unit_id"],
            days=None,
            count=row["count"],
            number=row["number"],
            title=row["title"],
        )


def _grouped(days: list[date], *by: str) -> Iterable[dict[str, Any]]:
    parts = TaskUnit.objects.filter(task__state__in=_WITH_UNITS, task__due_on__in=days)
    rows: Iterable[dict[str, Any]] = (
        parts.values(*by)
        .annotate(count=Count("id"), number=Min("task__number"), title=Min("task__title"))
        .order_by(*by)
    )
    return rows


def _crews(unit_ids: set[int], on: date) -> Mapping[int, list[int]]:
    crews: dict[int, list[int]] = defaultdict(list)
    holders = people.holding(Right.ACT_FOR_UNIT, on=on, units=unit_ids)
    for unit_id, person_id in holders.values_list("seats__post__unit_id", "id"):
        if unit_id in unit_ids:
            crews[unit_id].append(person_id)
    return crews


def _sentence(due: _Due) -> str:
    what = f"任务“{due.title}”" if due.count == 1 else f"{due.count} 项任务"
    if due.days is None:
        return f"{what}已逾期，请尽快办理并反馈，确有困难的请申请延期。"
    when = "明天" if due.days == 1 else f"{due.days} 天后"
    return f"{what}{when}到期，请按时办理并反馈。"


def _url(due: _Due, on: date) -> str:
    if due.count == 1:
        return reverse("ledger:task", args=[due.number])
    if due.days is None:
        return f"{reverse('ledger:tasks')}?chip=late&unit={due.unit_id}"
    day = on + timedelta(days=due.days)
    return f"{reverse('ledger:tasks')}?chip=open&due_from={day}&due_to={day}&unit={due.unit_id}"
