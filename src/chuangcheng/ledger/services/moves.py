"""Move a task along the table of `ledger.states`; the only place that writes a state."""

from datetime import datetime

from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Unit
from chuangcheng.ledger.models import Step, Task
from chuangcheng.ledger.services.creation import WrongState
from chuangcheng.ledger.states import MOVES, Action, State
from chuangcheng.platform import audit


def locked(number: str) -> Task:
    """Fetch a task and hold it until the transaction ends.

    Parts, targets and turns are only ever changed while their task is held, so that two people
    pressing a button together leave one step, not two.
    """
    return Task.objects.select_for_update().get(number=number)


def check(task: Task, action: Action) -> None:
    """Make sure that the task's state allows an action.

    Raises:
        WrongState: it does not.
    """
    if task.state not in MOVES[action].sources:
        raise WrongState(
            f"任务 {task.number} 现在是“{task.get_state_display()}”，不能{action.label}。"
        )


def move(
    task: Task,
    action: Action,
    *,
    by: User,
    at: datetime,
    unit: Unit | None = None,
    note: str = "",
) -> Task:
    """Write a locked task's new state and the step that led to it.

    Raises:
        WrongState: the task is not in a state from which this can be done.
    """
    check(task, action)
    task.state = MOVES[action].target
    task.completed_at = at if task.state == State.DONE else None
    if action is Action.SIGN_OFF:
        task.finished_on = timezone.localdate(at)
    elif task.state not in {State.AWAITING_ACCEPTANCE, State.DONE}:
        task.finished_on = None
    task.save(update_fields=["state", "completed_at", "finished_on"])
    note_down(task, action, by=by, at=at, unit=unit, note=note)
    return task


def note_down(
    task: Task,
    action: Action,
    *,
    by: User,
    at: datetime,
    unit: Unit | None = None,
    note: str = "",
) -> None:
    """Add a step to the timeline and an entry to the audit log."""
    Step.objects.create(task=task, action=action, actor=by, unit=unit, at=at, note=note)
    audit.record(
        f"ledger.task.{action.value.lower()}",
        subject="任务",
        key=task.number,
        by=by,
        detail={"unit": unit.name if unit else "", "note": note},
    )
