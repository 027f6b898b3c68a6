"""Responsibilities in and out as Excel: nothing lost, nothing half taken over."""

from io import BytesIO

import openpyxl
import pytest

from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Unit
from chuangcheng.framework import api, duty_sheet
from chuangcheng.framework.models import Edition, EditionState, Responsibility
from chuangcheng.framework.services import duty_sheets
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from tests import make

pytestmark = pytest.mark.django_db

Row = tuple[str, str, str, str, str, str]


@pytest.fixture
def edition() -> Edition:
    """The main edition in force with three standards, III-1 to III-3."""
    made = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    for number in (1, 2, 3):
        make.indicator(made, code=f"III-{number}")
    return made


@pytest.fixture
def garden() -> Unit:
    unit = make.unit(name="云溪区园林中心", short_name="区园林中心")
    seat = make.liaison(unit).seats.get()
    seat.post.title = "联络员"
    seat.post.save()
    return unit


def _apply(edition: Edition, *rows: Row) -> duty_sheets.Report:
    raw = duty_sheet.write(rows)
    return duty_sheets.apply(raw, name="责任.xlsx", edition=edition, by=None)


def _standing() -> set[tuple[str, str, str, str]]:
    duties = Responsibility.objects.select_related("indicator", "unit", "post")
    return {
        (
            duty.indicator.code,
            duty.role,
            duty.unit.name,
            duty.post.title if duty.post else "",
        )
        for duty in duties
    }


def test_rows_are_taken_over_by_code_or_by_name(edition: Edition, garden: Unit) -> None:
    other = make.unit(name="云溪区城管局")

    report = _apply(
        edition,
        ("III-1", "", "牵头", garden.code, "", "联络员"),
        ("III-1", "", "配合", "", "云溪区城管局", ""),
        ("III-2", "", "主责", "", "区园林中心", ""),
    )

    assert len(report.added) == 3
    assert _standing() == {
        ("III-1", "LEAD", garden.name, "联络员"),
        ("III-1", "SUPPORT", other.name, ""),
        ("III-2", "MAIN", garden.name, ""),
    }


def test_the_twin_loads_into_what_is_in_force(edition: Edition, garden: Unit) -> None:
    raw = duty_sheet.write([("III-3", "", "牵头", garden.code, "", "")])

    api.load_responsibilities(raw, name="责任.xlsx", at=make.NOON)
    again = api.load_responsibilities(raw, name="责任.xlsx", at=make.NOON)

    assert not again.changes_anything
    assert again.same == 1
    assert AuditEntry.objects.filter(verb="framework.responsibility.imported").count() == 1


def test_without_an_edition_in_force_nothing_is_loaded() -> None:
    with pytest.raises(Refused, match="没有现行版本"):
        api.load_responsibilities(duty_sheet.write([]), name="责任.xlsx", at=make.NOON)


def test_a_standard_in_the_sheet_is_as_the_sheet_says_and_others_stay(
    edition: Edition, garden: Unit
) -> None:
    old, other = make.unit(name="云溪区老局"), make.unit(name="云溪区另局")
    first, second, _ = edition.indicators.order_by("code")
    make.duty(first, unit=old)
    make.duty(second, unit=old)

    report = _apply(
        edition,
        ("III-1", "", "牵头", garden.code, "", ""),
        ("III-1", "", "配合", other.code, "", ""),
    )

    assert [duty.unit for duty in report.removed] == [old]
    assert _standing() == {
        ("III-1", "LEAD", garden.name, ""),
        ("III-1", "SUPPORT", other.name, ""),
        ("III-2", "LEAD", old.name, ""),
    }


def test_two_units_may_swap_the_lead(edition: Edition, garden: Unit) -> None:
    other = make.unit(name="云溪区城管局")
    first = edition.indicators.get(code="III-1")
    make.duty(first, unit=garden)
    make.duty(first, unit=other, role="SUPPORT")  # type: ignore[arg-type]

    _apply(
        edition,
        ("III-1", "", "牵头", other.code, "", ""),
        ("III-1", "", "配合", garden.code, "", ""),
    )

    assert first.responsibilities.get(role="LEAD").unit == other


