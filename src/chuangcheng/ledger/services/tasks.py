"""The verbs of a task's life: taken in by a unit, signed off by the lead, accepted by the office."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit, scope_of
from chuangcheng.ledger.models import OccurrenceState, Step, Task, TaskUnit
from chuangcheng.ledger.queries import doors
from chuangcheng.ledger.services import authority, moves, occurrences, telling
from chuangcheng.ledger.states import OPEN_STATES, Action, State
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class AlreadyDone(Refused):
    """The unit has done this before."""


class NotFinished(Refused):
    """A figure or a turn is still missing, and nobody has said why."""


class ReasonMissing(Refused):
    """What is undone needs a reason for those whose work it undoes."""


class NothingToRemind(Refused):
    """None of the tasks is open, or all have been urged today."""


@transaction.atomic
def read(number: str, *, by: User, at: datetime) -> None:
    """Mark that a unit's own people have seen a task; only the first look counts."""
    own = {sitting.unit_id for sitting in scope_of(by).sittings if sitting.unit_id}
    marked = TaskUnit.objects.filter(
        task__number=number, unit__in=own, read_at__isnull=True
    ).exclude(task__state=State.PLANNED)
    if own and marked.update(read_at=at):
        audit.record("ledger.task.read", subject="任务", key=number, by=by)


@transaction.atomic
def acknowledge(number: str, *, unit: Unit, by: User, at: datetime) -> Task:
    """Sign for a unit's part; the first unit to sign sets the task going.

    Raises:
        NotYours: the person may not act for the unit.
        WrongState: the task is not waiting for units.
        AlreadyDone: the unit has signed before.
    """
    task = moves.locked(number)
    part = authority.part_of(task, unit, by)
    moves.check(task, Action.ACKNOWLEDGE)
    if part.acknowledged_at:
        raise AlreadyDone(f"{unit}已于 {_moment(part.acknowledged_at)} 签收。")
    part.acknowledged_at = at
    part.read_at = part.read_at or at
    part.save(update_fields=["acknowledged_at", "read_at"])
    return moves.move(task, Action.ACKNOWLEDGE, by=by, at=at, unit=unit)


@transaction.atomic
def submit(number: str, *, unit: Unit, by: User, at: datetime, note: str = "") -> Task:
    """Ask the lead unit's head to sign the task off.

    What is not reached or was missed must be explained in the note.

    Raises:
        NotYours: the unit only supports, or the person may not act for it.
        WrongState: the task is not being worked on.
        NotFinished: a figure or a turn is missing and the note is empty.
    """
    task = moves.locked(number)
    authority.owing_part_of(task, unit, by)
    moves.check(task, Action.SUBMIT)
    if not note.strip():
        _check_finished(task, at)
    moves.move(task, Action.SUBMIT, by=by, at=at, unit=unit, note=note)
    heads = tuple(part.unit_id for part in doors.leading(list(task.parts.all())))
    _tell(
        task, telling.Audience.HEADS, f"{unit}报请审签任务“{task.title}”。", at, units=heads
    )
    return task


def _check_finished(task: Task, at: datetime) -> None:
    for target in task.targets.order_by("order", "id"):
        short = target.comparator != "<=" and (
            target.reached is None or target.reached < target.value
        )
        over = (
            target.comparator == "<="
            and target.reached is not None
            and target.reached > target.value
        )
        if short or over:
            reached = (
                "还没有反馈"
                if target.reached is None
                else f"现为 {target.reached.normalize():f}"
            )
            raise NotFinished(
                f"指标“{target}”{reached}。请先反馈进展，或在说明中写明原因后再报请审签。"
            )
    missed = task.occurrences.filter(
        state=OccurrenceState.OPEN, due_on__lt=timezone.localdate(at)
    ).count()
    if missed:
        raise NotFinished(f"还有 {missed} 期没有反馈。请先补报，或在说明中写明原因。")


@transaction.atomic
def sign_off(number: str, *, by: User, at: datetime, note: str = "") -> Task:
    """Vouch for the work in the lead unit's name; from here the unit's clock stands still.

    Raises:
        NotYours: the person does not head a leading unit.
        WrongState: nobody has asked for a sign-off.
    """
    task = moves.locked(number)
    unit = authority.signing_unit(task, by)
    moves.move(task, Action.SIGN_OFF, by=by, at=at, unit=unit, note=note)
    _tell(task, telling.Audience.OFFICE, f"{unit}已审签任务“{task.title}”，请验收。", at)
    return task


@transaction.atomic
def send_back(number: str, *, by: User, at: datetime, note: str) -> Task:
    """Give the work back to the units without passing it on.

    Raises:
        NotYours: the person does not head a leading unit.
        WrongState: nobody has asked for a sign-off.
        ReasonMissing: no reason is given.
    """
    task = moves.locked(number)
    unit = authority.signing_unit(task, by)
    _require_reason(note, "退回")
    moves.move(task, Action.SEND_BACK, by=by, at=at, unit=unit, note=note)
    _tell_units(task, f"{unit}退回任务“{task.title}”：{note}", at)
    return task


