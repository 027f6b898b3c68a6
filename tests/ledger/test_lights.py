"""A task's light, in Python and in SQL alike."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangcheng.ledger.lights import Light, Standing, light, planned_share
from chuangcheng.ledger.models import Plan, Task
from chuangcheng.ledger.queries import lights
from chuangcheng.ledger.states import State
from tests import make

DAY = date(2026, 8, 31)
YEAR_START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)


def standing(
    state: State = State.IN_PROGRESS,
    *,
    deadline: date | None = YEAR_END,
    due_on: date | None = None,
    finished_on: date | None = None,
    share: str | None = None,
) -> Standing:
    return Standing(
        state=state,
        starts_on=YEAR_START,
        deadline=deadline,
        due_on=due_on or deadline,
        finished_on=finished_on,
        share=None if share is None else Decimal(share),
    )


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        pytest.param(standing(share="0.5"), Light.BEHIND, id="一年的绿化八月底只完成一半"),
        pytest.param(standing(share="0.67"), Light.ON_COURSE, id="在直线之上"),
        pytest.param(standing(), Light.ON_COURSE, id="没有量化指标"),
        pytest.param(standing(deadline=None, share="0"), Light.ON_COURSE, id="没有时限"),
        pytest.param(standing(deadline=DAY), Light.DUE_SOON, id="今天到期"),
        pytest.param(standing(deadline=date(2026, 9, 7)), Light.DUE_SOON, id="七天后到期"),
        pytest.param(standing(deadline=date(2026, 9, 8)), Light.ON_COURSE, id="八天后到期"),
        pytest.param(
            standing(deadline=date(2026, 9, 1), share="0.1"),
            Light.DUE_SOON,
            id="先说将到期",
        ),
        pytest.param(standing(deadline=date(2026, 8, 30)), Light.LATE, id="昨天到期"),
        pytest.param(standing(due_on=date(2026, 8, 11)), Light.LATE, id="漏报一期"),
        pytest.param(
            standing(State.DISPATCHED, deadline=date(2026, 8, 1)),
            Light.LATE,
            id="没签收也会逾期",
        ),
        pytest.param(
            standing(
                State.AWAITING_ACCEPTANCE,
                deadline=date(2026, 8, 20),
                finished_on=date(2026, 8, 1),
            ),
            Light.ON_COURSE,
            id="验收慢不算单位逾期",
        ),
        pytest.param(
            standing(
                State.AWAITING_ACCEPTANCE,
                deadline=date(2026, 8, 20),
                finished_on=date(2026, 8, 21),
            ),
            Light.LATE,
            id="报结已逾期",
        ),
        pytest.param(
            standing(State.DONE, finished_on=YEAR_END), Light.DONE, id="期限当天报结"
        ),
        pytest.param(
            standing(State.DONE, finished_on=date(2027, 1, 1)),
            Light.DONE_LATE,
            id="逾期完成",
        ),
        pytest.param(
            standing(State.DONE, deadline=None, finished_on=DAY),
            Light.DONE,
            id="无期限的完成",
        ),
        pytest.param(
            standing(State.PLANNED, deadline=date(2026, 1, 2)), Light.NONE, id="未交办"
        ),
        pytest.param(
            standing(State.CANCELLED, deadline=date(2026, 1, 2)), Light.NONE, id="已撤销"
        ),
    ],
)
def test_light(task: Standing, expected: Light) -> None:
    assert light(task, on=DAY, soon_days=7) == expected


def test_the_straight_line_runs_from_the_start_to_the_deadline() -> None:
    line = [
        planned_share(starts_on=YEAR_START, deadline=YEAR_END, on=day)
        for day in (date(2025, 6, 1), YEAR_START, DAY, YEAR_END, date(2027, 6, 1))
    ]
    assert line == [Decimal(0), Decimal(0), Decimal("0.6648"), Decimal(1), Decimal(1)]


OFFSETS = st.integers(-20, 20)


class Row(NamedTuple):
    state: State
    starts: int
    deadline: int | None
    due: int | None
    finished: int
    share: Decimal | None


ROWS = st.builds(
    Row,
    state=st.sampled_from(State),
    starts=st.integers(-60, 5),
    deadline=st.none() | OFFSETS,
    due=st.none() | OFFSETS,
    finished=OFFSETS,
    share=st.none() | st.decimals(0, 1, places=4),
)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(ROWS, min_size=1, max_size=40), soon=st.integers(0, 15))
def test_python_and_sql_see_the_same_light(rows: list[Row], soon: int) -> None:
    with transaction.atomic():
        plan = make.plan()
        tasks = Task.objects.bulk_create(
            [_task(plan, place, row) for place, row in enumerate(rows)]
        )
        expected = {
            task.number: light(_standing(task), on=DAY, soon_days=soon) for task in tasks
        }
        shown = lights.annotated(Task.objects.all(), on=DAY, soon_days=soon)
        filtered = {
            number: one
            for one in Light
            for number in Task.objects.filter(
                lights.having(one, on=DAY, soon_days=soon)
            ).values_list("number", flat=True)
        }
        assert dict(shown.values_list("number", "light")) == expected
        assert filtered == expected
        transaction.set_rollback(True)


def _task(plan: Plan, place: int, row: Row) -> Task:
    is_finished = row.state in {State.AWAITING_ACCEPTANCE, State.DONE}
    return Task(
        number=f"T{place}",
        plan=plan,
        title="任务",
        text="任务",
        state=row.state,
        starts_on=DAY + timedelta(days=row.starts),
        deadline=_day(row.deadline),
        due_on=_day(row.due),
        finished_on=_day(row.finished) if is_finished else None,
        share=row.share,
        dispatched_at=None if row.state == State.PLANNED else make.NOON,
        completed_at=make.NOON if row.state == State.DONE else None,
    )


def _day(offset: int | None) -> date | None:
    return None if offset is None else DAY + timedelta(days=offset)


def _standing(task: Task) -> Standing:
    return Standing(
        state=State(task.state),
        starts_on=task.starts_on,
        deadline=task.deadline,
        due_on=task.due_on,
        finished_on=task.finished_on,
        share=task.share,
    )
