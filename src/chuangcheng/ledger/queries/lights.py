"""The lights of `ledger.lights`, said in SQL so that fifty thousand tasks can be sorted by them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from django.db.models import (
    Case,
    CharField,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Least
from django.db.models.lookups import LessThan

from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.models import Task
from chuangcheng.ledger.states import DARK_STATES, OPEN_STATES, State

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# While the office has not yet accepted, the clock stands still on the day of the sign-off.
_RUNNING = Q(state__in=sorted(OPEN_STATES - {State.AWAITING_ACCEPTANCE}))
_STANDING = Q(state=State.AWAITING_ACCEPTANCE, finished_on__isnull=False)
_OWED = Q(due_on__isnull=False)
# Implied by what follows, and yet said: only so PostgreSQL sees that its index of the open
# tasks holds all that can be late, due soon or behind.
_OPEN = Q(state__in=sorted(OPEN_STATES))


class Days(Func):
    """SQL ``later - earlier``: whole days between two dates."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def having(light: Light, *, on: date, soon_days: int) -> Q:
    """Tell which tasks have a light on a day; every task has exactly one."""
    late, soon, behind = _late(on), _soon(on, soon_days), _under_line(on)
    done = Q(state=State.DONE)
    done_late = done & Q(deadline__isnull=False, finished_on__gt=F("deadline"))
    conditions = {
        Light.LATE: _OPEN & late,
        Light.DUE_SOON: _OPEN & soon,
        Light.BEHIND: _OPEN & behind & ~late & ~soon,
        Light.ON_COURSE: _OPEN & (_RUNNING | _STANDING) & ~late & ~soon & ~behind,
        Light.DONE: done & ~Q(deadline__isnull=False, finished_on__gt=F("deadline")),
        Light.DONE_LATE: done_late,
        Light.NONE: Q(state__in=sorted(DARK_STATES)),
    }
    return conditions[light]


class Lit(TypedDict):
    """What `annotated` adds to a task."""

    light: str


if TYPE_CHECKING:
    LitTask: TypeAlias = WithAnnotations[Task, Lit]


def annotated(tasks: QuerySet[Task], *, on: date, soon_days: int) -> "QuerySet[LitTask]":
    """Give every task its `light`."""
    whens = [
        When(condition, then=Value(light.value))
        for light, condition in (
            (Light.NONE, Q(state__in=sorted(DARK_STATES))),
            (Light.DONE_LATE, having(Light.DONE_LATE, on=on, soon_days=soon_days)),
            (Light.DONE, Q(state=State.DONE)),
            (Light.LATE, _late(on)),
            (Light.DUE_SOON, _soon(on, soon_days)),
            (Light.BEHIND, _under_line(on)),
        )
    ]
    return tasks.annotate(
        light=Case(*whens, default=Value(Light.ON_COURSE.value), output_field=CharField())
    )


def _late(on: date) -> Q:
    return _OWED & (
        _RUNNING & Q(due_on__lt=on) | _STANDING & Q(due_on__lt=F("finished_on"))
    )


def _soon(on: date, soon_days: int) -> Q:
    window = Q(due_on__gte=on, due_on__lte=on + timedelta(days=soon_days))
    left = Days(F("due_on"), F("finished_on"))
    stood = Q(due_on__gte=F("finished_on")) & Q(LessThan(left, soon_days + 1))
    return _OWED & (_RUNNING & window | _STANDING & stood)


def _under_line(on: date) -> Q:
    counted = Q(share__isnull=False, deadline__isnull=False, deadline__gt=F("starts_on"))
    today = Cast(Value(on), DateField())
    return counted & (
        _RUNNING & _share_below(Days(today, F("starts_on")))
        | _STANDING & _share_below(Days(F("finished_on"), F("starts_on")))
    )


def _share_below(gone: Days) -> Q:
    length = Days(F("deadline"), F("starts_on"))
    reached = ExpressionWrapper(
        F("share") * length, output_field=DecimalField(max_digits=18, decimal_places=4)
    )
    return Q(LessThan(reached, Least(gone, length)))
