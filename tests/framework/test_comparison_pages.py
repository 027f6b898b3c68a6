"""What changed between two editions, confirmed and carried over in the browser's pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.framework.exchange import write
from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Indicator,
    IndicatorLevel,
    IndicatorMatch,
    MatchState,
    Responsibility,
    ResponsibilityRole,
    UploadedEdition,
)
from chuangcheng.framework.queries.contents import content_of
from chuangcheng.framework.services import builtin, exchange
from chuangcheng.framework.services.exchange import Target
from tests import make
from tests.framework import ten_changes

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def desk(officer: User, client: Client) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def shipped() -> Edition:
    builtin.load(at=make.NOON)
    return Edition.objects.get(framework__is_main=True)


@pytest.fixture
def draft(shipped: Edition, officer: User) -> Edition:
    """The shipped edition with ten changes, imported as a draft."""
    return exchange.apply(
        ten_changes.edited(write(content_of(shipped))),
        Target(edition=shipped, new_name="2027版"),
        name="手册.xlsx",
        by=officer,
        at=make.NOON.replace(year=2027),
    )


def address(older: Edition, newer: Edition, **asked: str) -> str:
    return reverse(
        "framework:compare", query={"older": older.pk, "newer": newer.pk, **asked}
    )


def at(name: str, older: Edition, newer: Edition) -> str:
    return reverse(f"framework:{name}", args=[older.pk, newer.pk])


def test_ten_changes_in_excel_are_exactly_ten_on_the_page(
    desk: Client, shipped: Edition, draft: Edition
) -> None:
    response = desk.get(address(shipped, draft))

    found = response.context["found"]
    shown = {
        (row.change.newer or row.change.older)[0].name: (
            "、".join(words for _, words in row.kinds),
            f"{row.change.moved.normalize():f}",
        )
        for row in found.rows
    }
    assert shown == ten_changes.EXPECTED
    assert found.moved == Decimal(ten_changes.MOVED)
    assert found.renumbered == []
    assert found.unconfirmed == 0


def test_each_change_names_the_units_it_concerns(
    desk: Client, shipped: Edition, draft: Edition
) -> None:
    unit = make.unit(name="云溪区委宣传部", short_name="区委宣传部")
    Responsibility.objects.create(
        indicator=Indicator.objects.get(edition=shipped, code="III-1"),
        unit=unit,
        role=ResponsibilityRole.LEAD,
    )

    rows = desk.get(address(shipped, draft)).context["found"].rows

    units = {row.change.newer[0].code: row.units for row in rows if row.change.newer}
    assert units["III-1"] == ("区委宣传部",)
    assert units["III-92"] == ("市生态环境局",)


def test_without_a_choice_the_draft_is_compared_with_what_it_came_from(
    desk: Client, shipped: Edition, draft: Edition
) -> None:
    response = desk.get(reverse("framework:compare"))

    assert response.context["pair"] == (shipped, draft)


def test_the_list_can_be_narrowed_and_sorted(
    desk: Client, shipped: Edition, draft: Edition
) -> None:
    narrowed = desk.get(address(shipped, draft, kind="ADDED")).context
    sorted_ = desk.get(address(shipped, draft, sort="moved")).context

    assert narrowed["shown"] == 1
    moved = [row.change.moved for row in sorted_["rows"]]
    assert moved == sorted(moved, reverse=True)


def test_mere_renumbering_is_folded_away(
    desk: Client, shipped: Edition, officer: User
) -> None:
    edits = [("指标", ten_changes.put("III-1", "编号", "三-1"))]
    renumbered = exchange.apply(
        ten_changes.edited(write(content_of(shipped)), edits),
        Target(edition=shipped, new_name="换号"),
        name="手册.xlsx",
        by=officer,
        at=make.NOON,
    )

    response = desk.get(address(shipped, renumbered))

    assert len(response.context["found"].renumbered) == 1
    assert response.context["found"].rows == []
    assert "仅改编号 1 项" in response.content.decode()


def test_comparing_costs_the_same_however_much_changed(desk: Client) -> None:
    framework = make.framework()
    counts = []
    for size in (1, 30):
        older, newer = (make.edition(of=framework) for _ in range(2))
        for number in range(size):
            make.indicator(older, code=f"{number}", name=f"停车秩序{number}")
            make.indicator(newer, code=f"新{number}", name=f"道路清扫{number}")
        desk.get(address(older, newer))
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address(older, newer)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_same_edition_twice_is_refused_in_words(desk: Client, shipped: Edition) -> None:
    response = desk.get(address(shipped, shipped))

    assert response.status_code == 422
    assert "请选择两个不同的版本" in response.content.decode()


def test_drafts_are_compared_by_those_who_work_on_them(
    client: Client, shipped: Edition, draft: Edition
) -> None:
    client.force_login(make.liaison(make.unit()))

    assert client.get(address(shipped, draft)).status_code == 422
    assert client.get(at("compare_export", shipped, draft)).status_code == 404


def test_what_changed_goes_out_as_a_workbook(
    desk: Client, shipped: Edition, draft: Edition
) -> None:
    response = desk.get(at("compare_export", shipped, draft))

    sheet = openpyxl.load_workbook(BytesIO(response.content))["版本变化"]
    assert sheet.max_row == 11
    lines = {row[4].value or row[6].value: row for row in sheet.iter_rows(min_row=2)}
    assert lines["党委党组理论学习制度"][7].value == "分值：1 → 1.5"
    assert lines["党委党组理论学习制度"][8].value == 0.5


def two_editions(
    *, names: tuple[str, str] = ("停车秩序", "停车秩序管理")
) -> tuple[Indicator, Indicator]:
    framework = make.framework()
    older, newer = (make.edition(of=framework) for _ in range(2))
    return make.indicator(older, name=names[0]), make.indicator(newer, name=names[1])


def test_a_confirmed_pair_is_kept_with_its_likeness(desk: Client, officer: User) -> None:
    ours, theirs = two_editions()

    response = desk.post(
        at("match_decide", ours.edition, theirs.edition),
        {"verb": "confirm", "pairs": [f"{ours.pk}-{theirs.pk}"]},
        follow=True,
    )

    kept = IndicatorMatch.objects.get()
    assert (kept.older, kept.newer, kept.by) == (ours, theirs, officer)
    assert kept.state == MatchState.CONFIRMED
    assert 0.5 < kept.likeness < 1
    assert "已确认 1 对" in response.content.decode()


def test_a_pair_asked_for_the_wrong_way_round_is_kept_the_right_way(
    desk: Client,
) -> None:
    ours, theirs = two_editions()

    desk.post(
        at("match_decide", theirs.edition, ours.edition),
        {"verb": "confirm", "pairs": [f"{theirs.pk}-{ours.pk}"]},
    )

    assert IndicatorMatch.objects.get().older == ours
    back = desk.get(address(theirs.edition, ours.edition)).context["found"]
    assert back.unconfirmed == 0


def test_a_rejected_pair_is_two_changes_and_can_be_taken_back(desk: Client) -> None:
    ours, theirs = two_editions(names=("停车秩序", "停车秩序"))
    pair = {"pairs": [f"{ours.pk}-{theirs.pk}"]}
    where = at("match_decide", ours.edition, theirs.edition)

    desk.post(where, {"verb": "reject", **pair})
    rejected = desk.get(address(ours.edition, theirs.edition)).context["found"]
    desk.post(where, {"verb": "withdraw", **pair})

    assert [row.kinds[0][1] for row in rejected.rows] == ["新增", "删去"]
    assert not IndicatorMatch.objects.exists()


def test_all_sure_pairs_are_confirmed_at_once_and_doubtful_ones_wait(
    desk: Client,
) -> None:
    framework = make.framework()
    older, newer = (make.edition(of=framework) for _ in range(2))
    for edition, name in ((older, "停车秩序"), (newer, "车辆停放秩序")):
        make.indicator(edition, name=name)
        make.indicator(edition, name="公共场所控烟")

    desk.post(at("match_sure", older, newer))

    assert [each.older.name for each in IndicatorMatch.objects.all()] == ["公共场所控烟"]


def test_a_pair_can_be_made_by_hand(desk: Client) -> None:
    ours, theirs = two_editions(names=("停车秩序", "食品经营规范"))

    desk.post(
        at("match_pair", ours.edition, theirs.edition),
        {"older": ours.pk, "newer": theirs.pk},
    )

    assert IndicatorMatch.objects.get().likeness < 0.6


def test_indicators_of_two_levels_are_not_paired(desk: Client) -> None:
    framework = make.framework()
    older, newer = (make.edition(of=framework) for _ in range(2))
    group = make.indicator(older, level=IndicatorLevel.DOMAIN)
    standard = make.indicator(newer)

    response = desk.post(
        at("match_pair", older, newer), {"older": group.pk, "newer": standard.pk}
    )

    assert response.status_code == 422
    assert "不在同一层级" in response.content.decode()


def test_nothing_ticked_is_refused_in_words(desk: Client) -> None:
    ours, theirs = two_editions()

    response = desk.post(
        at("match_decide", ours.edition, theirs.edition), {"verb": "confirm"}
    )

    assert response.status_code == 422
    assert "请先勾选" in response.content.decode()


@pytest.mark.parametrize("tab", ["open", "confirmed", "rejected", "only_older", "x"])
def test_every_list_of_pairs_says_what_it_would_hold(desk: Client, tab: str) -> None:
    ours, theirs = two_editions()
    where = at("matches", ours.edition, theirs.edition)

    assert desk.get(f"{where}?tab={tab}").status_code == 200


def upload(desk: Client, edition: Edition, raw: bytes, **said: str) -> object:
    return desk.post(
        reverse("framework:workbook_upload", args=[edition.pk]),
        {"file": SimpleUploadedFile("手册.xlsx", raw), **said},
    )


def test_a_workbook_is_looked_at_then_taken_over(desk: Client, shipped: Edition) -> None:
    raw = ten_changes.edited(write(content_of(shipped)))

    seen = upload(desk, shipped, raw, into="new", new_name="2027版")
    kept = desk.get(reverse("framework:workbook", args=[shipped.pk]))
    done = desk.post(reverse("framework:workbook_confirm", args=[shipped.pk]))

    assert seen.status_code == 200  # type: ignore[attr-defined]  # a response
    assert len(kept.context["found"].changes) == 10
    draft = Edition.objects.get(name="2027版")
    assert done.headers["Location"] == draft.get_absolute_url()
    assert not UploadedEdition.objects.exists()


def test_a_wrong_workbook_is_shown_with_its_problems_and_forgotten(
    desk: Client, shipped: Edition
) -> None:
    edits = [("指标", ten_changes.put("III-1", "分值", "一分"))]
    raw = ten_changes.edited(write(content_of(shipped)), edits)

    response = upload(desk, shipped, raw, into="new", new_name="2027版")

    assert response.status_code == 422  # type: ignore[attr-defined]  # a response
    assert "不是数字" in response.content.decode()  # type: ignore[attr-defined]
    assert not UploadedEdition.objects.exists()


@pytest.mark.parametrize(
    ("raw", "said"),
    [(b"", "空"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04broken", "损坏")],
    ids=["empty", "a PDF", "broken"],
)
def test_what_is_no_workbook_is_refused_in_words(
    desk: Client, shipped: Edition, raw: bytes, said: str
) -> None:
    response = upload(desk, shipped, raw, into="new", new_name="2027版")

    assert response.status_code == 422  # type: ignore[attr-defined]  # a response
    assert said in response.content.decode()  # type: ignore[attr-defined]


def test_a_new_draft_needs_a_name(desk: Client, shipped: Edition) -> None:
    response = upload(desk, shipped, b"x", into="new", new_name="")

    assert "请填写新草案的名称" in response.content.decode()  # type: ignore[attr-defined]


def test_an_edition_in_force_offers_no_import_into_itself(
    desk: Client, shipped: Edition, draft: Edition
) -> None:
    here = desk.get(reverse("framework:workbook", args=[shipped.pk])).content.decode()
    there = desk.get(reverse("framework:workbook", args=[draft.pk])).content.decode()

    assert shipped.state == EditionState.IN_FORCE
    assert "按表修改" not in here
    assert "按表修改" in there


def test_a_pair_that_somebody_decided_otherwise_is_not_overruled(desk: Client) -> None:
    ours, theirs = two_editions()
    pair = {"pairs": [f"{ours.pk}-{theirs.pk}"]}
    where = at("match_decide", ours.edition, theirs.edition)

    desk.post(where, {"verb": "reject", **pair})
    response = desk.post(where, {"verb": "confirm", **pair})

    assert response.status_code == 422
    assert "先撤回该结论" in response.content.decode()
    assert IndicatorMatch.objects.get().state == MatchState.REJECTED


def test_a_pair_that_somebody_confirmed_already_stays_theirs(
    desk: Client, client: Client, officer: User
) -> None:
    ours, theirs = two_editions()
    pair = {"verb": "confirm", "pairs": [f"{ours.pk}-{theirs.pk}"]}
    where = at("match_decide", ours.edition, theirs.edition)
    desk.post(where, pair)
    second = make.officer()
    client.force_login(second)

    response = client.post(where, pair, follow=True)

    assert "没有改动" in response.content.decode()
    assert IndicatorMatch.objects.get().by == officer


def test_many_pairs_come_a_page_at_a_time_with_links_that_lead_back(desk: Client) -> None:
    framework = make.framework()
    older, newer = (make.edition(of=framework) for _ in range(2))
    for edition in (older, newer):
        for number in range(60):
            make.indicator(edition, name=f"第{number}项环境整治要求")

    first = desk.get(at("matches", older, newer))
    last = desk.get(f"{at('matches', older, newer)}?tab=open&page=2")
    refused = desk.post(at("match_decide", older, newer), {"verb": "confirm"})

    shown = [len(each.context["page_obj"]) for each in (first, last)]
    assert sum(shown) == len(first.context["found"].open)
    assert shown[0] == 50
    assert f'href="{at("matches", older, newer)}?tab=confirmed"' in refused.content.decode()
