"""What a unit asks of the office about a task: more time, or that another unit take its part."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit
from chuangcheng.ledger.models import Extension, Handover, RequestState, Task, UnitRole
from chuangcheng.ledger.services import authority, moves, occurrences, telling
from chuangcheng.ledger.services.creation import WrongState
from chuangcheng.ledger.states import Action, State
from chuangcheng.platform.refusal import Refused

_ASKABLE = frozenset({State.DISPATCHED, State.IN_PROGRESS})
_WEIGHT = [UnitRole.LEAD, UnitRole.MAIN, UnitRole.SUPPORT]


class CannotAsk(Refused):
    """The request makes no sense, or was made before."""


class AlreadyDecided(Refused):
    """Somebody has answered the request before."""


@transaction.atomic
def ask_extension(
    number: str, *, unit: Unit, to: date, reason: str, by: User, at: datetime
) -> Extension:
    """Ask the office for a later deadline.

    Raises:
        NotYours: the unit only supports, or the person may not act for it.
        WrongState: the task is not with the units.
        CannotAsk: there is no deadline, the day is no later, no reason is given, or a request is
            already waiting.
    """
    task = moves.locked(number)
    authority.owing_part_of(task, unit, by)
    _check_askable(task, reason, "延期")
    if task.deadline is None:
        raise CannotAsk("这项任务没有完成时限，不需要申请延期。")
    if to <= task.deadline:
        raise CannotAsk(f"延至的日期应晚于现在的完成时限 {_day(task.deadline)}。")
    if task.extensions.filter(unit=unit, state=RequestState.ASKED).exists():
        raise CannotAsk(f"{unit}的延期申请还在等创城办批复，请勿重复申请。")
    request = Extension.objects.create(
        task=task, unit=unit, to=to, reason=reason, asked_by=by, asked_at=at
    )
    note = f"延至{_day(to)}。{reason}"
    moves.note_down(task, Action.ASK_EXTENSION, by=by, at=at, unit=unit, note=note)
    _tell_office(task, f"{unit}申请将任务“{task.title}”延至{_day(to)}。", at)
    return request


@transaction.atomic
def decide_extension(
    pk: int, *, grant: bool, answer: str, by: User, at: datetime
) -> Extension:
    """Grant or refuse more time; granted, the task's deadline moves.

    Raises:
        NotYours: the person may not dispatch tasks.
        AlreadyDecided: the request was answered before, or the task is closed.
        CannotAsk: a refusal gives no reason.
    """
    authority.require(by, Right.DISPATCH)
    task = moves.locked(Extension.objects.select_related("task").get(pk=pk).task.number)
    request = Extension.objects.select_for_update(of=("self",)).get(pk=pk)
    _decide(request, task, grant=grant, answer=answer, by=by, at=at)
    if grant:
        task.deadline = request.to
        task.version += 1
        task.save(update_fields=["deadline", "version"])
        occurrences.generate(on=timezone.localdate(at), tasks=[task.pk], afresh=True)
        occurrences.refresh_due([task.pk])
    action = Action.GRANT_EXTENSION if grant else Action.REFUSE_EXTENSION
    note = f"延至{_day(request.to)}。{answer}"
    moves.note_down(task, action, by=by, at=at, unit=request.unit, note=note)
    word = f"同意延至{_day(request.to)}" if grant else f"不同意延期：{answer}"
    _tell_units(task, (request.unit_id,), f"任务“{task.title}”{word}。", at)
    return request


@transaction.atomic
def ask_handover(
    number: str, *, unit: Unit, to: Unit, reason: str, by: User, at: datetime
) -> Handover:
    """Ask the office to give a unit's part to another unit; asked once, never twice.

    A part that was refused once stays: sending a task round between units is what this stops.

    Raises:
        NotYours: the person may not act for the unit.
        WrongState: the task is not with the units.
        CannotAsk: the unit names itself, gives no reason, waits for an answer or was refused.
    """
    task = moves.locked(number)
    authority.part_of(task, unit, by)
    _check_askable(task, reason, "移交")
    if to == unit:
        raise CannotAsk("不能移交给本单位，请选择应承担这项任务的单位。")
    before = task.handovers.filter(unit=unit).exclude(state=RequestState.GRANTED)
    for earlier in before:
        if earlier.state == RequestState.ASKED:
            raise CannotAsk(f"{unit}的移交申请还在等创城办批复，请勿重复申请。")
        raise CannotAsk(
            f"{unit}对这项任务的移交申请已被退回过一次，不能再次申请，请按要求办理。"
        )
    request = Handover.objects.create(
        task=task, unit=unit, to=to, reason=reason, asked_by=by, asked_at=at
    )
    note = f"移交给{to}。{reason}"
    moves.note_down(task, Action.ASK_HANDOVER, by=by, at=at, unit=unit, note=note)
    _tell_office(task, f"{unit}申请将任务“{task.title}”移交给{to}。", at)
    return request


@transaction.atomic
def decide_handover(
    pk: int, *, grant: bool, answer: str, by: User, at: datetime
) -> Handover:
    """Grant or refuse a handover; granted, the part moves and the new unit has to sign for it.

    Raises:
        NotYours: the person may not dispatch tasks.
        AlreadyDecided: the request was answered before, or the task is closed.
        CannotAsk: a refusal gives no reason.
    """
    authority.require(by, Right.DISPATCH)
    task = moves.locked(Handover.objects.select_related("task").get(pk=pk).task.number)
    request = Handover.objects.select_for_update(of=("self",)).get(pk=pk)
    _decide(request, task, grant=grant, answer=answer, by=by, at=at)
    if grant:
        _move_part(task, request)
        task.version += 1
        task.save(update_fields=["version"])
    action = Action.GRANT_HANDOVER if grant else Action.REFUSE_HANDOVER
    note = f"移交给{request.to}。{answer}"
    moves.note_down(task, action, by=by, at=at, unit=request.unit, note=note)
    word = f"同意移交给{request.to}" if grant else f"不同意移交：{answer}"
    _tell_units(task, (request.unit_id,), f"任务“{task.title}”{word}。", at)
    if grant:
        text = f"任务“{task.title}”由{request.unit}移交给你单位，请签收。"
        _tell_units(task, (request.to_id,), text, at)
    return request


def _move_part(task: Task, request: Handover) -> None:
    part = task.parts.filter(unit=request.unit).first()
    if part is None:
        raise AlreadyDecided(f"{request.unit}已不在这项任务里，请拒绝这份申请。")
    theirs = task.parts.filter(unit=request.to).first()
    if theirs is None:
        part.unit, part.post = request.to, None
        part.read_at = part.acknowledged_at = None
        part.save()
        return
    # The receiving unit already has a part: it keeps one, with the weightier role.
    role = min(UnitRole(part.role), UnitRole(theirs.role), key=_WEIGHT.index)
    part.delete()
    theirs.role = role
    theirs.save(update_fields=["role"])


def _check_askable(task: Task, reason: str, verb: str) -> None:
    if task.state not in _ASKABLE:
        raise WrongState(
            f"任务 {task.number} 现在是“{task.get_state_display()}”，不能申请{verb}。"
        )
    if not reason.strip():
        raise CannotAsk(f"申请{verb}需要写明理由。")


def _decide(
    request: Extension | Handover,
    task: Task,
    *,
    grant: bool,
    answer: str,
    by: User,
    at: datetime,
) -> None:
    if request.state != RequestState.ASKED:
        raise AlreadyDecided(f"这份申请已经批复：{request.get_state_display()}。")
    if grant and task.is_closed:
        raise AlreadyDecided(
            f"任务 {task.number} {task.get_state_display()}，这份申请只能答复不同意。"
        )
    if not grant and not answer.strip():
        raise CannotAsk("不同意需要写明理由，请填写答复。")
    request.state = RequestState.GRANTED if grant else RequestState.REFUSED
    request.answer, request.decided_by, request.decided_at = answer, by, at
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])


def _tell_office(task: Task, text: str, at: datetime) -> None:
    _tell(task, telling.Audience.OFFICE, (), text, at)


def _tell_units(task: Task, units: tuple[int, ...], text: str, at: datetime) -> None:
    _tell(task, telling.Audience.UNIT, units, text, at)


def _tell(
    task: Task, audience: telling.Audience, units: tuple[int, ...], text: str, at: datetime
) -> None:
    message = telling.Message(
        audience=audience,
        units=units,
        text=text,
        url=task.get_absolute_url(),
        key=f"{task.number}:request:{at.isoformat()}",
    )
    telling.tell([message], at=at)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
