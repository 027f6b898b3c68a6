"""What hangs on an older edition goes along confirmed pairs to a newer one."""

import pytest

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Unit
from chuangcheng.framework import api
from chuangcheng.framework.models import (
    CrosswalkLink,
    Edition,
    EditionState,
    Indicator,
    IndicatorMatch,
    MatchState,
    Responsibility,
    ResponsibilityOrigin,
    ResponsibilityRole,
    Rule,
    RuleBinding,
)
from chuangcheng.framework.services import carrying
from chuangcheng.framework.services.carrying import CarryRefused, Thing
from tests import make

pytestmark = pytest.mark.django_db
LEAD, SUPPORT = ResponsibilityRole.LEAD, ResponsibilityRole.SUPPORT


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def editions() -> tuple[Edition, Edition]:
    framework = make.framework()
    return make.edition(of=framework), make.edition(of=framework)


def confirmed(older: Indicator, newer: Indicator) -> None:
    IndicatorMatch.objects.create(
        older=older, newer=newer, state=MatchState.CONFIRMED, likeness=1, at=make.NOON
    )


def duty(
    at: Indicator, role: ResponsibilityRole = LEAD, *, unit: Unit | None = None
) -> Responsibility:
    return Responsibility.objects.create(indicator=at, unit=unit or make.unit(), role=role)


def test_duties_are_copied_and_the_older_ones_stay(
    editions: tuple[Edition, Edition], officer: User
) -> None:
    older, newer = map(make.indicator, editions)
    confirmed(older, newer)
    old = duty(older)

    carrying.carry(*editions, by=officer)

    new = Responsibility.objects.get(indicator=newer)
    assert (new.unit, new.role) == (old.unit, LEAD)
    assert new.origin == ResponsibilityOrigin.CARRIED
    assert Responsibility.objects.filter(pk=old.pk).exists()


def test_carrying_over_again_adds_only_what_has_come_since(
    editions: tuple[Edition, Edition], officer: User
) -> None:
    older, newer = map(make.indicator, editions)
    confirmed(older, newer)
    duty(older)
    carrying.carry(*editions, by=officer)
    duty(older, SUPPORT)

    again = carrying.carry(*editions, by=officer)

    tally = again.tallies[Thing.RESPONSIBILITY]
    assert (tally.coming, tally.present, tally.blocked) == (1, 1, 0)
    assert Responsibility.objects.filter(indicator=newer).count() == 2


def test_both_parts_of_a_split_get_the_duty(
    editions: tuple[Edition, Edition], officer: User
) -> None:
    older = make.indicator(editions[0])
    parts = [make.indicator(editions[1]) for _ in range(2)]
    for part in parts:
        confirmed(older, part)
    duty(older)

    carrying.carry(*editions, by=officer)

    assert Responsibility.objects.filter(indicator__in=parts, role=LEAD).count() == 2


def test_of_two_leads_that_a_merge_brings_together_the_second_becomes_main(
    editions: tuple[Edition, Edition], officer: User
) -> None:
    newer = make.indicator(editions[1])
    for _ in range(2):
        older = make.indicator(editions[0])
        confirmed(older, newer)
        duty(older)

    done = carrying.carry(*editions, by=officer)

    roles = Responsibility.objects.filter(indicator=newer).order_by("id")
    assert [each.role for each in roles] == [LEAD, ResponsibilityRole.MAIN]
    assert [each.reason for each in done.altered] == ["新指标已有牵头单位，改为主责承接"]


def test_what_has_no_confirmed_counterpart_stays_and_says_why(
    editions: tuple[Edition, Edition],
) -> None:
    older = make.indicator(editions[0])
    make.indicator(editions[1])
    duty(older)

    found = carrying.preview(*editions)

    assert found.total == 0
    assert found.blocked[0].reason.startswith("没有已确认的对应项")


def test_a_unit_that_is_no_more_is_not_carried_over(
    editions: tuple[Edition, Edition],
) -> None:
    older, newer = map(make.indicator, editions)
    confirmed(older, newer)
    gone = make.unit()
    gone.is_active = False
    gone.save()
    duty(older, unit=gone)

    assert carrying.preview(*editions).blocked[0].reason.startswith("单位已停用")


def test_crosswalk_links_go_along_on_either_side_and_rules_too(
    editions: tuple[Edition, Edition], officer: User
) -> None:
    older, newer = map(make.indicator, editions)
    sister = make.indicator()
    confirmed(older, newer)
    CrosswalkLink.objects.create(indicator=older, other=sister)
    CrosswalkLink.objects.create(indicator=sister, other=older)
    standing = Rule.objects.create(number="1", title="门前三包制度")
    repealed = Rule.objects.create(
        number="2", title="旧制度", is_repealed=True, repealed_on=make.TODAY
    )
    for rule in (standing, repealed):
        RuleBinding.objects.create(rule=rule, indicator=older)

    done = carrying.carry(*editions, by=officer)

    assert CrosswalkLink.objects.filter(indicator=newer, other=sister).exists()
    assert CrosswalkLink.objects.filter(indicator=sister, other=newer).exists()
    assert [each.rule for each in newer.rule_bindings.all()] == [standing]
    assert done.tallies[Thing.RULE].blocked == 1


@pytest.mark.parametrize("case", ["other framework", "retired", "the same"])
def test_editions_that_do_not_follow_each_other_are_refused(case: str) -> None:
    older = make.edition()
    newer = {
        "other framework": make.edition(),
        "retired": make.edition(of=older.framework, state=EditionState.RETIRED),
        "the same": older,
    }[case]

    with pytest.raises(CarryRefused):
        carrying.preview(older, newer)


def test_successors_are_found_through_the_editions_between() -> None:
    framework = make.framework()
    first = make.indicator(make.edition(of=framework))
    second = make.indicator(make.edition(of=framework))
    in_force = make.edition(of=framework)
    parts = [make.indicator(in_force) for _ in range(2)]
    confirmed(first, second)
    for part in parts:
        confirmed(second, part)
    in_force.state, in_force.in_force_from = EditionState.IN_FORCE, make.TODAY
    in_force.save()
    alone = make.indicator()

    found = api.successors_of([first.pk, parts[0].pk, alone.pk])

    assert found == {
        first.pk: [part.pk for part in parts],
        parts[0].pk: [parts[0].pk],
        alone.pk: [],
    }
