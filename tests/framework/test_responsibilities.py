"""Who answers for a standard: given, changed, taken away, and seen through the post."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Post, Seat
from chuangcheng.city.services import seats
from chuangcheng.framework.models import (
    EditionState,
    IndicatorLevel,
    Responsibility,
    ResponsibilityRole,
)
from chuangcheng.framework.queries import duty_history
from chuangcheng.framework.queries import responsibilities as queries
from chuangcheng.framework.services import responsibilities as services
from chuangcheng.framework.services.responsibilities import DutyRefused, Part
from chuangcheng.platform.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db

LEAD, MAIN, SUPPORT = (
    ResponsibilityRole.LEAD,
    ResponsibilityRole.MAIN,
    ResponsibilityRole.SUPPORT,
)


def test_a_unit_leads_a_standard_through_a_post_and_it_is_on_record() -> None:
    standard, officer = make.indicator(), make.officer()
    seat = make.seat(role=Role.LIAISON)
    unit = seat.post.unit
    assert unit

    services.assign(standard, Part(unit=unit, role=LEAD, post=seat.post), by=officer)

    (duty,) = queries.of_indicator(standard)
    assert (duty.unit, duty.role, duty.post_id) == (unit, LEAD, seat.post.pk)
    assert duty.holder is not None
    assert duty.holder.person_id == seat.person.pk
    entry = AuditEntry.objects.get(verb="framework.responsibility.assigned")
    assert entry.actor_id == officer.pk


def test_a_standard_has_one_lead() -> None:
    duty = make.duty(unit=make.unit(name="云溪区民政局"))

    with pytest.raises(DutyRefused, match="已由云溪区民政局牵头"):
        services.assign(duty.indicator, Part(unit=make.unit(), role=LEAD), by=None)

    assert Responsibility.objects.count() == 1


def test_a_second_lead_cannot_come_by_changing_either() -> None:
    lead = make.duty()
    support = make.duty(lead.indicator, role=SUPPORT)

    with pytest.raises(DutyRefused, match="一个牵头单位"):
        services.change(support, role=LEAD, post=None, by=None)


def test_the_refusals() -> None:
    unit, other = make.unit(), make.seat().post
    domain = make.indicator(level=IndicatorLevel.DOMAIN)
    retired = make.indicator(make.edition(state=EditionState.RETIRED))
    idle = make.unit()
    idle.is_active = False
    idle.save()
    standard = make.indicator()
    duty = make.duty(role=SUPPORT)
    cases = (
        (domain, Part(unit=unit, role=MAIN), "测评标准上"),
        (retired, Part(unit=unit, role=MAIN), "已废止"),
        (standard, Part(unit=idle, role=MAIN), "已停用"),
        (standard, Part(unit=unit, role=MAIN, post=other), "不是.*的岗位"),
        (duty.indicator, Part(unit=duty.unit, role=MAIN), "已有职责"),
    )

    for indicator, part, said in cases:
        with pytest.raises(DutyRefused, match=said):
            services.assign(indicator, part, by=None)

    assert Responsibility.objects.count() == 1


def test_an_edition_in_force_can_still_be_assigned() -> None:
    standard = make.indicator(make.edition(state=EditionState.IN_FORCE))

    services.assign(standard, Part(unit=make.unit(), role=MAIN), by=None)

    assert standard.responsibilities.count() == 1


def test_the_duty_moves_with_the_post_and_the_former_holder_stays_on_record() -> None:
    seat = make.seat(make.user(name="陈红"), role=Role.LIAISON)
    duty = make.duty(post=seat.post)
    today = timezone.localdate()

    seats.assign(seat.post, make.user(name="赵强"), starts_on=today, by=None)

    (now,) = queries.of_indicator(duty.indicator)
    assert now.holder is not None
    assert now.holder.name == "赵强"
    (history,) = duty_history.holders([now])
    assert [(each.name, each.ends_on) for each in history.tenures] == [
        ("赵强", None),
        ("陈红", today - timedelta(days=1)),
    ]


def test_a_post_nobody_sits_in_is_vacant() -> None:
    post = Post.objects.create(title="科长", unit=make.unit())
    Seat.objects.create(
        person=make.user(),
        post=post,
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
    )
    duty = make.duty(post=post)

    (now,) = queries.of_indicator(duty.indicator)

    assert now.is_vacant


def test_the_history_tells_every_change_in_words() -> None:
    standard, unit = make.indicator(), make.unit(name="云溪区商务局")
    post = make.seat(role=Role.UNIT_HEAD, at=unit).post
    duty = services.assign(standard, Part(unit=unit, role=SUPPORT), by=None)
    services.change(duty, role=LEAD, post=post, by=None)
    duty.refresh_from_db()
    services.remove(duty, by=None)

    told = [change.text for change in duty_history.changes(standard)]

    assert told == [
        "移除云溪区商务局的牵头职责",
        f"云溪区商务局由配合改为牵头，责任岗位由“未定岗位”改为“{post.title}”",
        "定云溪区商务局为配合单位，责任岗位：未定岗位（手工指定）",
    ]


def test_many_standards_get_the_same_unit_and_those_led_by_others_are_kept() -> None:
    edition = make.edition(state=EditionState.IN_FORCE)
    free, supported, led = (make.indicator(edition) for _ in range(3))
    seat = make.seat(role=Role.LIAISON)
    unit = seat.post.unit
    assert unit
    make.duty(supported, unit=unit, role=SUPPORT)
    make.duty(led)

    done = services.assign_many(
        [free, supported, led],
        Part(unit=unit, role=LEAD),
        post_role=Role.LIAISON,
        by=make.officer(),
    )

    assert (done.added, done.changed, done.kept) == (1, 1, (led.code,))
    own = Responsibility.objects.filter(unit=unit)
    assert {(each.role, each.post_id) for each in own} == {(LEAD, seat.post.pk)}


def test_accepted_proposals_are_written_all_or_not_at_all() -> None:
    first, second = make.indicator(), make.indicator()
    unit = make.unit()
    parts = [
        (first, Part(unit=unit, role=LEAD)),
        (second, Part(unit=unit, role=LEAD)),
        (second, Part(unit=make.unit(), role=LEAD)),
    ]

    with pytest.raises(DutyRefused):
        services.accept(parts, by=None)
    assert not Responsibility.objects.exists()

    assert services.accept(parts[:2], by=None) == 2
    assert {each.origin for each in Responsibility.objects.all()} == {"PROPOSED"}
