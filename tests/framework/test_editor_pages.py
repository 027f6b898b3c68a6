"""The pages on which the office works on a draft: what they do, refuse and show again."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.framework.models import (
    ChecklistItem,
    Edition,
    EditionState,
    Indicator,
    IndicatorLevel,
    NegativeItem,
    PointType,
)
from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make.officer())
    return client


@pytest.fixture
def draft() -> Edition:
    return make.edition(full_score="2")


def url(name: str, *args: object) -> str:
    return reverse(f"framework:{name}", args=args)


INDICATOR = {
    "code": "III-9",
    "name": "新标准",
    "level": "STANDARD",
    "score": "1",
    "methods": ["ONSITE"],
    "typical_units": "市城管局、市住建局，市城管局",
    "provenance": "LOCAL",
}


def test_a_new_indicator_is_read_from_the_form(office: Client, draft: Edition) -> None:
    office.post(url("indicator_add", draft.pk), INDICATOR)

    made = draft.indicators.get()
    assert made.code == "III-9"
    assert made.score == 1
    assert made.typical_units == ["市城管局", "市住建局"]


def test_a_form_that_is_wrong_comes_back_with_the_reason(
    office: Client, draft: Edition
) -> None:
    answer = office.post(
        url("indicator_add", draft.pk), INDICATOR | {"level": "DOMAIN", "score": "1"}
    )

    assert answer.status_code == 422
    assert "只有测评标准有分值" in answer.content.decode()


def test_a_level_is_offered_that_fits_below_the_parent(
    office: Client, draft: Edition
) -> None:
    project = make.indicator(draft, level=IndicatorLevel.DOMAIN)

    html = office.get(
        url("indicator_add", draft.pk), {"under": project.pk}
    ).content.decode()

    assert '<option value="CRITERION" selected>' in html


def test_an_unknown_type_stays_ticked_until_somebody_takes_it_away(
    office: Client, draft: Edition
) -> None:
    make.point_type(code="PT01", name="主干道")
    orphan = make.indicator(draft, point_types=("PT01", "PT99"))

    html = office.get(url("indicator_edit", orphan.pk)).content.decode()

    assert "不在点位类型表里" in html
    assert 'value="PT99"' in html


def test_ticked_rows_are_moved_and_removed_after_a_warning(
    office: Client, draft: Edition
) -> None:
    parent = make.indicator(draft, level=IndicatorLevel.DOMAIN)
    standard = make.indicator(draft)
    make.checklist_item(make.point_type(), draft, indicator=standard)

    office.post(url("indicators_move", draft.pk), {"pk": [standard.pk], "to": parent.pk})
    standard.refresh_from_db()
    assert standard.parent == parent

    asked = office.post(url("indicators_remove", draft.pk), {"pk": [parent.pk]})
    assert "连同下级共删除 1 条测评标准" in asked.content.decode()
    assert "1 个检查项将不再计入" in asked.content.decode()

    office.post(url("indicators_remove", draft.pk), {"pk": [parent.pk], "confirmed": "1"})
    assert not draft.indicators.exists()
    assert ChecklistItem.objects.get().indicator is None


@pytest.mark.parametrize(
    "name", ["indicators_move", "indicators_remove", "indicators_merge"]
)
def test_nothing_ticked_is_said_and_nothing_done(
    name: str, office: Client, draft: Edition
) -> None:
    answer = office.post(url(name, draft.pk), follow=True)

    assert "勾选" in answer.content.decode()


def test_a_merge_asks_first_how_to_call_it(office: Client, draft: Edition) -> None:
    pks = [make.indicator(draft, code=code, score="1").pk for code in ("III-1", "III-2")]

    asked = office.post(url("indicators_merge", draft.pk), {"pk": pks})
    assert 'value="2"' in asked.content.decode()

    taken = make.indicator(draft, code="III-3").code
    said = {"pk": pks, "code": taken, "name": "合", "score": "2"}
    refused = office.post(url("indicators_merge", draft.pk), said)
    assert "III-3 已用于" in refused.content.decode()
    assert draft.indicators.count() == 3


def split_form(*parts: tuple[str, str, str]) -> dict[str, str]:
    form = {"part-TOTAL_FORMS": str(len(parts)), "part-INITIAL_FORMS": "2"}
    for at, (code, name, score) in enumerate(parts):
        form |= {
            f"part-{at}-code": code,
            f"part-{at}-name": name,
            f"part-{at}-score": score,
        }
    return form


def test_a_standard_is_split_in_three(office: Client, draft: Edition) -> None:
    standard = make.indicator(draft, code="III-1", score="1")
    form = split_form(
        ("III-1", "甲", "0.5"), ("III-1-2", "乙", "0.3"), ("III-1-3", "丙", "0.2")
    )

    office.post(url("indicator_split", standard.pk), form)

    codes = draft.indicators.order_by("order").values_list("code", flat=True)
    assert list(codes) == ["III-1", "III-1-2", "III-1-3"]


def test_a_split_asks_where_the_checklist_items_go(office: Client, draft: Edition) -> None:
    standard = make.indicator(draft, code="III-1", name="公共厕所", score="1")
    place = make.point_type()
    count, clean = (
        make.checklist_item(place, draft, name=name, indicator=standard)
        for name in ("公厕数量", "公厕保洁")
    )
    said = split_form(("III-1", "数量", "0.5"), ("III-2", "保洁", "0.5"))
    address = url("indicator_split", standard.pk)

    asked = office.post(address, said).content.decode()

    assert "已按用词预选" in asked
    assert asked.count("selected>") == 2
    assert draft.indicators.count() == 1
    assert 'value="保洁"' in office.post(address, said | {"again": "1"}).content.decode()

    shares = {f"item-{count.pk}": "1", f"item-{clean.pk}": "1", "shared": "1"}
    assert (
        office.post(address, said | shares | {f"item-{count.pk}": "7"}).status_code == 422
    )
    office.post(address, said | shares)
    assert draft.indicators.get(code="III-2").checklist_items.count() == 2


def test_items_of_one_name_are_chosen_for_together(office: Client, draft: Edition) -> None:
    standard = make.indicator(draft, code="III-1", name="窗口服务", score="1")
    items = [
        make.checklist_item(make.point_type(), draft, name="服务规范", indicator=standard)
        for _ in range(3)
    ]
    said = split_form(("III-1", "设施", "0.5"), ("III-2", "规范", "0.5"))
    address = url("indicator_split", standard.pk)

    asked = office.post(address, said).content.decode()
    assert asked.count("<select") == 1
    assert "3 个检查项，1 种" in asked

    office.post(address, said | {f"item-{items[0].pk}": "1", "shared": "1"})
    assert draft.indicators.get(code="III-2").checklist_items.count() == 3


def test_saving_without_a_change_changes_nothing(office: Client, draft: Edition) -> None:
    types = [make.point_type(code=code) for code in ("PT01", "PT02")]
    standard = make.indicator(
        draft,
        code="III-1",
        methods=("WEB", "ONSITE"),
        point_types=tuple(each.code for each in reversed(types)),
    )
    said = {
        "code": "III-1",
        "name": standard.name,
        "level": "STANDARD",
        "score": "1",
        "provenance": "LOCAL",
        "methods": ["ONSITE", "WEB"],
        "point_types": ["PT01", "PT02"],
    }

    office.post(url("indicator_edit", standard.pk), said)

    standard.refresh_from_db()
    assert standard.methods == ["WEB", "ONSITE"]
    assert standard.point_types == ["PT02", "PT01"]


@pytest.mark.parametrize("total", ["-1", "0"])
def test_a_split_into_nothing_is_refused(
    office: Client, draft: Edition, total: str
) -> None:
    standard = make.indicator(draft, code="III-1")
    make.checklist_item(make.point_type(), draft, indicator=standard)
    said = {**split_form(), "part-TOTAL_FORMS": total}

    answer = office.post(url("indicator_split", standard.pk), said)

    assert answer.status_code == 422
    assert draft.indicators.filter(pk=standard.pk).exists()


def test_a_split_into_one_code_twice_is_refused(office: Client, draft: Edition) -> None:
    standard = make.indicator(draft, code="III-1")

    answer = office.post(
        url("indicator_split", standard.pk), split_form(("A", "甲", ""), ("A", "乙", ""))
    )

    assert answer.status_code == 422
    assert "第 2 条的编号 A 与前面重复" in answer.content.decode()


def test_points_are_shared_out_for_a_look_and_saved_on_demand(
    office: Client, draft: Edition
) -> None:
    first, second = (make.indicator(draft, score=score) for score in ("1", "3"))
    said = {"full_score": "2", f"score-{first.pk}": "1", f"score-{second.pk}": "3"}

    shared = office.post(url("reweigh", draft.pk), said | {"spread": "all"})
    assert 'value="0.5"' in shared.content.decode()
    assert Indicator.objects.get(pk=first.pk).score == 1

    office.post(url("reweigh", draft.pk), said | {f"score-{first.pk}": "0.75"})
    first.refresh_from_db()
    assert str(first.score) == "0.750"


def test_a_score_that_is_none_is_shown_where_it_stands(
    office: Client, draft: Edition
) -> None:
    standard = make.indicator(draft)

    answer = office.post(
        url("reweigh", draft.pk), {"full_score": "2", f"score-{standard.pk}": "-1"}
    )

    assert answer.status_code == 422
    assert "已在表中标出" in answer.content.decode()


def test_the_check_names_what_is_wrong_and_leads_to_it(
    office: Client, draft: Edition
) -> None:
    standard = make.indicator(draft, score="1.5", point_types=("PT99",))

    html = office.get(url("check", draft.pk)).content.decode()

    assert "点位类型 PT99 不在点位类型表里" in html
    assert url("indicator_edit", standard.pk) in html
    assert "比总分 2 分少 0.5 分" in html


def broken_by(rule: str, draft: Edition) -> None:
    """Break one rule in a draft that is right otherwise."""
    place = make.point_type(code="PT01")
    project = make.indicator(draft, code="I-1", level=IndicatorLevel.DOMAIN)
    sound = make.indicator(under=project, code="III-1", score="2", point_types=("PT01",))
    change = Indicator.objects.filter(pk=sound.pk).update
    breaks: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "total": lambda: change(score="1.5"),
        "weight": lambda: Indicator.objects.filter(pk=project.pk).update(weight="3"),
        "no score": lambda: change(score=None),
        "no method": lambda: change(methods=[]),
        "unknown type": lambda: change(point_types=["PT99"]),
        "empty project": lambda: make.indicator(draft, level=IndicatorLevel.DOMAIN),
        "below a standard": lambda: make.indicator(under=sound, score="0"),
        "a circle": lambda: Indicator.objects.filter(pk=project.pk).update(parent=project),
        "item of a group": lambda: make.checklist_item(place, draft, indicator=project),
    }
    breaks[rule]()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("total", "少 0.5 分"),
        ("weight", "比权重 3 分少 1 分"),
        ("no score", "没有分值"),
        ("no method", "没有测评方法"),
        ("unknown type", "PT99 不在点位类型表里"),
        ("empty project", "之下没有测评标准"),
        ("below a standard", "标准不能再有下级"),
        ("a circle", "绕回到它自己"),
        ("item of a group", "对应的不是这一版的测评标准"),
    ],
)
def test_a_draft_that_breaks_one_rule_is_shown_what_and_stays_a_draft(
    rule: str, words: str, office: Client, draft: Edition
) -> None:
    broken_by(rule, draft)

    html = office.get(url("check", draft.pk)).content.decode()
    refused = office.post(url("put_in_force", draft.pk))

    assert words in html
    assert url("put_in_force", draft.pk) not in html
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert office.get(draft.get_absolute_url()).status_code == 200
    draft.refresh_from_db()
    assert draft.state == EditionState.DRAFT


def test_a_draft_that_breaks_no_rule_is_put_in_force_once(
    office: Client, draft: Edition
) -> None:
    broken_by("nothing", draft)

    first = office.post(url("put_in_force", draft.pk))
    second = office.post(url("put_in_force", draft.pk))

    assert (first.status_code, second.status_code) == (302, 422)
    assert "状态是现行" in second.content.decode()


def test_a_draft_with_errors_is_not_put_in_force_by_a_forged_form(
    office: Client, draft: Edition
) -> None:
    answer = office.post(url("put_in_force", draft.pk))

    assert answer.status_code == 422
    assert "改正后才能启用" in answer.content.decode()


@pytest.mark.parametrize("name", ["describe", "reweigh", "indicator_add", "checklist_add"])
def test_what_is_no_draft_has_no_page_to_work_on_it(name: str, office: Client) -> None:
    edition = make.edition(state=EditionState.IN_FORCE)

    assert office.get(url(name, edition.pk)).status_code == 404


def test_a_draft_is_begun_by_hand_from_a_framework_of_its_own(office: Client) -> None:
    said = {"code": "CS", "name": "全省文明城市", "authority": "省文明办"}
    answer = office.post(url("framework_add"), said)
    assert answer.headers["Location"] == url("start", "CS")

    office.post(url("start", "CS"), {"name": "2026版", "full_score": "100"})

    assert Edition.objects.get(framework__code="CS").full_score == 100


def test_vetoes_preconditions_and_items_are_kept_from_their_forms(
    office: Client, draft: Edition
) -> None:
    local = {"provenance": "LOCAL"}
    office.post(
        url("negative_item_add", draft.pk),
        {"code": "N-01", "name": "重大事故", "refs": "R01、https://example.cn/a"} | local,
    )
    veto = NegativeItem.objects.get()
    assert veto.refs == ["R01", "https://example.cn/a"]
    office.post(url("precondition_add", draft.pk), {"name": "获得提名"} | local)
    assert draft.preconditions.get().name == "获得提名"

    place = make.point_type(code="PT01")
    office.post(url("checklist_add", draft.pk), {"point_type": place.pk})
    checklist = draft.checklists.get()
    item = {"name": "垃圾", "criterion": "无", "scoring": "COUNTED", "severity": "HIGH"}
    office.post(url("item_add", checklist.pk), item | {"code": "PT01-01"} | local)
    assert checklist.items.get().scoring == "COUNTED"

    office.post(url("negative_item_remove", veto.pk))
    assert not NegativeItem.objects.exists()


def test_a_type_of_place_is_corrected_for_all_editions(office: Client) -> None:
    make.point_type(code="PT01", name="主干道")
    said = {"code": "PT01", "name": "主干道路", "order": "1", "aliases": "大街"}

    office.post(url("point_type_edit", "PT01"), said)

    found = PointType.objects.get()
    assert (found.name, found.aliases, found.is_active) == ("主干道路", ["大街"], False)
