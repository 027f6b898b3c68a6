"""The box on a unit's page: its tasks in figures and its pledge."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.ledger.states import State
from tests import make

pytestmark = pytest.mark.django_db


def _shown(person: User, url: str) -> str:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(url).content.decode()


def test_a_unit_sees_its_tasks_in_figures_that_open_them() -> None:
    unit = make.unit()
    plan = make.plan()
    soon = timezone.localdate() + timedelta(days=60)
    late = timezone.localdate() - timedelta(days=3)
    make.task(lead=unit, plan=plan, deadline=soon)
    make.task(lead=unit, plan=plan, deadline=late)
    make.task(lead=unit, plan=plan, state=State.DONE)
    make.task(plan=plan)

    box = _shown(make.liaison(unit), reverse("ledger:unit_tasks", args=[unit.code]))

    for chip, count in (("open", 2), ("late", 1), ("done", 1)):
        figure = box.split(f"?chip={chip}&amp;unit={unit.pk}")[1].split("</a>")[0]
        assert f'figure-value">{count}<' in figure
    assert reverse("ledger:pledge", args=[unit.code, plan.pk]) in box


def test_a_box_is_offered_to_those_who_may_see_the_tasks() -> None:
    unit = make.unit()
    url = reverse("ledger:unit_tasks", args=[unit.code])
    page = unit.get_absolute_url()

    assert url in _shown(make.officer(), page)
    assert url in _shown(make.liaison(unit), page)
    assert url not in _shown(make.liaison(make.unit()), page)


def test_others_see_nothing_of_a_units_tasks() -> None:
    unit = make.unit()
    make.task(lead=unit)

    box = _shown(make.liaison(make.unit()), reverse("ledger:unit_tasks", args=[unit.code]))

    assert box.count('figure-value">0<') == 4