def test_a_preview_changes_nothing(edition: Edition, garden: Unit) -> None:
    raw = duty_sheet.write([("III-1", "", "牵头", garden.code, "", "")])

    report = duty_sheets.preview(raw, name="责任.xlsx", edition=edition)

    assert report.words == [
        f"新增：{edition.indicators.get(code='III-1')} 区园林中心（牵头、未定岗位）"
    ]
    assert not Responsibility.objects.exists()


WRONG: list[tuple[str, list[Row], str, str]] = [
    ("unknown code", [("III-9", "", "牵头", "G", "", "")], "指标编号", "没有这个编号"),
    ("no role", [("III-1", "", "", "G", "", "")], "职责", "必填"),
    ("strange role", [("III-1", "", "帮忙", "G", "", "")], "职责", "可选"),
    ("no unit", [("III-1", "", "牵头", "", "", "")], "单位名称", "都空着"),
    ("unknown unit", [("III-1", "", "牵头", "X9", "", "")], "单位编码", "核对编码"),
    ("unclear unit", [("III-1", "", "牵头", "", "天文台", "")], "单位名称", "核对"),
    ("many units", [("III-1", "", "主责", "", "各街道", "")], "单位名称", "泛指多个"),
    ("no such post", [("III-1", "", "牵头", "G", "", "台长")], "责任岗位", "现有岗位：联络员"),
    ("twice", [("III-1", "", "牵头", "G", "", ""), ("III-1", "", "配合", "G", "", "")], "单位名称", "第 2 行"),
    ("two leads", [("III-1", "", "牵头", "G", "", ""), ("III-1", "", "牵头", "H", "", "")], "职责", "第 2 行"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "column", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_a_wrong_row_is_named_and_nothing_is_taken_over(
    edition: Edition, garden: Unit, rows: list[Row], column: str, said: str
) -> None:
    codes = {"G": garden.code, "H": make.unit(name="云溪区城管局").code}
    good = ("III-3", "", "牵头", garden.code, "", "")
    written = [(*row[:3], codes.get(row[3], row[3]), *row[4:]) for row in rows]
    raw = duty_sheet.write([*written, good])

    report = duty_sheets.preview(raw, name="责任.xlsx", edition=edition)

    assert [(each.column, said in each.text) for each in report.problems] == [
        (column, True)
    ]
    assert report.problems[0].row == len(rows) + 1
    with pytest.raises(Refused, match=f"第 {len(rows) + 1} 行“{column}”"):
        duty_sheets.apply(raw, name="责任.xlsx", edition=edition, by=None)
    assert not Responsibility.objects.exists()


def test_a_table_of_something_else_is_refused(edition: Edition) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])  # type: ignore[union-attr]
    book.active.append(["王敏", "1"])  # type: ignore[union-attr]
    packed = BytesIO()
    book.save(packed)

    with pytest.raises(Refused, match="缺少“指标编号”"):
        duty_sheets.preview(packed.getvalue(), name="通讯录.xlsx", edition=edition)


def test_a_retired_edition_is_not_touched(garden: Unit) -> None:
    edition = make.edition(state=EditionState.RETIRED)

    with pytest.raises(Refused, match="已废止"):
        duty_sheets.preview(duty_sheet.write([]), name="责任.xlsx", edition=edition)


def test_posts_of_other_roles_are_found_by_title(edition: Edition, garden: Unit) -> None:
    post = make.seat(role=Role.UNIT_HEAD, at=garden).post

    _apply(edition, ("III-1", "", "牵头", garden.code, "", post.title))

    assert Responsibility.objects.get().post == post


def test_two_rows_of_headers_are_told(edition: Edition, garden: Unit) -> None:
    headers = tuple(column.header for column in duty_sheet.COLUMNS)

    with pytest.raises(Refused, match="第 1 行和第 2 行都是表头"):
        _apply(edition, headers, ("III-1", "", "牵头", garden.code, "", ""))  # type: ignore[arg-type]

    assert not Responsibility.objects.exists()
