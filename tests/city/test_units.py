"""Changes to the list of units and their other names."""

from dataclasses import replace
from datetime import date

import pytest

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city import api
from chuangcheng.city.models import AliasOrigin, Unit, UnitAlias
from chuangcheng.city.services import units
from chuangcheng.city.services.units import UnitFacts, UnitRefused
from tests import make

pytestmark = pytest.mark.django_db

FACTS = UnitFacts(
    name="云溪区教育局",
    short_name="区教育局",
    kind="GOVERNMENT",
    parent=None,
    region=None,
    order=0,
)


@pytest.fixture
def by() -> User:
    return make.user()


def test_a_unit_without_a_code_gets_the_next_free_one(by: User) -> None:
    units.add(FACTS, code="DW0001", by=by)

    second = units.add(replace(FACTS, name="云溪区财政局"), by=by)

    assert second.code == "DW0002"


def test_a_name_is_given_once(by: User) -> None:
    unit = units.add(FACTS, by=by)
    units.add_alias(unit, "区教委", by=by)

    with pytest.raises(UnitRefused, match="已有名为"):
        units.add(FACTS, by=by)
    with pytest.raises(UnitRefused, match="别名"):
        units.add(replace(FACTS, name="区教委"), by=by)


def test_what_lies_below_moves_along(by: User) -> None:
    top, other = make.unit(), make.unit()
    middle = make.unit(parent=top)
    low = make.unit(parent=middle)
    facts = UnitFacts(
        name=middle.name,
        short_name="",
        kind=middle.kind,
        parent=other,
        region=None,
        order=0,
    )

    units.edit(middle, facts, by=by)

    low.refresh_from_db()
    assert low.path == f"{other.code}/{middle.code}/{low.code}/"
    with pytest.raises(UnitRefused, match="自己的下级"):
        units.edit(other, replace(facts, name=other.name, parent=low), by=by)


def test_a_unit_with_people_in_it_stays_in_use(by: User) -> None:
    unit = make.unit()
    held = make.seat(make.user(name="陈红"), at=unit)

    with pytest.raises(UnitRefused, match="陈红"):
        units.take_out_of_use(unit, by=by)

    held.ends_on = date(2020, 2, 1)
    held.save()
    units.take_out_of_use(unit, by=by)
    unit.refresh_from_db()
    assert not unit.is_active


def test_other_packages_may_object(by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "UNIT_OBJECTIONS", [lambda unit: f"{unit}还有 3 项任务。"])

    with pytest.raises(UnitRefused, match="3 项任务"):
        units.take_out_of_use(make.unit(), by=by)


def test_a_confirmed_name_is_remembered_and_found_again(by: User) -> None:
    unit = make.unit(name="云溪区住房和城乡建设委员会")
    assert api.match(["房管中心"])["房管中心"].sure is None

    api.remember_alias("房管中心", unit.pk, by=by, at=make.NOON)

    alias = UnitAlias.objects.get()
    assert (alias.unit, alias.origin) == (unit, AliasOrigin.REMEMBERED)
    sure = api.match(["房管中心"])["房管中心"].sure
    assert sure is not None
    assert (sure.unit_id, sure.reason) == (unit.pk, api.Reason.ALIAS)


def test_remembering_the_same_twice_changes_nothing(by: User) -> None:
    unit = make.unit()

    for _ in range(2):
        units.remember("房管中心", unit, by=by, at=make.NOON)

    assert UnitAlias.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("区财政局", "全称|简称"),
        ("市财政局", "名称或简称"),
        ("各街道", "泛指"),
        ("有关单位", "泛指"),
        ("老城管", "已记为"),
        ("", "1 至 80"),
    ],
)
def test_an_ambiguous_name_is_not_remembered(by: User, name: str, said: str) -> None:
    unit = make.unit()
    make.unit(name="云溪区财政局", short_name="区财政局")
    make.unit(name="示例市财政局", short_name="市财政局")
    units.add_alias(make.unit(), "老城管", by=by)

    with pytest.raises(UnitRefused, match=said):
        units.remember(name, unit, by=by, at=make.NOON)

    assert not unit.aliases.exists()


def test_the_matcher_notices_every_change_of_the_list(by: User) -> None:
    unit = make.unit(name="云溪区湿地保护局")
    assert api.match(["区湿地局"])["区湿地局"].suggestions

    Unit.objects.filter(pk=unit.pk).update(is_active=False)

    assert not api.match(["区湿地局"])["区湿地局"].suggestions


def test_a_person_acts_for_their_unit_and_those_below() -> None:
    above = make.unit()
    below = make.unit(parent=above)
    make.unit()
    person = make.liaison(above)

    mine = api.units_of(api.scope_of(person))

    assert [info.id for info in mine] == [above.pk, below.pk]
    assert mine[1].trail == (above.name,)


def test_who_sits_there_today_is_told_and_nobody_else() -> None:
    unit = make.unit()
    now = make.liaison(unit)
    make.seat(at=unit, ends_on=date(2020, 12, 31))
    make.unit_head(unit)

    told = api.members_to_notify([unit.pk], [Role.LIAISON])

    assert [holder.person_id for holder in told] == [now.pk]
    assert len(api.people_of(unit.pk)) == 2
