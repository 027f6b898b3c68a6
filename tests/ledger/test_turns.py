"""The clock's work: turns written down, the nearest due day, reminders before and after."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.accounts.models import Notification
from chuangcheng.city.models import Profile, RestDayRule, Unit
from chuangcheng.ledger.models import Occurrence, OccurrenceState, Task
from chuangcheng.ledger.services import occurrences, reminders, tasks
from chuangcheng.ledger.states import State
from chuangcheng.platform.workdays import Calendar
from tests import make

pytestmark = pytest.mark.django_db
ELEVENTH = "FREQ=MONTHLY;BYMONTHDAY=11"


def planned(task: Task) -> list[date]:
    return list(
        task.occurrences.order_by("planned_on").values_list("planned_on", flat=True)
    )


def test_turns_reach_the_horizon_start_with_dispatch_and_come_once() -> None:
    task = make.task(recurrence=ELEVENTH)
    occurrences.generate(on=make.TODAY)
    occurrences.generate(on=make.TODAY)
    occurrences.generate(on=make.TODAY + timedelta(days=40))

    assert planned(task) == [date(2026, month, 11) for month in (3, 4, 5, 6, 7)]
    task.refresh_from_db()
    assert task.due_on == date(2026, 3, 11)


def test_turns_end_with_the_deadline() -> None:
    task = make.task(recurrence=ELEVENTH, deadline=date(2026, 4, 30))
    occurrences.generate(on=make.TODAY)
    assert planned(task) == [date(2026, 3, 11), date(2026, 4, 11)]


@pytest.mark.parametrize("state", [State.PLANNED, State.DONE, State.CANCELLED])
def test_only_open_tasks_get_turns(state: State) -> None:
    task = make.task(recurrence=ELEVENTH, state=state)
    assert occurrences.generate(on=make.TODAY) == 0
    assert planned(task) == []


def test_a_rest_day_moves_the_due_day_but_never_the_planned_one() -> None:
    Profile.objects.update_or_create(
        id=1, defaults={"name": "云溪市", "rest_day_rule": RestDayRule.NEXT}
    )
    task = make.task(recurrence=ELEVENTH)
    rest = {date(2026, 4, 11): False, date(2026, 4, 12): False, date(2026, 4, 13): True}
    occurrences.generate(on=make.TODAY, calendar=Calendar(rest))
    april = task.occurrences.get(planned_on=date(2026, 4, 11))
    assert april.due_on == date(2026, 4, 13)


def test_accepting_takes_back_what_is_to_come_and_reopening_brings_it_again() -> None:
    office = make.officer()
    task = make.task(recurrence=ELEVENTH, state=State.AWAITING_ACCEPTANCE)
    for day in (date(2026, 2, 11), date(2026, 4, 11)):
        Occurrence.objects.create(task=task, planned_on=day, due_on=day)
    tasks.accept(task.number, by=office, at=make.NOON)
    assert planned(task) == [date(2026, 2, 11)]
    tasks.reopen(task.number, by=office, at=make.NOON, note="复查发现反弹")
    assert planned(task)[1:] == [date(2026, m, 11) for m in (3, 4, 5)]


def test_a_rule_that_came_in_by_a_side_door_does_not_stop_the_others() -> None:
    make.task(recurrence="每月11日")
    good = make.task(recurrence=ELEVENTH)
    occurrences.generate(on=make.TODAY)
    assert planned(good)


def test_generation_costs_the_same_statements_for_one_and_for_fifty() -> None:
    def cost() -> int:
        Occurrence.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            occurrences.generate(on=make.TODAY)
        return len(asked)

    make.task(recurrence=ELEVENTH)
    one = cost()
    for _ in range(49):
        make.task(recurrence=ELEVENTH)
    assert cost() == one
    assert Occurrence.objects.filter(state=OccurrenceState.OPEN).count() == 150


@pytest.fixture
def bureau() -> Unit:
    return make.unit()


@pytest.mark.parametrize(
    ("days", "told"),
    [
        *((8, 0), (7, 1), (6, 0), (3, 1), (1, 1), (0, 0)),
        *((-1, 1), (-2, 0), (-7, 0), (-8, 1), (-15, 1), (-16, 0)),
    ],
)
def test_reminders_come_before_and_then_weekly(
    days: int,
    told: int,
    bureau: Unit,
) -> None:
    make.liaison(bureau)
    deadline = make.TODAY + timedelta(days=days)
    make.task(lead=bureau, deadline=deadline, starts_on=date(2025, 1, 1))
    reminders.remind_due(on=make.TODAY, at=make.NOON)
    reminders.remind_due(on=make.TODAY, at=make.NOON)
    assert Notification.objects.count() == told


def test_many_tasks_make_one_sentence_a_day_and_the_finished_none(bureau: Unit) -> None:
    people = [make.liaison(bureau), make.unit_head(bureau)]
    soon, late = make.TODAY + timedelta(days=3), make.TODAY - timedelta(days=8)
    for deadline in (soon, soon, late, late - timedelta(days=7)):
        make.task(lead=bureau, deadline=deadline, starts_on=date(2025, 1, 1))
    make.task(
        lead=bureau,
        deadline=late,
        state=State.AWAITING_ACCEPTANCE,
        starts_on=date(2025, 1, 1),
    )
    reminders.remind_due(on=make.TODAY, at=make.NOON)

    told = Counter(Notification.objects.values_list("text", flat=True))
    assert told == {
        "2 项任务3 天后到期，请按时办理并反馈。": len(people),
        "2 项任务已逾期，请尽快办理并反馈，确有困难的请申请延期。": len(people),
    }


def test_reminding_costs_the_same_statements_for_one_unit_and_for_twenty() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            reminders.remind_due(on=make.TODAY, at=make.NOON)
        return len(asked)

    deadline = make.TODAY + timedelta(days=3)
    for _ in range(2):
        unit = make.unit()
        make.liaison(unit)
        make.task(lead=unit, deadline=deadline)
    few = cost()
    for _ in range(20):
        unit = make.unit()
        make.liaison(unit)
        make.task(lead=unit, deadline=deadline)
    assert cost() == few
