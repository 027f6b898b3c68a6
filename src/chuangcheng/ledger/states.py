"""The life of a task, as data: read this table before reading any code."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    PLANNED = "PLANNED", _("未交办")
    DISPATCHED = "DISPATCHED", _("待签收")
    IN_PROGRESS = "IN_PROGRESS", _("办理中")
    AWAITING_SIGN_OFF = "AWAITING_SIGN_OFF", _("待牵头审签")
    AWAITING_ACCEPTANCE = "AWAITING_ACCEPTANCE", _("待验收")
    DONE = "DONE", _("已完成")
    CANCELLED = "CANCELLED", _("已撤销")


class Action(TextChoices):
    DISPATCH = "DISPATCH", _("交办")
    ACKNOWLEDGE = "ACKNOWLEDGE", _("签收")
    REPORT = "REPORT", _("反馈进展")
    SUBMIT = "SUBMIT", _("报请审签")
    SIGN_OFF = "SIGN_OFF", _("审签")
    SEND_BACK = "SEND_BACK", _("退回责任单位")
    ACCEPT = "ACCEPT", _("验收")
    RETURN = "RETURN", _("退回")
    REOPEN = "REOPEN", _("重新办理")
    CANCEL = "CANCEL", _("撤销")
    # What follows stands in the timeline but moves nothing, so `MOVES` does not know it.
    EDIT = "EDIT", _("调整")
    REMIND = "REMIND", _("催办")
    ASK_EXTENSION = "ASK_EXTENSION", _("申请延期")
    GRANT_EXTENSION = "GRANT_EXTENSION", _("同意延期")
    REFUSE_EXTENSION = "REFUSE_EXTENSION", _("不同意延期")
    ASK_HANDOVER = "ASK_HANDOVER", _("申请移交")
    GRANT_HANDOVER = "GRANT_HANDOVER", _("同意移交")
    REFUSE_HANDOVER = "REFUSE_HANDOVER", _("不同意移交")


class Move(NamedTuple):
    sources: frozenset[State]
    target: State


_OPEN = frozenset(
    {
        State.DISPATCHED,
        State.IN_PROGRESS,
        State.AWAITING_SIGN_OFF,
        State.AWAITING_ACCEPTANCE,
    }
)

MOVES: Mapping[Action, Move] = {
    Action.DISPATCH: Move(frozenset({State.PLANNED}), State.DISPATCHED),
    # A unit that signs for its share later than the first one moves nothing.
    Action.ACKNOWLEDGE: Move(
        frozenset({State.DISPATCHED, State.IN_PROGRESS}), State.IN_PROGRESS
    ),
    Action.REPORT: Move(
        frozenset({State.DISPATCHED, State.IN_PROGRESS}), State.IN_PROGRESS
    ),
    Action.SUBMIT: Move(frozenset({State.IN_PROGRESS}), State.AWAITING_SIGN_OFF),
    Action.SIGN_OFF: Move(frozenset({State.AWAITING_SIGN_OFF}), State.AWAITING_ACCEPTANCE),
    Action.SEND_BACK: Move(frozenset({State.AWAITING_SIGN_OFF}), State.IN_PROGRESS),
    Action.ACCEPT: Move(frozenset({State.AWAITING_ACCEPTANCE}), State.DONE),
    Action.RETURN: Move(frozenset({State.AWAITING_ACCEPTANCE}), State.IN_PROGRESS),
    Action.REOPEN: Move(frozenset({State.DONE}), State.IN_PROGRESS),
    Action.CANCEL: Move(_OPEN | {State.PLANNED}, State.CANCELLED),
}

OPEN_STATES = _OPEN
CLOSED_STATES = frozenset({State.DONE, State.CANCELLED})
# Nobody has been told, or nobody owes anything any more: such tasks have no light.
DARK_STATES = frozenset({State.PLANNED, State.CANCELLED})


def actions_from(state: State) -> list[Action]:
    """List what may be done next; drives buttons and the API alike."""
    return [action for action, move in MOVES.items() if state in move.sources]
