"""The table of a task's life is complete."""

import pytest

from chuangcheng.ledger.states import CLOSED_STATES, MOVES, Action, State, actions_from

NOTES = {
    Action.EDIT,
    Action.REMIND,
    Action.ASK_EXTENSION,
    Action.GRANT_EXTENSION,
    Action.REFUSE_EXTENSION,
    Action.ASK_HANDOVER,
    Action.GRANT_HANDOVER,
    Action.REFUSE_HANDOVER,
}


def test_every_action_moves_a_task_or_is_a_note_in_its_timeline() -> None:
    assert set(Action) == set(MOVES) | NOTES
    assert not set(MOVES) & NOTES


def test_every_state_can_be_reached() -> None:
    reached = {State.PLANNED}
    for _ in State:
        reached |= {m.target for m in MOVES.values() if m.sources & reached}
    assert reached == set(State)


@pytest.mark.parametrize("state", State)
def test_only_a_cancelled_task_has_come_to_its_end(state: State) -> None:
    assert (not actions_from(state)) == (state == State.CANCELLED)


def test_a_closed_task_is_only_ever_reopened() -> None:
    actions = {action for state in CLOSED_STATES for action in actions_from(state)}
    assert actions == {Action.REOPEN}