@transaction.atomic
def accept(number: str, *, by: User, at: datetime, note: str = "") -> Task:
    """Accept the result; the task is done and its coming turns are taken back.

    Raises:
        NotYours: the person may not accept tasks.
        WrongState: the task is not awaiting acceptance.
    """
    authority.require(by, Right.ACCEPT_TASKS)
    task = moves.locked(number)
    moves.move(task, Action.ACCEPT, by=by, at=at, note=note)
    _close(task, at)
    _tell_units(task, f"任务“{task.title}”已通过验收。", at)
    return task


@transaction.atomic
def give_back(number: str, *, by: User, at: datetime, note: str) -> Task:
    """Return a signed-off task to the units; their clock runs again.

    Raises:
        NotYours: the person may not accept tasks.
        WrongState: the task is not awaiting acceptance.
        ReasonMissing: no reason is given.
    """
    authority.require(by, Right.ACCEPT_TASKS)
    task = moves.locked(number)
    _require_reason(note, "退回")
    moves.move(task, Action.RETURN, by=by, at=at, note=note)
    _tell_units(task, f"创城办退回任务“{task.title}”：{note}", at)
    return task


@transaction.atomic
def reopen(number: str, *, by: User, at: datetime, note: str) -> Task:
    """Set a finished task going again.

    Raises:
        NotYours: the person may not accept tasks.
        WrongState: the task is not done.
        ReasonMissing: no reason is given.
    """
    authority.require(by, Right.ACCEPT_TASKS)
    task = moves.locked(number)
    _require_reason(note, "重新办理")
    moves.move(task, Action.REOPEN, by=by, at=at, note=note)
    occurrences.generate(on=timezone.localdate(at), tasks=[task.pk], afresh=True)
    _tell_units(task, f"任务“{task.title}”需要重新办理：{note}", at)
    return task


@transaction.atomic
def cancel(number: str, *, by: User, at: datetime, note: str) -> Task:
    """Take a task out of the ledger's work; it stays to be read.

    Raises:
        NotYours: the person may not dispatch tasks.
        WrongState: the task is closed already.
        ReasonMissing: no reason is given.
    """
    authority.require(by, Right.DISPATCH)
    task = moves.locked(number)
    was_told = task.state != State.PLANNED
    _require_reason(note, "撤销")
    moves.move(task, Action.CANCEL, by=by, at=at, note=note)
    _close(task, at)
    if was_told:
        _tell_units(task, f"任务“{task.title}”已撤销：{note}", at)
    return task


def _close(task: Task, at: datetime) -> None:
    occurrences.drop_coming(task, on=timezone.localdate(at))
    occurrences.refresh_due([task.pk])


@transaction.atomic
def remind(numbers: Iterable[str], *, by: User, at: datetime, note: str = "") -> int:
    """Urge the units of open tasks, at most once a day each; return how many were urged.

    A unit gets one sentence, however many of its tasks are urged together.

    Raises:
        NotYours: the person may not dispatch tasks.
        NothingToRemind: no task is left that is open and was not urged today.
    """
    authority.require(by, Right.DISPATCH)
    tasks = list(
        Task.objects.select_for_update()
        .filter(number__in=set(numbers), state__in=sorted(OPEN_STATES))
        .order_by("number")
    )
    urged = set(
        Step.objects.filter(
            task__in=tasks, action=Action.REMIND, at__gte=_midnight(at), at__lte=at
        ).values_list("task_id", flat=True)
    )
    tasks = [task for task in tasks if task.pk not in urged]
    if not tasks:
        raise NothingToRemind("所选任务都已办结，或今天已经催办过，没有再发。")
    Step.objects.bulk_create(
        [
            Step(task=task, action=Action.REMIND, actor=by, at=at, note=note)
            for task in tasks
        ]
    )
    audit.record(
        "ledger.task.reminded",
        subject="任务",
        key=tasks[0].number,
        by=by,
        detail={"numbers": [task.number for task in tasks], "note": note},
    )
    telling.tell(
        telling.by_unit(
            tasks,
            say=lambda theirs: _urging(theirs, note),
            chip="open",
            key=f"remind:{at.isoformat()}",
        ),
        at=at,
    )
    return len(tasks)


def _urging(tasks: Sequence[Task], note: str) -> str:
    what = f"任务“{tasks[0].title}”" if len(tasks) == 1 else f"{len(tasks)} 项任务"
    return f"创城办催办{what}，请抓紧办理并反馈进展。{note}"


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _require_reason(note: str, verb: str) -> None:
    if not note.strip():
        raise ReasonMissing(f"{verb}需要写明原因，请填写后再提交。")


def _tell_units(task: Task, text: str, at: datetime) -> None:
    units = tuple(task.parts.order_by("id").values_list("unit_id", flat=True))
    _tell(task, telling.Audience.UNIT, text, at, units=units)


def _tell(
    task: Task,
    audience: telling.Audience,
    text: str,
    at: datetime,
    units: tuple[int, ...] = (),
) -> None:
    message = telling.Message(
        audience=audience,
        units=units,
        text=text,
        url=task.get_absolute_url(),
        key=f"{task.number}:{task.state}:{at.isoformat()}",
    )
    telling.tell([message], at=at)


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
