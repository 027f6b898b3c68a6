"""Counts by unit, project and task force."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from chuangcheng.ledger.queries import cityday, tallies
from chuangcheng.ledger.queries.tasks import own_units, visible_to
from chuangcheng.ledger.states import State
from tests import make

pytestmark = pytest.mark.django_db


def test_a_unit_counts_what_it_leads_and_supports_and_nothing_of_others() -> None:
    bureau, other = make.unit(), make.unit()
    start, past = date(2025, 1, 1), make.TODAY - timedelta(days=9)
    make.task(lead=bureau, support=other, starts_on=start, deadline=past)
    make.task(lead=other, support=bureau, state=State.DONE, deadline=past, starts_on=start)
    make.task(lead=bureau, state=State.DONE)
    make.task(lead=bureau, state=State.PLANNED)
    make.task(lead=bureau, state=State.CANCELLED)
    make.task(lead=other)
    person = make.liaison(bureau)

    day = cityday.of(make.TODAY)
    [mine] = tallies.by_unit(visible_to(person), day, units=own_units(person))

    assert mine.name == bureau.name
    assert (mine.issued, mine.led, mine.done, mine.done_late) == (3, 2, 2, 1)
    assert (mine.open, mine.late, mine.share) == (1, 1, Decimal("66.7"))


def test_projects_add_up_to_the_whole_and_say_how_far_their_figures_are() -> None:
    plan = make.plan()
    project = make.project(plan=plan)
    make.task(plan=plan, project=project, targets=(("10", "5"),))
    make.task(plan=plan, project=project, targets=(("10", "10"),))
    make.task(plan=plan)
    day = cityday.of(make.TODAY)

    found = tallies.by_project(visible_to(make.officer()), day)

    assert [(one.name, one.issued, one.average) for one in found] == [
        (project.name, 2, Decimal("75.0")),
        ("未归入工程(项目)", 1, None),
    ]
    assert tallies.total(found).issued == 3


def test_tasks_without_a_task_force_stand_last() -> None:
    make.task()
    day = cityday.of(make.TODAY)
    [rest] = tallies.by_force(visible_to(make.officer()), day)
    assert (rest.name, rest.ask) == ("未归入专项工作组", "&force=0")
