"""An edition goes out as a workbook and comes back the same, or is refused in words."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from chuangcheng.accounts.models import User
from chuangcheng.framework.exchange import Content, WorkbookRefused, write
from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Indicator,
    IndicatorMatch,
    PointType,
)
from chuangcheng.framework.queries.contents import content_of
from chuangcheng.framework.services import builtin, exchange
from chuangcheng.framework.services.exchange import Target
from tests import make
from tests.framework import ten_changes
from tests.framework.ten_changes import Change, cell, drop, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def shipped() -> Edition:
    builtin.load(at=make.NOON)
    return Edition.objects.get(framework__is_main=True)


def changed(edition: Edition, *edits: tuple[str, Change]) -> bytes:
    """Export an edition and let somebody edit its sheets as in Excel."""
    return ten_changes.edited(write(content_of(edition)), edits)


def as_new(raw: bytes, edition: Edition, officer: User, name: str = "2027版") -> Edition:
    target = Target(edition=edition, new_name=name)
    return exchange.apply(raw, target, name="手册.xlsx", by=officer, at=make.NOON)


def essence(content: Content) -> Content:
    """Leave out what is another by design: the edition's name."""
    return replace(content, about=replace(content.about, edition=""))


def test_the_shared_framework_comes_back_without_loss(
    shipped: Edition, officer: User
) -> None:
    before = content_of(shipped)

    draft = as_new(write(before), shipped, officer)

    assert draft.state == EditionState.DRAFT
    assert draft.based_on == shipped
    assert essence(content_of(draft)) == essence(before)
    assert len(before.entries) == 187
    assert len(before.items) == 580


def test_every_row_of_the_new_draft_is_matched_with_certainty(
    shipped: Edition, officer: User
) -> None:
    as_new(write(content_of(shipped)), shipped, officer)

    assert IndicatorMatch.objects.count() == 187
    assert set(IndicatorMatch.objects.values_list("state", "likeness")) == {
        ("CONFIRMED", 1.0)
    }


def test_taking_a_draft_over_itself_changes_nothing(
    shipped: Edition, officer: User
) -> None:
    draft = as_new(write(content_of(shipped)), shipped, officer)
    raw = write(content_of(draft))

    found = exchange.preview(raw, Target(edition=draft), name="手册.xlsx")

    assert not found.changes_anything
    assert {tally.title: tally.same for tally in found.tallies} == {
        "点位类型": 56,
        "检查项": 580,
        "负面清单": 15,
        "前置条件": 3,
    }


def test_a_changed_code_is_seen_as_renumbering_and_keeps_its_history(
    shipped: Edition, officer: User
) -> None:
    raw = changed(
        shipped,
        ("指标", put("III-1", "编号", "III-2x")),
        ("指标", put("III-2", "编号", "III-1")),
        ("指标", put("III-2x", "编号", "III-2")),
    )

    draft = as_new(raw, shipped, officer)

    swapped = draft.indicators.get(code="III-2")
    assert swapped.name == "党委党组理论学习制度"
    assert swapped.matches_back.get().older.code == "III-1"


def test_codes_may_change_places_within_a_draft(shipped: Edition, officer: User) -> None:
    draft = as_new(write(content_of(shipped)), shipped, officer)
    key = draft.indicators.get(code="III-1").pk
    raw = changed(
        draft,
        ("指标", put("III-1", "编号", "换")),
        ("指标", put("III-2", "编号", "III-1")),
        ("指标", put("换", "编号", "III-2")),
    )

    exchange.apply(raw, Target(edition=draft), name="x", by=officer, at=make.NOON)

    assert draft.indicators.get(code="III-2").pk == key
    assert draft.indicators.count() == 187


def test_checklist_items_follow_a_standard_whose_code_changed(
    shipped: Edition, officer: User
) -> None:
    bound = {item.code for item in content_of(shipped).items if item.indicator == "III-6"}
    raw = changed(shipped, ("指标", put("III-6", "编号", "三-6")))

    draft = as_new(raw, shipped, officer)

    items = content_of(draft).items
    assert {item.code for item in items if item.indicator == "三-6"} == bound


def test_items_of_a_removed_standard_are_kept_and_spoken_of(
    shipped: Edition, officer: User
) -> None:
    raw = changed(shipped, ("指标", drop("III-6")))
    target = Target(edition=shipped, new_name="2027版")

    found = exchange.preview(raw, target, name="手册.xlsx")

    assert found.is_clean
    assert any("个检查项原来对应的测评标准已删去" in notice for notice in found.notices)
    assert as_new(raw, shipped, officer).indicators.count() == 186


