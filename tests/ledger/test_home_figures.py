"""The figures of the home page, held against the lists they lead to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Extension, Task
from chuangcheng.ledger.queries import cityday, filtering
from chuangcheng.ledger.queries.home import home
from chuangcheng.ledger.states import State
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Unit:
    """A unit with tasks in every state, before, on and after their day, counted and not."""
    lead = make.unit()
    today = timezone.localdate()
    for state in State:
        for days in (-20, 3, 90):
            for share in ("", "1"):
                make.task(
                    lead=lead,
                    state=state,
                    starts_on=today - timedelta(days=200),
                    deadline=today + timedelta(days=days),
                    finished_on=today - timedelta(days=1),
                    targets=((str(Decimal(10)), share),) if share else (),
                )
    return lead


@pytest.mark.parametrize("who", ["office", "liaison"])
def test_every_figure_is_the_length_of_the_list_it_leads_to(who: str, bureau: Unit) -> None:
    person = make.officer() if who == "office" else make.liaison(bureau)
    day = cityday.today()

    figures = home(person, day, at=timezone.now()).figures

    lists = {
        one.chip: filtering.found(person, filtering.Search(chip=one.chip), day).count()
        for one in figures
    }
    assert {one.chip: one.count for one in figures} == lists
    assert all(lists.values())


@pytest.mark.parametrize(
    ("state", "waits"), [(State.IN_PROGRESS, 1), (State.DONE, 0), (State.CANCELLED, 0)]
)
def test_a_request_about_a_task_that_is_over_waits_for_nobody(
    state: State, waits: int
) -> None:
    task = make.task(state=state)
    _ask(task, make.user())

    shown = home(make.officer(), cityday.today(), at=timezone.now())

    assert (shown.requests, len(shown.waiting)) == (waits, waits)


def _ask(task: Task, by: User) -> Extension:
    return Extension.objects.create(
        task=task,
        unit=task.parts.get().unit,
        to=timezone.localdate() + timedelta(days=400),
        reason="雨季不能施工",
        asked_by=by,
        asked_at=make.NOON,
    )
