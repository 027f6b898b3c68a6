"""Everything a task's page shows, in a number of statements that does not grow with the task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.city.api import calendar
from chuangcheng.ledger.figures import share
from chuangcheng.ledger.lights import Light, Standing, light, planned_share
from chuangcheng.ledger.models import (
    Extension,
    Handover,
    Occurrence,
    OccurrenceState,
    Progress,
    RequestState,
    Step,
    Target,
    Task,
    TaskUnit,
    UnitRole,
)
from chuangcheng.ledger.queries import doors
from chuangcheng.ledger.queries.cityday import CityDay
from chuangcheng.ledger.states import State

_REPORTS = 20
_STEPS = 60
_COMING = 6
_PAST = 18
_RANK = {UnitRole.LEAD: 0, UnitRole.MAIN: 1, UnitRole.SUPPORT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A target and how far it has come against its straight line; per cent, for drawing."""

    target: Target
    reached: Decimal | None
    line: Decimal | None
    is_behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Who waits for whom, since when and until when."""

    sentence: str
    until: date | None
    workdays: int | None
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """A task with everything around it."""

    task: Task
    light: Light
    offer: doors.Offer
    waiting: Waiting
    parts: Sequence[TaskUnit]
    bars: Sequence[Bar]
    reports: Sequence[Progress]
    turns: Sequence[Occurrence]
    extensions: Sequence[Extension]
    handovers: Sequence[Handover]
    steps: Sequence[Step]


def parts_of(task: Task) -> list[TaskUnit]:
    """List a task's parts, the lead first."""
    parts = task.parts.select_related("unit", "post").order_by("id")
    return sorted(parts, key=lambda part: _RANK[UnitRole(part.role)])


def standing_of(task: Task) -> Standing:
    """Return what decides a task's light."""
    return Standing(
        state=State(task.state),
        starts_on=task.starts_on,
        deadline=task.deadline,
        due_on=task.due_on,
        finished_on=task.finished_on,
        share=task.share,
    )


def page(task: Task, user: User, day: CityDay) -> TaskPage:
    """Gather a task's page."""
    parts = parts_of(task)
    steps = list(task.steps.select_related("actor", "unit").order_by("-at", "-id")[:_STEPS])
    reports = (
        task.reports.select_related("unit", "by", "occurrence")
        .prefetch_related("figures__target", "files")
        .order_by("-at", "-id")[:_REPORTS]
    )
    extensions = list(
        task.extensions.select_related("unit", "asked_by").order_by("-asked_at", "-id")
    )
    handovers = list(
        task.handovers.select_related("unit", "to", "asked_by").order_by("-asked_at", "-id")
    )
    asked: list[Extension | Handover] = [*extensions, *handovers]
    asked = [r for r in asked if r.state == RequestState.ASKED]
    return TaskPage(
        task=task,
        light=light(standing_of(task), on=day.on, soon_days=day.soon_days),
        offer=doors.offer(user, task, parts),
        waiting=_waiting(task, parts, asked, steps, day.on),
        parts=parts,
        bars=_bars(task, day.on),
        reports=list(reports),
        turns=turns_of(task, day.on),
        extensions=extensions,
        handovers=handovers,
        steps=steps,
    )


def turns_of(task: Task, on: date) -> list[Occurrence]:
    """List what was missed, what was done last and what comes next, in order of their days."""
    if not task.recurrence:
        return []
    coming = task.occurrences.filter(due_on__gte=on).order_by("due_on", "id")[:_COMING]
    missed = task.occurrences.filter(state=OccurrenceState.OPEN, due_on__lt=on)
    done = task.occurrences.filter(state=OccurrenceState.DONE, due_on__lt=on)
    turns = [
        *missed.order_by("-due_on", "-id")[:_PAST],
        *done.order_by("-due_on", "-id")[:_COMING],
        *coming,
    ]
    return sorted(turns, key=lambda turn: (turn.due_on, turn.pk))


def _bars(task: Task, on: date) -> list[Bar]:
    line = planned_share(starts_on=task.starts_on, deadline=task.deadline, on=on)
    bars = []
    for target in task.targets.order_by("order", "id"):
        reached = share(
            comparator=target.comparator, value=target.value, reached=target.reached
        )
        counted = reached is not None and target.comparator != "<="
        bars.append(
            Bar(
                target=target,
                reached=None if reached is None else reached * 100,
                line=line * 100 if line is not None and counted else None,
                is_behind=counted
                and line is not None
                and reached is not None
                and reached < line
                and not task.is_closed,
            )
        )
    return bars


def _waiting(
    task: Task,
    parts: Sequence[TaskUnit],
    asked: Sequence[Extension | Handover],
    steps: Sequence[Step],
    on: date,
) -> Waiting:
    is_open = not task.is_closed and task.state != State.PLANNED
    until = task.due_on if is_open else None
    return Waiting(
        sentence=_sentence(task, parts, asked),
        until=until,
        workdays=calendar().workdays_between(on, until) if until and until >= on else None,
        since=steps[0].at if steps and is_open else task.dispatched_at,
    )


def _sentence(
    task: Task, parts: Sequence[TaskUnit], asked: Sequence[Extension | Handover]
) -> str:
    unsigned = [part for part in parts if part.acknowledged_at is None]
    leading = doors.leading(parts)
    finished = task.completed_at and timezone.localdate(task.completed_at)
    sentences = {
        State.PLANNED: "等创城办交办",
        State.DISPATCHED: f"等{_names(unsigned)}签收",
        State.IN_PROGRESS: f"等{_names(leading)}办理",
        State.AWAITING_SIGN_OFF: f"等{_names(leading)}负责人审签",
        State.AWAITING_ACCEPTANCE: "等创城办验收",
        State.DONE: f"{finished:%Y年%-m月%-d日}通过验收" if finished else "已完成",
        State.CANCELLED: "已撤销，不再办理",
    }
    sentence = sentences[State(task.state)]
    if asked and not task.is_closed:
        sentence += f"；{_names(asked)}的申请等创城办批复"
    return sentence


def _names(rows: Sequence[TaskUnit | Extension | Handover]) -> str:
    names = [str(row.unit) for row in rows]
    return "、".join(names[:3]) + (f"等{len(names)}个单位" if len(names) > 3 else "")
