"""The office changes what a task asks: its days, units and figures, always with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.ledger import occurrences as rules
from chuangcheng.ledger.models import (
    Comparator,
    Project,
    Target,
    Task,
    TaskUnit,
    UnitRole,
)
from chuangcheng.ledger.services import authority, moves, occurrences, telling
from chuangcheng.ledger.services.creation import (
    BadDays,
    NobodyToDo,
    Part,
    WrongState,
)
from chuangcheng.ledger.services.progress import share_of
from chuangcheng.ledger.services.tasks import ReasonMissing
from chuangcheng.ledger.states import CLOSED_STATES, Action, State
from chuangcheng.platform.refusal import Refused


class StaleVersion(Refused):
    """Somebody changed the task while this person was looking at it."""


class TargetInUse(Refused):
    """A figure that units have reported on cannot be taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A figure as the office wants it; `pk` is None for a new one."""

    pk: int | None
    object: str
    comparator: Comparator
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A task as the office wants it."""

    title: str
    project: Project | None
    starts_on: date
    deadline: date | None
    recurrence: str
    parts: tuple[Part, ...]
    targets: tuple[Asked, ...]


@transaction.atomic
def edit(
    number: str, wanted: Wanted, *, version: int, reason: str, by: User, at: datetime
) -> Task:
    """Change what a task asks; the units are told what changed and why.

    Raises:
        NotYours: the person may not dispatch tasks.
        WrongState: the task is closed.
        StaleVersion: the task was changed since `version`.
        ReasonMissing: no reason is given for changing a dispatched task.
        NobodyToDo: a dispatched task would be left without a unit in the lead.
        BadDays: the deadline lies before the start.
        BadRule: the recurrence cannot be followed.
        TargetInUse: a figure with reports would be taken away.
    """
    authority.require(by, Right.DISPATCH)
    task = moves.locked(number)
    _check(task, wanted, version=version, reason=reason)
    before = set(task.parts.values_list("unit_id", flat=True))
    changes = [*_set_fields(task, wanted), *_set_parts(task, wanted.parts)]
    changes += _set_targets(task, wanted.targets)
    if not changes:
        return task
    task.share = share_of(task.targets.all())
    task.version += 1
    task.save()
    _replan(task, changes, at)
    note = f"{'；'.join(changes)}。{reason}".strip()
    moves.note_down(task, Action.EDIT, by=by, at=at, note=note)
    if task.state != State.PLANNED:
        _tell(task, before, note, at)
    return task


def _check(task: Task, wanted: Wanted, *, version: int, reason: str) -> None:
    if task.state in CLOSED_STATES:
        raise WrongState(f"任务 {task.number} {task.get_state_display()}，不能再调整。")
    if task.version != version:
        raise StaleVersion("这项任务刚被他人调整过，请刷新后查看最新内容，再作修改。")
    if task.state != State.PLANNED:
        if not reason.strip():
            raise ReasonMissing("任务已经交办，调整需要写明原因。")
        if all(part.role == UnitRole.SUPPORT for part in wanted.parts):
            raise NobodyToDo("已交办的任务至少要有一个牵头或主责单位。")
    if wanted.deadline and wanted.deadline < wanted.starts_on:
        raise BadDays(
            f"完成时限 {wanted.deadline} 早于起算日期 {wanted.starts_on}，请改正。"
        )
    if wanted.recurrence:
        rules.parsed(wanted.recurrence)


def _set_fields(task: Task, wanted: Wanted) -> list[str]:
    changes = []
    for name, label in (
        ("title", "任务"),
        ("project", "工程(项目)"),
        ("starts_on", "起算日期"),
        ("deadline", "完成时限"),
        ("recurrence", "频次"),
    ):
        old, new = getattr(task, name), getattr(wanted, name)
        if old != new:
            setattr(task, name, new)
            changes.append(f"{label}由“{_shown(old)}”改为“{_shown(new)}”")
    return changes


def _shown(value: object) -> str:
    return str(value) if value else "无"


def _set_parts(task: Task, wanted: Sequence[Part]) -> list[str]:
    changes = []
    old = {part.unit_id: part for part in task.parts.select_related("unit")}
    for unit_id in old.keys() - {part.unit.pk for part in wanted}:
        changes.append(f"不再由{old[unit_id].unit}承担")
        old[unit_id].delete()
    for part in wanted:
        known = old.get(part.unit.pk)
        if known is None:
            TaskUnit.objects.create(
                task=task, unit=part.unit, role=part.role, post=part.post
            )
            changes.append(f"增加{part.role.label}单位{part.unit}")
        elif (known.role, known.post) != (part.role, part.post):
            known.role, known.post = part.role, part.post
            known.save(update_fields=["role", "post"])
            changes.append(f"{part.unit}改为{part.role.label}单位")
    return changes


def _set_targets(task: Task, wanted: Sequence[Asked]) -> list[str]:
    changes = []
    old = {target.pk: target for target in task.targets.all()}
    for pk in old.keys() - {asked.pk for asked in wanted}:
        if old[pk].figures.exists():
            raise TargetInUse(f"指标“{old[pk]}”已有单位反馈，不能删去；可以把目标值改小。")
        changes.append(f"删去指标“{old[pk]}”")
        old[pk].delete()
    for order, asked in enumerate(wanted):
        target = old.get(asked.pk) if asked.pk else None
        was = str(target) if target else ""
        target = target or Target(task=task)
        target.object, target.comparator = asked.object, asked.comparator
        target.value, target.unit, target.order = asked.value, asked.unit, order
        if str(target) != was:
            changes.append(f"指标“{was}”改为“{target}”" if was else f"增加指标“{target}”")
            target.save()
    return changes


def _replan(task: Task, changes: Sequence[str], at: datetime) -> None:
    day = timezone.localdate(at)
    if any(change.startswith(("频次", "起算日期", "完成时限")) for change in changes):
        # Turns of the old rule that are still to come make way for those of the new one.
        occurrences.drop_coming(task, on=day)
        occurrences.generate(on=day, tasks=[task.pk], afresh=True)
    occurrences.refresh_due([task.pk])


def _tell(task: Task, before: set[int], note: str, at: datetime) -> None:
    units = before | set(task.parts.values_list("unit_id", flat=True))
    message = telling.Message(
        audience=telling.Audience.UNIT,
        units=tuple(sorted(units)),
        text=f"任务“{task.title}”有调整：{note}",
        url=task.get_absolute_url(),
        key=f"{task.number}:edit:{task.version}",
    )
    telling.tell([message], at=at)
