"""Who may do what with a task: asked by the services to decide and by the pages to offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import scope_of
from chuangcheng.ledger.models import Task, TaskUnit, UnitRole
from chuangcheng.ledger.states import MOVES, OPEN_STATES, Action, State

OFFICE_ACTIONS = {
    Action.DISPATCH: Right.DISPATCH,
    Action.EDIT: Right.DISPATCH,
    Action.REMIND: Right.DISPATCH,
    Action.CANCEL: Right.DISPATCH,
    Action.ACCEPT: Right.ACCEPT_TASKS,
    Action.RETURN: Right.ACCEPT_TASKS,
    Action.REOPEN: Right.ACCEPT_TASKS,
}
_EDITABLE = OPEN_STATES | {State.PLANNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a person may do with a task now, and for which of its units."""

    actions: frozenset[Action]
    acting_for: tuple[TaskUnit, ...]


def leading(parts: Sequence[TaskUnit]) -> list[TaskUnit]:
    """Tell whose head signs a task off: the lead units, or the main ones where nobody leads."""
    lead = [part for part in parts if part.role == UnitRole.LEAD]
    return lead or [part for part in parts if part.role == UnitRole.MAIN]


def acting_for(user: User, parts: Sequence[TaskUnit]) -> list[TaskUnit]:
    """List the parts for which a person may act."""
    scope = scope_of(user)
    return [part for part in parts if scope.may_act_for(part.unit_id, Right.ACT_FOR_UNIT)]


def signing_for(user: User, parts: Sequence[TaskUnit]) -> list[TaskUnit]:
    """List the leading parts in whose name a person may sign off."""
    scope = scope_of(user)
    return [
        part for part in leading(parts) if scope.may_act_for(part.unit_id, Right.SIGN_OFF)
    ]


_UNIT_ACTIONS = frozenset(
    {
        Action.ACKNOWLEDGE,
        Action.REPORT,
        Action.SUBMIT,
        Action.ASK_EXTENSION,
        Action.ASK_HANDOVER,
    }
)


def may(user: User, action: Action, parts: Sequence[TaskUnit]) -> bool:
    """Tell whether an action is a person's to take at all, whatever the task's state."""
    if action in OFFICE_ACTIONS:
        return scope_of(user).may(OFFICE_ACTIONS[action])
    if action in _UNIT_ACTIONS:
        return bool(acting_for(user, parts))
    return bool(signing_for(user, parts))


def offer(user: User, task: Task, parts: Sequence[TaskUnit]) -> Offer:
    """Work out what to offer a person on a task's page."""
    mine = acting_for(user, parts)
    actions = {
        action
        for action, right in OFFICE_ACTIONS.items()
        if scope_of(user).may(right) and _fits(action, task)
    }
    if mine:
        actions |= _unit_actions(task, mine)
    if signing_for(user, parts):
        actions |= {
            action for action in (Action.SIGN_OFF, Action.SEND_BACK) if _fits(action, task)
        }
    return Offer(actions=frozenset(actions), acting_for=tuple(mine))


def _fits(action: Action, task: Task) -> bool:
    if action is Action.EDIT:
        return task.state in _EDITABLE
    if action is Action.REMIND:
        return task.state in OPEN_STATES
    return task.state in MOVES[action].sources


def _unit_actions(task: Task, mine: Sequence[TaskUnit]) -> set[Action]:
    actions: set[Action] = set()
    owes = [part for part in mine if part.role != UnitRole.SUPPORT]
    if any(part.acknowledged_at is None for part in mine):
        actions.add(Action.ACKNOWLEDGE)
    actions.add(Action.REPORT)
    if owes:
        actions.add(Action.SUBMIT)
    actions = {action for action in actions if _fits(action, task)}
    if task.state in {State.DISPATCHED, State.IN_PROGRESS}:
        actions.add(Action.ASK_HANDOVER)
        if owes and task.deadline:
            actions.add(Action.ASK_EXTENSION)
    return actions
