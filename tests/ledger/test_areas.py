"""Open and late tasks by area: each task once an area, and only what a person may see."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chuangcheng.city.models import Region, Unit
from chuangcheng.ledger.models import Task
from chuangcheng.ledger.queries import areas
from chuangcheng.ledger.queries.areas import AreaLoad
from chuangcheng.ledger.states import State
from tests import make

pytestmark = pytest.mark.django_db

LATE_BY_ONE = timezone.localdate() - timedelta(days=1)
IN_TIME = timezone.localdate() + timedelta(days=90)


def unit_in(region: Region, name: str = "") -> Unit:
    unit = make.unit(name=name)
    Unit.objects.filter(pk=unit.pk).update(region=region)
    return unit


def task(lead: Unit, support: Unit | None = None, *, is_late: bool = False) -> Task:
    due = LATE_BY_ONE if is_late else IN_TIME
    return make.task(state=State.IN_PROGRESS, lead=lead, support=support, deadline=due)


@pytest.fixture
def city() -> Region:
    return make.region(name="示例市")


@pytest.fixture
def street(city: Region) -> Region:
    return make.region(name="东湖街道", parent=city)


def test_an_area_counts_the_tasks_of_its_units_and_of_the_areas_below(
    city: Region, street: Region
) -> None:
    task(unit_in(street))
    task(unit_in(street), is_late=True)
    task(unit_in(city))

    found = areas.by_area(make.officer())

    assert found[street.code] == AreaLoad(open=2, late=1)
    assert found[city.code] == AreaLoad(open=3, late=1)


def test_a_task_of_two_units_in_one_street_counts_once_for_the_street(
    city: Region, street: Region
) -> None:
    task(unit_in(street), unit_in(street))

    assert areas.by_area(make.officer())[street.code] == AreaLoad(open=1, late=0)
    total, units = areas.within(make.officer(), street.path)
    assert total == AreaLoad(open=1, late=0)
    assert [unit.open for unit in units] == [1, 1]


def test_what_is_done_or_not_yet_dispatched_weighs_on_no_area(street: Region) -> None:
    for state in (State.PLANNED, State.DONE, State.CANCELLED):
        make.task(state=state, lead=unit_in(street))

    assert areas.by_area(make.officer()) == {}


def test_a_liaison_is_shown_the_areas_of_their_own_units_alone(city: Region) -> None:
    east, west = make.region(parent=city), make.region(parent=city)
    own, other = unit_in(east), unit_in(west)
    task(own, other)
    task(other)

    found = areas.by_area(make.liaison(own))

    assert found[east.code] == AreaLoad(open=1, late=0)
    assert west.code not in found


def test_the_units_with_most_late_tasks_stand_first(street: Region) -> None:
    calm, busy = unit_in(street, "甲局"), unit_in(street, "乙局")
    task(calm)
    task(calm)
    task(busy, is_late=True)

    _, units = areas.within(make.officer(), street.path)

    assert [(unit.name, unit.open, unit.late) for unit in units] == [
        ("乙局", 1, 1),
        ("甲局", 2, 0),
    ]


@pytest.mark.parametrize("many", [1, 20])
def test_all_areas_cost_one_statement_beside_the_persons_scope(
    many: int, street: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(many):
        task(unit_in(street))
    officer = make.officer()
    areas.by_area(officer)  # the scope and the city's choices are remembered

    with django_assert_num_queries(2):
        areas.by_area(officer)
