"""Headquarters and special working groups."""

from dataclasses import replace

import pytest

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city import api
from chuangcheng.city.models import ForceMember, ForceRole, TaskForce
from chuangcheng.city.services import forces
from chuangcheng.city.services.forces import ForceFacts, ForceRefused
from tests import make

pytestmark = pytest.mark.django_db

FACTS = ForceFacts(name="创建指挥部", kind="HEADQUARTERS", parent=None, order=0)


@pytest.fixture
def by() -> User:
    return make.user()


@pytest.fixture
def force(by: User) -> TaskForce:
    return forces.add(FACTS, by=by)


def test_a_force_has_one_commander(force: TaskForce, by: User) -> None:
    role = ForceRole.COMMANDER
    forces.add_member(force, role=role, person=make.user(name="陈红"), unit=None, by=by)

    with pytest.raises(ForceRefused, match="陈红"):
        forces.add_member(force, role=role, person=make.user(), unit=None, by=by)


def test_nobody_joins_twice_and_nobody_is_not_a_member(force: TaskForce, by: User) -> None:
    unit, role = make.unit(), ForceRole.MEMBER
    forces.add_member(force, role=role, person=None, unit=unit, by=by)

    with pytest.raises(ForceRefused, match="已在"):
        forces.add_member(force, role=role, person=None, unit=unit, by=by)
    with pytest.raises(ForceRefused, match="请选择"):
        forces.add_member(force, role=role, person=None, unit=None, by=by)

    assert ForceMember.objects.count() == 1


def test_an_administrator_is_no_member(force: TaskForce, by: User) -> None:
    person = make.user(duty=Duty.AUDIT)

    with pytest.raises(ForceRefused, match="审计管理员"):
        forces.add_member(force, role=ForceRole.MEMBER, person=person, unit=None, by=by)


def test_a_force_does_not_lie_below_itself(force: TaskForce, by: User) -> None:
    below = forces.add(replace(FACTS, name="宣传组", parent=force), by=by)

    with pytest.raises(ForceRefused, match="自己的下级"):
        forces.edit(force, replace(FACTS, parent=below), by=by)
    with pytest.raises(ForceRefused, match="1 个在用"):
        forces.switch(force, is_active=False, by=by)


def test_the_working_groups_mean_the_units_in_them(force: TaskForce, by: User) -> None:
    group = forces.add(
        ForceFacts(name="宣传组", kind="TASK_FORCE", parent=force, order=1), by=by
    )
    unit = make.unit()
    make.unit()
    forces.add_member(group, role=ForceRole.MEMBER, person=None, unit=unit, by=by)

    match = api.match(["各专项工作组"])["各专项工作组"]

    assert match.group is not None
    assert match.group.unit_ids == (unit.pk,)
