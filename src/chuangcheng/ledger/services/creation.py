"""Put tasks into the ledger and send them to the units that owe them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Post, Unit
from chuangcheng.ledger import figures, occurrences
from chuangcheng.ledger.models import (
    Comparator,
    Directive,
    DraftTask,
    Plan,
    Project,
    Step,
    Target,
    Task,
    TaskUnit,
    UnitRole,
)
from chuangcheng.ledger.services import occurrences as turns
from chuangcheng.ledger.services import telling
from chuangcheng.ledger.states import MOVES, Action, State
from chuangcheng.platform import audit, numbering
from chuangcheng.platform.refusal import Refused

TITLE_LENGTH = 200
_BATCH = 1000


class NobodyToDo(Refused):
    """A task cannot be dispatched: no unit leads it."""


class BadDays(Refused):
    """A task would have to be finished before it starts."""


class WrongState(Refused):
    """The task is not in a state in which this can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A unit's part in a task to be made."""

    unit: Unit
    role: UnitRole
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that a task to be made must reach; `reached` is what was done before it came here."""

    value: Decimal
    comparator: Comparator = Comparator.AT_LEAST
    object: str = ""
    unit: str = ""
    reached: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to be made; `starts_on` is where the straight line to the deadline begins."""

    plan: Plan
    title: str
    text: str
    starts_on: date
    parts: tuple[Part, ...]
    deadline: date | None = None
    recurrence: str = ""
    figures: tuple[Figure, ...] = ()
    section: tuple[str, ...] = ()
    project: Project | None = None
    directive: Directive | None = None
    draft: DraftTask | None = None
    fingerprint: str | None = None


@transaction.atomic
def create(new: Sequence[NewTask], *, by: User, at: datetime) -> list[Task]:
    """Write tasks into the ledger as PLANNED; nobody is told yet.

    Numbers are consecutive within the year of `at`. The number of SQL statements does not
    grow with the number of tasks below a thousand.

    Raises:
        BadRule: a recurrence cannot be followed.
        BadDays: a deadline lies before the day from which it counts.
    """
    if not new:
        return []
    _check_rules(new)
    _check_days(new)
    year = timezone.localdate(at).year
    numbers = numbering.take(f"任务 {year}", count=len(new))
    tasks = Task.objects.bulk_create(
        [_task(item, f"{year}-{n:04d}") for item, n in zip(new, numbers, strict=True)],
        batch_size=_BATCH,
    )
    pairs = list(zip(tasks, new, strict=True))
    TaskUnit.objects.bulk_create(
        [
            TaskUnit(task=task, unit=part.unit, role=part.role, post=part.post)
            for task, item in pairs
            for part in item.parts
        ],
        batch_size=_BATCH,
    )
    Target.objects.bulk_create(
        [
            Target(
                task=task,
                object=figure.object[:100],
                comparator=figure.comparator,
                value=figure.value,
                unit=figure.unit,
                reached=figure.reached,
                order=order,
            )
            for task, item in pairs
            for order, figure in enumerate(item.figures)
        ],
        batch_size=_BATCH,
    )
    audit.record(
        "ledger.task.created",
        subject="任务",
        key=_span(tasks),
        by=by,
        detail={"count": len(tasks)},
    )
    return tasks


def _task(item: NewTask, number: str) -> Task:
    return Task(
        number=number,
        plan=item.plan,
        project=item.project,
        directive=item.directive,
        draft=item.draft,
        title=item.title[:TITLE_LENGTH],
        text=item.text,
        section=list(item.section),
        starts_on=item.starts_on,
        deadline=item.deadline,
        recurrence=item.recurrence,
        fingerprint=item.fingerprint,
        due_on=item.deadline,
        share=figures.least(
            figures.share(comparator=one.comparator, value=one.value, reached=one.reached)
            for one in item.figures
        ),
    )


def _check_rules(new: Sequence[NewTask]) -> None:
    for rule in {item.recurrence for item in new if item.recurrence}:
        occurrences.parsed(rule)


def _check_days(new: Sequence[NewTask]) -> None:
    for item in new:
        if item.deadline and item.deadline < item.starts_on:
            raise BadDays(
                f"任务“{item.title[:30]}”的完成时限 {item.deadline} 早于起算日期 "
                f"{item.starts_on}，请改正其中一个。"
            )


@transaction.atomic
def create_and_dispatch(new: NewTask, *, by: User, at: datetime) -> Task:
    """Write a task into the ledger and send it out, or neither.

    Raises:
        BadRule, BadDays, NobodyToDo: as `create` and `dispatch` do.
    """
    [task] = create([new], by=by, at=at)
    dispatch([task.number], by=by, at=at)
    return task


@transaction.atomic
def dispatch(numbers: Iterable[str], *, by: User, at: datetime) -> list[Task]:
    """Send planned tasks to their units, all of them or none; the units are told.

    Raises:
        WrongState: a task has already been dispatched, or is not in the ledger.
        NobodyToDo: a task has no unit in the lead.
    """
    wanted = sorted(set(numbers))
    # Locked in the order of the numbers, so that two officers cannot wait for each other.
    tasks = list(
        Task.objects.select_for_update().filter(number__in=wanted).order_by("number")
    )
    if len(tasks) < len(wanted):
        raise WrongState("有的任务已不在台账中，没有交办。请刷新页面后重新勾选。")
    _check(tasks)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(
        state=MOVES[Action.DISPATCH].target, dispatched_at=at
    )
    Step.objects.bulk_create(
        [Step(task=task, action=Action.DISPATCH, actor=by, at=at) for task in tasks],
        batch_size=_BATCH,
    )
    for task in tasks:
        task.state, task.dispatched_at = State.DISPATCHED, at
    turns.generate(
        on=timezone.localdate(at),
        tasks=[task.pk for task in tasks if task.recurrence],
    )
    telling.tell(
        telling.by_unit(
            tasks,
            say=_sentence,
            chip="to_acknowledge",
            key=f"dispatch:{_span(tasks)}:{at.isoformat()}",
        ),
        at=at,
    )
    audit.record(
        "ledger.task.dispatched",
        subject="任务",
        key=_span(tasks),
        by=by,
        detail={"numbers": [task.number for task in tasks]},
    )
    return tasks


def _sentence(tasks: Sequence[Task]) -> str:
    if len(tasks) > 1:
        return f"创城办交办 {len(tasks)} 项任务，请签收。"
    task = tasks[0]
    until = f"，{task.deadline.month}月{task.deadline.day}日前完成" if task.deadline else ""
    return f"创城办交办任务“{task.title}”{until}，请签收。"


def _check(tasks: Sequence[Task]) -> None:
    for task in tasks:
        if task.state not in MOVES[Action.DISPATCH].sources:
            raise WrongState(
                f"任务 {task.number} {task.get_state_display()}，不能再次交办。"
            )
    led = set(
        TaskUnit.objects.filter(
            task__in=tasks, role__in=[UnitRole.LEAD, UnitRole.MAIN]
        ).values_list("task_id", flat=True)
    )
    orphans = [task.number for task in tasks if task.pk not in led]
    if orphans:
        raise NobodyToDo(
            f"任务 {'、'.join(orphans[:5])} 没有牵头或主责单位，请先指定单位再交办。"
        )


def _span(tasks: Sequence[Task]) -> str:
    if not tasks:
        return ""
    first, last = tasks[0].number, tasks[-1].number
    return first if first == last else f"{first}…{last}"
