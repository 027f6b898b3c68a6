import pytest

from chuangcheng.accounts.roles import Duty, Right, Role
from chuangcheng.city.scope import scope_of
from tests import make

pytestmark = pytest.mark.django_db


def test_rights_hold_in_the_unit_of_the_seat_that_gives_them() -> None:
    first, second = make.unit(), make.unit()
    person = make.seat(role=Role.LIAISON, at=first).person
    make.seat(person, role=Role.MEMBER, at=second)

    scope = scope_of(person)

    assert scope.may_act_for(first.pk, Right.ACT_FOR_UNIT)
    assert not scope.may_act_for(second.pk, Right.ACT_FOR_UNIT)
    assert scope.may_act_for(second.pk, Right.SEE_UNIT_TASKS)


def test_a_seat_holds_for_the_units_below_but_not_above() -> None:
    above = make.unit()
    own = make.unit(parent=above)
    below = make.unit(parent=own)
    person = make.liaison(own)

    assert scope_of(person).unit_ids == {own.pk, below.pk}


def test_a_seat_that_has_ended_gives_nothing() -> None:
    seat = make.seat(role=Role.LIAISON, ends_on=make.TODAY.replace(year=2021))

    assert scope_of(seat.person).rights == frozenset()


def test_an_administrators_seat_counts_for_nothing() -> None:
    admin = make.user(duty=Duty.AUDIT)
    make.seat(admin, role=Role.OFFICE)

    assert scope_of(admin).rights == {Right.READ_AUDIT}
    assert scope_of(admin).unit_ids == frozenset()