def test_a_row_copied_under_another_code_is_a_split(
    shipped: Edition, officer: User
) -> None:
    def copy(sheet: Worksheet) -> None:
        values = [each.value for each in sheet[cell(sheet, "III-1", "编号").row]]
        values[1] = "III-1b"
        sheet.append(values)

    draft = as_new(changed(shipped, ("指标", copy)), shipped, officer)

    heirs = IndicatorMatch.objects.filter(older__code="III-1", newer__edition=draft)
    assert {each.newer.code for each in heirs} == {"III-1", "III-1b"}


def test_a_removed_group_does_not_take_along_what_moved_out_of_it(
    shipped: Edition, officer: User
) -> None:
    draft = as_new(write(content_of(shipped)), shipped, officer)
    raw = changed(draft, ("指标", put("III-3", "上级编号", "II-1")), ("指标", drop("II-2")))

    exchange.apply(raw, Target(edition=draft), name="x", by=officer, at=make.NOON)

    moved = draft.indicators.get(code="III-3")
    assert moved.parent is not None
    assert moved.parent.code == "II-1"
    assert moved.matches_back.count() == 1


def second_header(sheet: Worksheet) -> None:
    sheet.insert_rows(2)
    for column, above in enumerate(sheet[1], start=1):
        sheet.cell(2, column).value = above.value


