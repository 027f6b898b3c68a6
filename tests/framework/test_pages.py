"""The pages of the registry: what they show, and how much they ask the database."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.framework.api import load_builtin
from chuangcheng.framework.models import Edition, EditionState, Indicator, PointType
from chuangcheng.framework.services import copying
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped() -> Edition:
    load_builtin(at=make.NOON)
    return Edition.objects.get(framework__is_main=True)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make.officer())
    # The first page of a session notes when it began.
    client.get(reverse("home"))
    return client


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"framework:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def statements(client: Client, name: str, *args: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(client, name, *args)
    return len(captured)


def codes(html: str) -> list[str]:
    return re.findall(r'<span class="soft">(I+-\d+)</span>', html)


def test_a_tree_of_105_standards_asks_eight_statements_as_does_a_small_one(
    office: Client, shipped: Edition
) -> None:
    small = make.edition(state=EditionState.IN_FORCE)
    make.indicator(small)

    assert statements(office, "edition", shipped.pk) <= 8
    assert statements(office, "edition", shipped.pk) == statements(
        office, "edition", small.pk
    )


def test_a_draft_of_105_standards_asks_no_more(office: Client, shipped: Edition) -> None:
    draft = copying.copy(shipped, name="草案", by=make.officer(), at=make.NOON)

    assert statements(office, "edition", draft.pk) <= 8


@pytest.mark.parametrize("name", ["vetoes", "checklists"])
def test_other_pages_of_an_edition_ask_as_much_for_many_rows_as_for_one(
    name: str, office: Client, shipped: Edition
) -> None:
    small = make.edition(state=EditionState.IN_FORCE)
    make.checklist_item(make.point_type(), small)
    with make.past_the_lock():
        small.negative_items.create(code="N-01", name="重大事故", refs=["R01"])
        small.preconditions.create(name="获得提名资格", refs=["R01"])

    assert statements(office, name, shipped.pk) == statements(office, name, small.pk)


def test_the_tree_says_that_its_weights_are_reconstructed(
    office: Client, shipped: Edition
) -> None:
    html = page(office, "edition", shipped.pk)

    assert "本版分值和权重为重构" in html
    assert "分值合计" in html
    assert len(codes(html)) == 187


@pytest.mark.parametrize(
    ("query", "shown", "not_shown"),
    [
        pytest.param(
            {"q": "户外公益广告"}, "III-6", "III-7", id="words, with the groups above"
        ),
        pytest.param({"method": "SURVEY"}, "III-5", "III-4", id="a method"),
        pytest.param({"type": "PT12"}, "III-6", "III-1", id="a type of place"),
        pytest.param(
            {"provenance": "RECONSTRUCTED"}, "III-8", "III-1", id="where it is from"
        ),
    ],
)
def test_a_tree_is_cut_down_to_what_is_looked_for(
    query: dict[str, Any], shown: str, not_shown: str, office: Client, shipped: Edition
) -> None:
    found = codes(page(office, "edition", shipped.pk, **query))

    assert shown in found
    assert "I-1" in found
    assert not_shown not in found


def test_a_search_that_finds_nothing_says_so(office: Client, shipped: Edition) -> None:
    assert "没有符合条件的标准" in page(office, "edition", shipped.pk, q="月球")


def test_an_indicator_shows_its_sources_and_what_counts_for_it(
    office: Client, shipped: Edition
) -> None:
    standard = Indicator.objects.get(edition=shipped, code="III-6")

    html = page(office, "indicator", standard.pk)

    assert 'href="http://www.zxxww.com/show-161-100634-1.html"' in html
    assert "公益广告数量" in html


def test_a_checklist_explains_how_it_is_marked(office: Client, shipped: Edition) -> None:
    checklist = shipped.checklists.get(point_type=PointType.objects.get(code="PT12"))

    html = page(office, "checklist", checklist.pk)

    assert "农贸市场检查清单" in html
    assert "3 处及以上记 C#" in html


def test_groups_of_types_are_not_torn_apart(office: Client, shipped: Edition) -> None:
    html = page(office, "point_types")

    assert len(re.findall("窗口服务</h2>", html)) == 1
    assert "共 56 类" in html


def test_a_draft_is_nobodys_business_but_the_offices(client: Client) -> None:
    draft = make.edition()
    client.force_login(make.liaison(make.unit()))

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.name not in page(client, "frameworks")


def test_the_empty_page_offers_to_load_what_is_shipped(office: Client) -> None:
    assert "载入内置测评体系" in page(office, "frameworks")

    answer = office.post(reverse("framework:load_builtin"), follow=True)

    assert "105 条测评标准" in answer.content.decode()
