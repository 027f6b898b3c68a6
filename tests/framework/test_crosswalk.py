"""What several campaigns ask for at once: the shares, the links, the suggestions, the pages."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.framework.crosswalk import Link, Share, Web, Words, share, suggest
from chuangcheng.framework.models import (
    CrosswalkLink,
    Edition,
    EditionState,
    Indicator,
    IndicatorLevel,
    Provenance,
)
from chuangcheng.framework.services import crosswalk as services
from chuangcheng.framework.services.crosswalk import LinkRefused
from tests import make

pytestmark = pytest.mark.django_db

# Main campaign: 1, 2, 3; second: 11, 12; third: 21.
WEB = Web([Link(one=1, other=11), Link(one=1, other=21), Link(one=2, other=12)])
SHARES = [
    ("main over second", (1, 2, 3), (11, 12), Share(covered=2, total=2)),
    ("second over main", (11, 12), (1, 2, 3), Share(covered=2, total=3)),
    ("through the main one", (11, 12), (21,), Share(covered=1, total=1)),
    ("the other way round", (21,), (11, 12), Share(covered=1, total=2)),
    ("nothing to cover", (1,), (), Share(covered=0, total=0)),
]


@pytest.mark.parametrize(
    ("covering", "covered", "expected"),
    [row[1:] for row in SHARES],
    ids=[row[0] for row in SHARES],
)
def test_the_share_that_one_campaign_covers_of_another(
    covering: tuple[int, ...], covered: tuple[int, ...], expected: Share
) -> None:
    assert share(covering, covered, WEB) == expected


def test_a_share_is_said_with_one_decimal_and_n() -> None:
    assert str(Share(covered=26, total=39)) == "66.7%(26/39)"
    assert Share(covered=1, total=8).percent == Decimal("12.5")
    assert str(Share(covered=0, total=0)) == "—(0/0)"


def test_likeness_never_passes_two_thirds() -> None:
    web = Web([Link(one=1, other=2), Link(one=2, other=3), Link(one=3, other=4)])

    assert web.reached(1) == {2, 3}


def test_the_most_alike_is_suggested_and_what_is_linked_is_not() -> None:
    ones = [Words(key=1, text="健康教育和健康素养"), Words(key=2, text="生活垃圾分类")]
    others = [
        Words(key=11, text="居民健康素养水平"),
        Words(key=12, text="生活垃圾分类处理率"),
        Words(key=13, text="志愿服务站点"),
    ]

    found = suggest(ones, others)
    assert [(each.one, each.other) for each in found] == [(2, 12), (1, 11)]
    assert all(0 < each.likeness <= 1 for each in found)
    assert [each.other for each in suggest(ones, others, known=[(2, 12)])] == [11]
    assert suggest([], others) == []


@pytest.fixture
def main() -> Edition:
    return make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)


@pytest.fixture
def other() -> Edition:
    made = make.framework(name="国家卫生城市")
    return make.edition(of=made, state=EditionState.IN_FORCE)


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(make.officer(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _codes(one: Indicator, another: Indicator) -> tuple[str, str]:
    return one.edition.framework.code, another.edition.framework.code


def test_a_link_is_made_once_whichever_way_round(main: Edition, other: Edition) -> None:
    ours, theirs = make.indicator(main), make.indicator(other)

    made = services.link(theirs, ours, by=None)

    assert (made.indicator, made.other) == (ours, theirs)
    assert made.provenance == Provenance.LOCAL
    with pytest.raises(LinkRefused, match="已经对应"):
        services.link(ours, theirs, by=None)


def test_what_cannot_be_linked(main: Edition, other: Edition) -> None:
    ours = make.indicator(main)
    draft = make.indicator()
    group = make.indicator(other, level=IndicatorLevel.DOMAIN)
    cases = (
        (ours, make.indicator(main), "不同的创建活动"),
        (ours, ours, "不同的创建活动"),
        (ours, draft, "不在现行版本"),
        (ours, group, "不是测评标准"),
    )

    for one, another, said in cases:
        with pytest.raises(LinkRefused, match=said):
            services.link(one, another, by=None)

    assert not CrosswalkLink.objects.exists()


def test_the_matrix_shows_both_directions_and_each_figure_opens_its_rows(
    office: Client, main: Edition, other: Edition
) -> None:
    ours, theirs, open_ = make.indicator(main), make.indicator(other), make.indicator(other)
    make.link(ours, theirs)

    page = office.get(reverse("framework:crosswalk")).content.decode()
    assert "50.0%(1/2)" in page
    assert "100.0%(1/1)" in page
    url = reverse("framework:crosswalk_pair", args=_codes(ours, theirs))
    assert url in page
    rows = office.get(f"{url}?covered=no").content.decode()
    assert f">{open_.code}<" in rows
    assert f">{theirs.code}<" not in rows


def test_a_suggestion_becomes_a_link_when_a_person_confirms(
    office: Client, main: Edition, other: Edition
) -> None:
    ours = make.indicator(main, name="生活垃圾分类")
    theirs = make.indicator(other, name="生活垃圾分类覆盖率")
    codes = _codes(ours, theirs)
    page = office.get(reverse("framework:crosswalk_pair", args=codes)).content.decode()
    assert "可能对应的指标" in page

    confirm = reverse("framework:crosswalk_confirm", args=codes)
    assert office.post(confirm, {"pair": "x"}).status_code == 422
    office.post(confirm, {"pair": f"{ours.pk}-{theirs.pk}"})

    link = CrosswalkLink.objects.get()
    panel = office.get(reverse("framework:crosswalk_panel", args=[theirs.pk]))
    assert str(ours) in panel.content.decode()
    office.post(reverse("framework:crosswalk_remove", args=[link.pk]))
    assert not CrosswalkLink.objects.exists()


def test_a_link_by_hand_goes_back_to_where_one_came_from(
    office: Client, main: Edition, other: Edition
) -> None:
    ours, theirs = make.indicator(main), make.indicator(other)
    url = f"{reverse('framework:crosswalk_add')}?indicator={ours.pk}"

    assert str(ours) in office.get(url).content.decode()
    response = office.post(url, {"indicator": ours.pk, "other": theirs.pk, "note": "同源"})

    assert response["Location"] == ours.get_absolute_url()
    again = office.post(url, {"indicator": ours.pk, "other": theirs.pk, "note": ""})
    assert again.status_code == 422
    assert "已经对应" in again.content.decode()


def test_the_picker_offers_standards_in_force_by_number_or_name(
    office: Client, main: Edition, other: Edition
) -> None:
    ours = make.indicator(main, name="生活垃圾分类")
    make.indicator(other, name="垃圾处理")
    make.indicator(name="生活垃圾草案")
    url = reverse("framework:indicator_options")

    assert len(office.get(f"{url}?q=垃圾").json()) == 2
    code = main.framework.code
    assert [
        row["value"] for row in office.get(f"{url}?q=垃圾&framework={code}").json()
    ] == [ours.pk]


def test_the_matrix_asks_as_much_for_many_links_as_for_one(
    office: Client, main: Edition, other: Edition
) -> None:
    url = reverse("framework:crosswalk")
    make.link(make.indicator(main), make.indicator(other))
    office.get(url)
    with CaptureQueriesContext(connection) as few:
        office.get(url)
    for _ in range(30):
        make.link(make.indicator(main), make.indicator(other))
    with CaptureQueriesContext(connection) as many:
        office.get(url)

    assert len(many) == len(few)


def test_coverage_and_links_leave_as_a_workbook(
    office: Client, main: Edition, other: Edition
) -> None:
    make.link(make.indicator(main), make.indicator(other))

    response = office.get(reverse("framework:crosswalk_export"))

    book = openpyxl.load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["覆盖情况", "对应关系"]
    assert book["覆盖情况"].max_row == 3
    assert book["对应关系"].max_row == 2