@pytest.mark.parametrize(
    ("sheet", "edit", "row", "column", "said"),
    [
        pytest.param("指标", second_header, 2, "层级", "与表头重复", id="two header rows"),
        pytest.param(
            "指标",
            put("III-1", "涉及点位类型", "PT01、PT99"),
            4,
            "涉及点位类型",
            "没有类型代码PT99",
            id="a point type that does not exist",
        ),
        pytest.param(
            "指标",
            put("III-2", "编号", "III-1"),
            5,
            "编号",
            "与第 4 行重复",
            id="the same code twice",
        ),
        pytest.param(
            "指标",
            put("III-1", "上级编号", "II-999"),
            4,
            "上级编号",
            "没有这个编号的上级",
            id="a parent that does not exist",
        ),
        pytest.param(
            "指标",
            put("III-1", "上级编号", "III-2"),
            4,
            "上级编号",
            "上级是测评标准",
            id="a standard under a standard",
        ),
        pytest.param(
            "指标",
            put("I-1", "上级编号", "II-1"),
            2,
            "上级编号",
            "循环",
            id="a circle of parents",
        ),
        pytest.param(
            "指标",
            put("III-1", "分值", "一分"),
            4,
            "分值",
            "不是数字",
            id="a score that is no number",
        ),
        pytest.param(
            "指标", put("III-1", "分值", -1), 4, "分值", "小于", id="a negative score"
        ),
        pytest.param(
            "指标",
            put("I-1", "分值", 5),
            2,
            "分值",
            "只有测评标准填分值",
            id="a score on a group",
        ),
        pytest.param(
            "指标",
            put("III-1", "测评方法", "看看"),
            4,
            "测评方法",
            "不是测评方法",
            id="an unknown method",
        ),
        pytest.param(
            "指标",
            put("III-1", "名称", None),
            4,
            "名称",
            "未填写",
            id="a standard without a name",
        ),
        pytest.param(
            "检查项",
            put("PT01-01", "测评标准编号", "III-999"),
            2,
            "测评标准编号",
            "没有这个编号",
            id="an item for a standard that does not exist",
        ),
        pytest.param(
            "检查项",
            put("PT01-01", "测评标准编号", "I-1"),
            2,
            "测评标准编号",
            "只能对应测评标准",
            id="an item for a group",
        ),
        pytest.param(
            "检查项",
            put("PT01-01", "类型代码", "PT77"),
            2,
            "类型代码",
            "没有这个类型代码",
            id="an item of an unknown type",
        ),
        pytest.param(
            "负面清单",
            put("N-02", "编号", "N-01"),
            3,
            "编号",
            "与第 2 行重复",
            id="the same veto twice",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_taken_over(
    shipped: Edition,
    officer: User,
    sheet: str,
    edit: Change,
    row: int,
    column: str,
    said: str,
) -> None:
    raw = changed(shipped, (sheet, edit))
    editions = Edition.objects.count()

    found = exchange.preview(
        raw, Target(edition=shipped, new_name="2027版"), name="手册.xlsx"
    )

    places = [
        (problem.sheet, problem.row, problem.column)
        for problem in found.problems
        if said in problem.text
    ]
    assert (sheet, row, column) in places
    with pytest.raises(WorkbookRefused, match=f"没有导入。首处在“{sheet}”表第"):
        as_new(raw, shipped, officer)
    assert Edition.objects.count() == editions


def test_merged_cells_are_refused(shipped: Edition, officer: User) -> None:
    raw = changed(shipped, ("指标", lambda sheet: sheet.merge_cells("B2:B3")))

    with pytest.raises(Exception, match="合并单元格"):
        as_new(raw, shipped, officer)


def test_another_frameworks_workbook_is_refused(shipped: Edition, officer: User) -> None:
    other = Edition.objects.get(framework__code="WS")

    with pytest.raises(WorkbookRefused, match="导出自“国家卫生城市”"):
        as_new(write(content_of(other)), shipped, officer)


def test_an_edition_in_force_takes_no_content(shipped: Edition, officer: User) -> None:
    with pytest.raises(WorkbookRefused, match="现行版本，不能改动"):
        exchange.preview(b"", Target(edition=shipped), name="x")


def test_a_taken_name_is_refused(shipped: Edition, officer: User) -> None:
    with pytest.raises(WorkbookRefused, match="请换一个名称"):
        as_new(write(content_of(shipped)), shipped, officer, name=shipped.name)


def test_a_missing_sheet_leaves_its_part_as_it_was(shipped: Edition, officer: User) -> None:
    book = openpyxl.load_workbook(BytesIO(write(content_of(shipped))))
    for title in ("检查项", "负面清单"):
        del book[title]
    packed = BytesIO()
    book.save(packed)

    draft = as_new(packed.getvalue(), shipped, officer)

    assert essence(content_of(draft)) == essence(content_of(shipped))


def test_a_new_point_type_comes_along(shipped: Edition, officer: User) -> None:
    def add(sheet: Worksheet) -> None:
        sheet.append(["PT90", "口袋公园"])

    raw = changed(
        shipped,
        ("点位类型", add),
        ("指标", put("III-1", "涉及点位类型", "PT90")),
    )

    draft = as_new(raw, shipped, officer)

    assert PointType.objects.get(code="PT90").name == "口袋公园"
    assert Indicator.objects.get(edition=draft, code="III-1").point_types == ["PT90"]


@pytest.mark.parametrize(
    ("header", "value", "said", "row"),
    [
        ("分值", 1.5, "全部标准", 0),
        ("测评方法", None, "没有测评方法", 4),
        ("分值", None, "没有分值", 4),
    ],
)
def test_what_would_keep_it_from_being_put_in_force_is_said_with_its_row(
    shipped: Edition, header: str, value: object, said: str, row: int
) -> None:
    raw = changed(shipped, ("指标", put("III-1", header, value)))

    found = exchange.preview(
        raw, Target(edition=shipped, new_name="2027版"), name="手册.xlsx"
    )

    assert found.is_clean
    assert [each.key for each in found.errors if said in each.words] == [row]


def test_the_shipped_edition_previews_without_errors(shipped: Edition) -> None:
    found = exchange.preview(
        write(content_of(shipped)),
        Target(edition=shipped, new_name="2027版"),
        name="手册.xlsx",
    )

    assert found.errors == []
    assert found.notices == []


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 开头", "-0.5 分", "@所有人", "'=引号", "=cmd|'/c'!A1"]
)
def test_text_that_looks_like_a_formula_goes_out_harmless_and_comes_back(
    shipped: Edition, officer: User, text: str
) -> None:
    draft = as_new(write(content_of(shipped)), shipped, officer)
    Indicator.objects.filter(edition=draft, code="III-1").update(text=text, threshold=text)

    raw = write(content_of(draft))
    sheet = openpyxl.load_workbook(BytesIO(raw))["指标"]
    again = as_new(raw, draft, officer, name="2028版")

    row = next(
        each for each in sheet.iter_rows() if "III-1" in [cell.value for cell in each]
    )
    assert all(cell.data_type != "f" for cell in row)
    assert not [cell for cell in row if str(cell.value or "").startswith(tuple("=+-@"))]
    kept = Indicator.objects.get(edition=again, code="III-1")
    assert (kept.text, kept.threshold) == (text, text)


@pytest.mark.parametrize("odd", ["_x0000_", "_x0001_", "\u200b", "_xFFFE_"])
def test_odd_characters_in_a_cell_are_taken_or_refused_in_words(
    shipped: Edition, officer: User, odd: str
) -> None:
    raw = changed(shipped, ("指标", put("III-1", "名称", f"学习{odd}制度")))

    found = exchange.preview(
        raw, Target(edition=shipped, new_name="2027版"), name="手册.xlsx"
    )
    if found.is_clean:
        draft = as_new(raw, shipped, officer)
        assert Indicator.objects.filter(edition=draft).count() == 187
    else:
        assert {each.row for each in found.problems} == {4}


def test_an_import_into_a_draft_says_nothing_changed_the_second_time(
    shipped: Edition, officer: User
) -> None:
    raw = changed(shipped, ("指标", put("III-1", "分值", 1.5)))
    draft = as_new(raw, shipped, officer)

    found = exchange.preview(raw, Target(edition=draft), name="手册.xlsx")

    assert not found.changes_anything
