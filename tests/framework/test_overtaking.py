"""Two officers at one draft: the second does not save over what the first changed unawares."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.framework import seen
from chuangcheng.framework.models import ChecklistItem, Edition, Indicator
from chuangcheng.framework.services import checklists, indicators, vetoes
from chuangcheng.framework.services.drafts import DraftRefused
from tests import make

pytestmark = pytest.mark.django_db

MARK = re.compile(r'name="seen" value="([^"]*)"')


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make.officer())
    return client


@pytest.fixture
def draft() -> Edition:
    return make.edition(full_score="2")


def mark_in(html: str) -> str:
    found = MARK.search(html)
    assert found
    return found[1]


def opened(office: Client, name: str, key: object) -> str:
    answer = office.get(reverse(f"framework:{name}", args=[key]))
    return mark_in(answer.content.decode())


@pytest.mark.parametrize(
    ("then", "changed"),
    [
        pytest.param({"name": "甲", "score": 1}, [], id="as it was"),
        pytest.param({"name": "甲", "score": 2}, ["score"], id="one changed"),
        pytest.param({"name": "甲", "score": 1, "more": 3}, ["more"], id="one added"),
        pytest.param({"score": 1}, [], id="one taken away"),
    ],
)
def test_a_mark_tells_what_is_not_as_it_was(
    then: dict[str, object], changed: list[str]
) -> None:
    mark = seen.mark({"name": "甲", "score": 1})

    assert seen.changed(mark, then) == changed


def test_no_mark_claims_nothing() -> None:
    assert seen.changed("", {"name": "甲"}) == []


def test_a_form_opened_before_anothers_change_is_refused_once_with_what_it_says_now(
    office: Client, draft: Edition
) -> None:
    standard = make.indicator(draft, code="III-1", name="街面环境卫生")
    mark = opened(office, "indicator_edit", standard.pk)
    Indicator.objects.filter(pk=standard.pk).update(name="街面保洁", score=2)
    mine = {
        "code": "III-1",
        "name": "街面环境",
        "level": "STANDARD",
        "score": "1",
        "methods": ["ONSITE"],
        "provenance": "LOCAL",
        "seen": mark,
    }
    address = reverse("framework:indicator_edit", args=[standard.pk])

    refused = office.post(address, mine)

    html = refused.content.decode()
    assert refused.status_code == 422
    assert "在您填写期间被改过：名称现为“街面保洁”；分值现为 2。" in html
    assert 'value="街面环境"' in html
    standard.refresh_from_db()
    assert standard.name == "街面保洁"

    assert office.post(address, mine | {"seen": mark_in(html)}).status_code == 302
    standard.refresh_from_db()
    assert (standard.name, str(standard.score)) == ("街面环境", "1.000")


def test_a_place_changed_by_an_arrow_does_not_hinder_the_form(
    office: Client, draft: Edition
) -> None:
    first, second = (make.indicator(draft, code=code) for code in ("III-1", "III-2"))
    mark = opened(office, "indicator_edit", second.pk)
    indicators.shift(first.pk, up=False, by=make.officer())

    answer = office.post(
        reverse("framework:indicator_edit", args=[second.pk]),
        {"code": "III-2", "name": "新", "level": "STANDARD", "provenance": "LOCAL"}
        | {"seen": mark},
    )

    assert answer.status_code == 302


def test_scores_set_by_another_meanwhile_are_named_and_a_new_standard_keeps_its_own(
    office: Client, draft: Edition
) -> None:
    first = make.indicator(draft, code="III-1", name="街面", score="1")
    mark = opened(office, "reweigh", draft.pk)
    Indicator.objects.filter(pk=first.pk).update(score=Decimal("1.5"))
    added = make.indicator(draft, code="III-2", name="公厕", score="0.5")
    mine = {"full_score": "2", f"score-{first.pk}": "2", "seen": mark}
    address = reverse("framework:reweigh", args=[draft.pk])

    html = office.post(address, mine).content.decode()

    assert "III-1 街面现为 1.5 分；III-2 公厕现为 0.5 分" in html
    assert re.search(rf'name="score-{added.pk}" value="0.5"', html)
    first.refresh_from_db()
    assert first.score == Decimal("1.5")

    again = mine | {"seen": mark_in(html), f"score-{added.pk}": "0.5"}
    office.post(address, again)
    first.refresh_from_db()
    added.refresh_from_db()
    assert [first.score, added.score] == [Decimal(2), Decimal("0.5")]


@pytest.mark.parametrize(
    "name", ["describe", "negative_item_edit", "precondition_edit", "checklist_edit"]
)
def test_every_form_of_a_draft_carries_what_was_seen(
    name: str, office: Client, draft: Edition
) -> None:
    item = make.checklist_item(make.point_type(), draft)
    keys = {
        "describe": draft.pk,
        "negative_item_edit": draft.negative_items.create(code="N-01", name="事故").pk,
        "precondition_edit": draft.preconditions.create(name="提名").pk,
        "checklist_edit": item.checklist_id,
    }
    address = reverse(f"framework:{name}", args=[keys[name]])

    said = {"code": "N-02", "name": "改", "observation": "500米", "provenance": "LOCAL"}
    answer = office.post(address, said | {"seen": "name:00000000 observation:00000000"})

    assert answer.status_code == 422
    assert "在您填写期间被改过" in answer.content.decode()
    assert opened(office, name, keys[name])


def test_what_another_removed_is_not_brought_back(draft: Edition) -> None:
    item = make.checklist_item(make.point_type(), draft)
    facts = checklists.ItemFacts(
        code=item.code,
        name="改",
        criterion="无",
        category="",
        scoring="COUNTED",
        severity="HIGH",
        indicator=None,
        provenance="LOCAL",
        basis="",
        refs=[],
    )
    ChecklistItem.objects.filter(pk=item.pk).delete()
    officer = make.officer()

    with pytest.raises(DraftRefused, match="刚刚被删除"):
        checklists.save_item(item.checklist, facts, item=item, by=officer)

    veto = draft.negative_items.create(code="N-01", name="事故")
    draft.negative_items.all().delete()
    said = vetoes.NegativeFacts(
        code="N-01", name="改", scope="", consequence="", provenance="LOCAL", refs=[]
    )
    with pytest.raises(DraftRefused, match="刚刚被删除"):
        vetoes.save_negative_item(draft.pk, said, item=veto, by=officer)
    assert not ChecklistItem.objects.exists()
