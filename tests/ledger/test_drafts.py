"""What reviewers do to drafts: each step is kept at once, and nobody overwrites anybody."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.city.models import UnitAlias
from chuangcheng.ledger.models import (
    DirectiveState,
    DraftState,
    DraftTask,
    DraftUnit,
    UnitRole,
)
from chuangcheng.ledger.services import drafts, naming
from chuangcheng.ledger.services.drafts import Content, Figure, NamedUnit
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(minutes=5)
TEXT = "区教育局要在6月底前整治校门口秩序，开展3次宣传活动。各街道要清理楼道。"


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def browser(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def content(action: str = "整治校门口秩序", **more: object) -> Content:
    given: dict[str, object] = {
        "deadline": None,
        "recurrence": "",
        "targets": (),
        "units": (),
    }
    return Content(action=action, **(given | more))  # type: ignore[arg-type]


def where(draft: DraftTask, door: str) -> str:
    return reverse(f"ledger:{door}", args=[draft.directive.number, draft.number])


# --- one draft ---------------------------------------------------------------------------------
def test_an_edit_replaces_the_facts_and_counts_as_checked(officer: User) -> None:
    unit, draft = make.unit(), make.draft()

    saved = drafts.edit(
        draft.pk,
        version=0,
        content=content(
            deadline=date(2026, 6, 30),
            recurrence="FREQ=WEEKLY",
            targets=(
                Figure(object="活动", comparator=">=", value=Decimal("3.50"), unit="次"),
            ),
            units=(NamedUnit(said="区教育局", role=UnitRole.MAIN, unit=unit),),
        ),
        by=officer,
        at=LATER,
    )

    saved.refresh_from_db()
    assert (saved.state, saved.version, saved.edited_by) == (
        DraftState.CONFIRMED,
        1,
        officer,
    )
    assert saved.targets == [
        {"object": "活动", "comparator": ">=", "value": "3.5", "unit": "次"}
    ]
    assert [(u.said, u.role, u.unit) for u in saved.units.all()] == [
        ("区教育局", "MAIN", unit)
    ]


def test_who_saves_second_is_told_who_was_first_and_changes_nothing(officer: User) -> None:
    draft = make.draft()
    first = make.seat(make.user(name="李强")).person
    drafts.edit(draft.pk, version=0, content=content("先存的"), by=first, at=make.NOON)

    with pytest.raises(drafts.Overtaken, match="李强刚刚改过"):
        drafts.edit(draft.pk, version=0, content=content("后存的"), by=officer, at=LATER)

    draft.refresh_from_db()
    assert (draft.action, draft.version) == ("先存的", 1)


@pytest.mark.parametrize("state", [DirectiveState.PUBLISHED, DirectiveState.WITHDRAWN])
def test_what_is_published_or_put_aside_is_no_longer_edited(
    officer: User, state: DirectiveState
) -> None:
    draft = make.draft(make.directive(state=state))

    with pytest.raises(drafts.NotInReview, match="不能再修改"):
        drafts.edit(draft.pk, version=0, content=content(), by=officer, at=LATER)


def test_a_remembered_name_becomes_an_alias_of_the_unit(officer: User) -> None:
    unit, draft = make.unit(name="云溪区教育和体育局"), make.draft()
    named = NamedUnit(said="教体局", role=UnitRole.LEAD, unit=unit, remember=True)

    drafts.edit(draft.pk, version=0, content=content(units=(named,)), by=officer, at=LATER)

    assert UnitAlias.objects.get(name="教体局").unit == unit


# --- splitting, merging, adding ----------------------------------------------------------------
def test_the_halves_of_a_draft_share_its_units_and_part_its_figures(officer: User) -> None:
    unit = make.unit()
    draft = make.draft(
        make.directive(text=TEXT),
        end=26,
        lead=unit,
        deadline=date(2026, 6, 30),
        targets=({"object": "活动", "comparator": "=", "value": "3", "unit": "次"},),
    )

    first, second = drafts.split(draft.pk, version=0, offset=17, by=officer, at=LATER)

    assert (first.text, second.text) == (TEXT[:17], TEXT[17:26])
    assert (first.start, first.end, second.start, second.end) == (0, 17, 17, 26)
    assert first.targets == []
    assert [target["value"] for target in second.targets] == ["3"]
    assert second.deadline == date(2026, 6, 30)
    assert [named.unit for named in second.units.all()] == [unit]
    assert second.number == first.number + 1
    assert {first.state, second.state} == {DraftState.OPEN}


@pytest.mark.parametrize("offset", [0, 26, 30])
def test_a_draft_is_not_split_outside_itself(officer: User, offset: int) -> None:
    draft = make.draft(make.directive(text=TEXT), end=26)

    with pytest.raises(drafts.BadSpan):
        drafts.split(draft.pk, version=0, offset=offset, by=officer, at=LATER)

    assert DraftTask.objects.count() == 1


def test_merging_unites_units_and_keeps_the_latest_day(officer: User) -> None:
    directive = make.directive(text=TEXT)
    one, two = make.unit(), make.unit()
    first = make.draft(directive, start=0, end=17, lead=one, deadline=date(2026, 5, 1))
    second = make.draft(
        directive, start=17, end=26, lead=two, said="某局", deadline=date(2026, 6, 1)
    )

    merged = drafts.merge({second.pk: 0, first.pk: 0}, by=officer, at=LATER)

    assert merged.pk == first.pk
    assert (merged.start, merged.end, merged.deadline) == (0, 26, date(2026, 6, 1))
    assert {named.unit for named in merged.units.all()} == {one, two}
    second.refresh_from_db()
    assert second.state == DraftState.DROPPED


def test_drafts_of_two_directives_are_not_merged(officer: User) -> None:
    one, two = make.draft(), make.draft()

    with pytest.raises(drafts.BadSpan):
        drafts.merge({one.pk: 0, two.pk: 0}, by=officer, at=LATER)


def test_selected_text_becomes_a_draft_with_the_next_number(officer: User) -> None:
    directive = make.directive(text=TEXT)
    known = make.draft(directive, end=17)

    added = drafts.add(directive.number, start=27, end=35, by=officer, at=LATER)

    assert added.text == TEXT[27:35]
    assert added.number == known.number + 1
    assert added.section == known.section
    assert added.is_manual


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 4), (0, 9999), (90, 99)])
def test_a_stretch_outside_the_text_becomes_nothing(
    officer: User, start: int, end: int
) -> None:
    directive = make.directive(text=TEXT)

    with pytest.raises(drafts.BadSpan):
        drafts.add(directive.number, start=start, end=end, by=officer, at=LATER)


# --- several -----------------------------------------------------------------------------------
def test_marking_several_is_all_or_nothing(officer: User) -> None:
    directive = make.directive()
    first, second = make.draft(directive), make.draft(directive)
    drafts.confirm(second.pk, version=0, by=officer, at=make.NOON)

    with pytest.raises(drafts.Overtaken):
        drafts.mark(
            directive.number,
            {first.pk: 0, second.pk: 0},
            state=DraftState.DROPPED,
            by=officer,
            at=LATER,
        )

    first.refresh_from_db()
    assert (first.state, first.version) == (DraftState.OPEN, 0)


# --- names -------------------------------------------------------------------------------------
def test_a_name_is_settled_in_all_drafts_at_once(officer: User) -> None:
    directive = make.directive()
    several = [make.draft(directive, said="教委") for _ in range(3)]
    other = make.draft(directive, said="某局")
    one, two = make.unit(), make.unit()

    changed = naming.settle(
        directive.number,
        said="教委",
        units=[one, two],
        remember=False,
        by=officer,
        at=LATER,
    )

    assert changed == 3
    for draft in several:
        draft.refresh_from_db()
        assert {named.unit for named in draft.units.all()} == {one, two}
        assert {named.role for named in draft.units.all()} == {"LEAD"}
        assert draft.version == 1
    other.refresh_from_db()
    assert other.version == 0


def test_settling_a_name_that_nobody_says_changes_nothing(officer: User) -> None:
    directive = make.draft().directive

    with pytest.raises(naming.NotSaid):
        naming.settle(
            directive.number, said="无此局", units=[], remember=False, by=officer, at=LATER
        )


def test_confirming_takes_what_the_program_found_and_nothing_else(officer: User) -> None:
    directive = make.directive()
    make.draft(directive, said="甲局", lead=make.unit())
    make.draft(directive, said="乙局")

    naming.confirm(directive.number, names=["甲局", "乙局"], by=officer, at=LATER)

    assert set(DraftUnit.objects.values_list("said", "is_confirmed")) == {
        ("甲局", True),
        ("乙局", False),
    }


# --- races -------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_who_save_together_one_is_told() -> None:
    draft = make.draft()
    people = [make.officer(), make.officer()]
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def save(person: User) -> None:
        start.wait()
        try:
            drafts.edit(
                draft.pk, version=0, content=content(person.username), by=person, at=LATER
            )
            outcomes.append("saved")
        except drafts.Overtaken:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["saved", "told"]
    draft.refresh_from_db()
    assert draft.version == 1


# --- pages -------------------------------------------------------------------------------------
def typed(**more: str) -> dict[str, str]:
    return {
        "version": "0",
        "action": "整治校门口秩序",
        "deadline": "",
        "recurrence": "",
        "target-TOTAL_FORMS": "1",
        "target-INITIAL_FORMS": "0",
        "target-0-object": "",
        "target-0-comparator": ">=",
        "target-0-value": "",
        "target-0-unit": "",
        "unit-TOTAL_FORMS": "1",
        "unit-INITIAL_FORMS": "0",
        "unit-0-said": "",
        "unit-0-role": "LEAD",
    } | more


def test_the_form_saves_what_was_typed_as_people_write_it(browser: Client) -> None:
    unit, draft = make.unit(), make.draft()

    response = browser.post(
        where(draft, "draft_edit"),
        typed(
            **{
                "deadline": "2026-06-30",
                "recurrence": "每月11日",
                "target-0-object": "活动",
                "target-0-value": "3",
                "target-0-unit": "次",
                "unit-0-said": "区教育局",
                "unit-0-units": str(unit.pk),
            }
        ),
    )

    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.recurrence == "FREQ=MONTHLY;BYMONTHDAY=11"
    assert draft.deadline == date(2026, 6, 30)
    assert draft.targets[0]["value"] == "3"
    assert draft.units.get().unit == unit


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("action", " ", "请写明要做什么"),
        ("deadline", "2026-02-31", "日期请写成"),
        ("deadline", "0026-01-01", "年份不对"),
        ("recurrence", "随便", "看不懂"),
        ("target-0-object", "活动", "请填写目标值"),
        ("target-0-value", "很多", "应是数字"),
        ("unit-0-units", "999999", "不在名录中"),
    ],
)
def test_bad_input_is_answered_at_its_field_and_nothing_changes(
    browser: Client, field: str, value: str, said: str
) -> None:
    draft = make.draft()

    response = browser.post(where(draft, "draft_edit"), typed(**{field: value}))

    assert response.status_code == 422
    assert said in response.content.decode()
    draft.refresh_from_db()
    assert draft.version == 0


def test_an_overtaken_edit_shows_the_newer_version_beside_what_was_typed(
    browser: Client, officer: User
) -> None:
    draft = make.draft()
    drafts.edit(draft.pk, version=0, content=content("别人改的"), by=officer, at=LATER)

    response = browser.post(where(draft, "draft_edit"), typed(action="我改的"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "别人改的" in page
    assert "我改的" in page
    draft.refresh_from_db()
    assert draft.action == "别人改的"


@pytest.mark.parametrize(
    ("door", "state"),
    [("draft_confirm", DraftState.CONFIRMED), ("draft_drop", DraftState.DROPPED)],
)
def test_a_card_is_marked_and_served_again_with_the_head_of_the_page(
    browser: Client, door: str, state: DraftState
) -> None:
    draft = make.draft()

    response = browser.post(
        where(draft, door), {"version": "0"}, headers={"hx-request": "true"}
    )

    draft.refresh_from_db()
    page = " ".join(response.content.decode().split())
    assert draft.state == state
    assert f'id="draft-{draft.number}"' in page
    assert 'id="standing" hx-swap-oob="true"' in page
    assert f'id="line-{draft.start}" hx-swap-oob="true"' in page


def test_a_card_somebody_changed_meanwhile_is_served_fresh_with_the_reason(
    browser: Client, officer: User
) -> None:
    draft = make.draft()
    drafts.confirm(draft.pk, version=0, by=officer, at=LATER)

    response = browser.post(
        where(draft, "draft_drop"), {"version": "0"}, headers={"hx-request": "true"}
    )

    assert response.status_code == 409
    assert "刚刚改过" in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == DraftState.CONFIRMED


def test_ticked_cards_are_confirmed_together(browser: Client) -> None:
    directive = make.directive()
    ticked = [make.draft(directive) for _ in range(2)]
    left = make.draft(directive)

    response = browser.post(
        reverse("ledger:drafts", args=[directive.number]),
        {"verb": "confirm", "draft": [f"{d.number}:{d.version}" for d in ticked]},
    )

    assert response.status_code == 302
    states = dict(directive.drafts.values_list("number", "state"))
    assert [states[d.number] for d in ticked] == [DraftState.CONFIRMED] * 2
    assert states[left.number] == DraftState.OPEN


def test_the_chips_filter_the_cards(browser: Client) -> None:
    directive = make.directive()
    low = make.draft(directive, confidence=0.5, lead=make.unit())
    sure = make.draft(directive, confidence=0.9)

    page = browser.get(directive.get_absolute_url(), {"show": "low"}).content.decode()

    assert f'id="draft-{low.number}"' in page
    assert f'id="draft-{sure.number}"' not in page
    page = browser.get(directive.get_absolute_url(), {"show": "no-unit"}).content.decode()
    assert f'id="draft-{sure.number}"' in page
    assert f'id="draft-{low.number}"' not in page


def test_shaky_drafts_come_first_unless_the_order_of_the_text_is_asked_for(
    browser: Client,
) -> None:
    directive = make.directive()
    sure = make.draft(directive, start=0, end=17, confidence=0.9)
    low = make.draft(directive, start=18, end=33, confidence=0.5)

    def order(**query: str) -> bool:
        page = browser.get(directive.get_absolute_url(), query).content.decode()
        return page.index(f'id="draft-{low.number}"') < page.index(
            f'id="draft-{sure.number}"'
        )

    assert order()
    assert not order(order="text")


def test_the_table_of_names_offers_units_and_settles_one(browser: Client) -> None:
    unit = make.unit(name="云溪区教育局", short_name="区教育局")
    directive = make.directive()
    for _ in range(2):
        make.draft(directive, said="区教委")
    page = browser.get(reverse("ledger:directive_units", args=[directive.number]))
    assert "1 个称谓还没有对应单位" in page.content.decode()
    assert "2 项任务" in page.content.decode()

    browser.post(
        reverse("ledger:directive_settle", args=[directive.number]),
        {"said": "区教委", "units": [unit.pk], "remember": "on"},
    )

    assert set(DraftUnit.objects.values_list("unit", "is_confirmed")) == {(unit.pk, True)}
    assert UnitAlias.objects.get(name="区教委").unit == unit


def test_a_doubtful_sentence_is_offered_and_becomes_a_task(browser: Client) -> None:
    directive = make.directive(text=TEXT)
    directive.doubtful = [[27, 35]]
    directive.save()
    assert "疑似遗漏" in browser.get(directive.get_absolute_url()).content.decode()

    browser.post(
        reverse("ledger:draft_add", args=[directive.number]), {"start": "27", "end": "35"}
    )

    assert directive.drafts.get().text == TEXT[27:35]
    page = browser.get(directive.get_absolute_url()).content.decode()
    assert "疑似遗漏：" not in page
