"""The city in and out as a workbook: nothing lost, nothing half taken over."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city import sheets
from chuangcheng.city.models import (
    ForceMember,
    Post,
    Region,
    Seat,
    TaskForce,
    Unit,
    UnitAlias,
)
from chuangcheng.city.queries.workbook import exported, template
from chuangcheng.city.services import workbook
from chuangcheng.city.services.workbook import Powers, Report, WorkbookRefused
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from chuangcheng.twin import tables
from tests import make
from tests.twin import cities

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)
OFFICE = Powers(city=True, seats=False, accounts=False)
SECURITY = Powers(city=False, seats=True, accounts=False)
ALL = Powers(city=True, seats=True, accounts=True)
TABLES = (Region, Unit, UnitAlias, Post, Seat, TaskForce, ForceMember, User)

Book = openpyxl.Workbook
Row = tuple[object, ...]

SMALL: dict[str, list[Row]] = {
    "区划": [
        ("990100", "示例市", "市", None, True),
        ("990102", "云溪区", "区县", "990100", True),
        ("990102001", "东湖街道", "街道(乡镇)", "990102", True),
    ],
    "单位": [
        ("D2", "云溪区环卫中心", "区环卫中心", "事业单位", "D1", "990102", 2, True),
        ("D1", "云溪区城市管理委员会", "区城管委", "政府部门", None, "990102", 1, True),
    ],
    "别名": [("老城管", "D1", "名录")],
    "岗位": [("D1", None, "联络员", "联络员"), (None, "990102001", "网格长", "网格员")],
    "任职": [("D1", None, "联络员", "lly", "陈红", "13800000001", date(2026, 3, 1), None)],
    "工作组": [
        ("市容组", "专项工作组", "指挥部", 2, True),
        ("指挥部", "指挥部", None, 1, True),
    ],
    "成员": [("市容组", "成员", "lly", "陈红", "D1")],
}


def _book(**changes: list[Row]) -> bytes:
    return sheets.write(SMALL | changes)


def _load(raw: bytes, powers: Powers = ALL) -> Report:
    return workbook.apply(raw, name="本市.xlsx", powers=powers, today=TODAY, by=None)


def _look(raw: bytes, powers: Powers = ALL) -> Report:
    return workbook.preview(raw, name="本市.xlsx", powers=powers, today=TODAY)


def _counts() -> list[int]:
    return [model._default_manager.count() for model in TABLES]


def _changed(raw: bytes, change: Callable[[Book], None]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(raw))
    change(book)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_the_invented_city_goes_in_and_comes_out_whole() -> None:
    report = workbook.load(cities.workbook(), name="区划与单位.xlsx", today=TODAY)

    wanted = {
        table.title: len(table.rows)
        for table in tables.of_city(cities.city())
        if table.title in report.tallies
    }
    assert {tally.title: tally.added for tally in report.tallies.values()} == wanted
    again = _load(exported())
    assert not again.changes_anything
    assert {tally.title: tally.same for tally in again.tallies.values()} == wanted


def test_what_is_exported_builds_the_same_city_elsewhere() -> None:
    _load(_book())
    first = exported()
    _empty()
    assert _counts()[:7] == [0] * 7

    _load(first)

    assert _rows_of(exported()) == _rows_of(first)


def _empty() -> None:
    for leaf in (ForceMember, Seat, Post, UnitAlias):
        leaf._default_manager.all().delete()
    for tree, below in ((TaskForce, "groups"), (Unit, "children"), (Region, "children")):
        while tree._default_manager.exists():
            tree._default_manager.filter(**{f"{below}__isnull": True}).delete()


def _rows_of(raw: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(BytesIO(raw))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_same_file_twice_changes_nothing_and_is_not_recorded_twice() -> None:
    _load(_book())
    history = AuditEntry.objects.count()

    report = _load(_book())

    assert not report.changes_anything
    assert AuditEntry.objects.count() == history


def test_a_preview_tells_the_changes_and_makes_none() -> None:
    _load(_book())
    raw = _book(
        单位=[("D1", "云溪区城市管理局", "区城管局", "政府部门", None, None, 1, True)]
    )

    report = _look(raw)

    assert report.tallies["单位"].changed == 1
    assert "全称由“云溪区城市管理委员会”改为“云溪区城市管理局”" in report.changes[0]
    assert Unit.objects.get(code="D1").name == "云溪区城市管理委员会"


def test_a_moved_unit_takes_what_lies_below_along() -> None:
    _load(_book())
    rows: list[Row] = [
        ("D0", "云溪区人民政府", "", "政府部门", None, None, 0, True),
        ("D1", "云溪区城市管理委员会", "区城管委", "政府部门", "D0", "990102", 1, True),
    ]

    _load(_book(单位=rows))

    assert Unit.objects.get(code="D2").path == "D0/D1/D2/"


WRONG: list[tuple[str, str, list[Row], str, str]] = [
    ("two cities", "区划", [*SMALL["区划"], ("990200", "二市", "市", None, True)], "级别", "一个市"),
    ("code length", "区划", [*SMALL["区划"], ("9901021", "某区", "区县", "990100", True)], "区划代码", "6 位"),
    ("code prefix", "区划", [*SMALL["区划"], ("880102", "某区", "区县", "990100", True)], "区划代码", "9901"),
    ("unknown parent", "区划", [*SMALL["区划"], ("990109001", "某街", "街道(乡镇)", "990109", True)], "上级代码", "核对代码"),
    ("twice", "区划", [*SMALL["区划"], ("990102", "云溪区", "区县", "990100", True)], "区划代码", "第 3 行"),
    ("level", "区划", [*SMALL["区划"], ("990103", "某区", "地区", "990100", True)], "级别", "可选范围"),
    ("unit circle", "单位", [("D1", "甲局", "", "政府部门", "D2", None, 0, True), ("D2", "乙局", "", "政府部门", "D1", None, 0, True)], "上级编码", "循环"),
    ("same name", "单位", [*SMALL["单位"], ("D3", "云溪区环卫中心", "", "事业单位", None, None, 0, True)], "全称", "重复"),
    ("unit code", "单位", [*SMALL["单位"], ("D/3", "某局", "", "政府部门", None, None, 0, True)], "单位编码", "短横线"),
    ("no name", "单位", [*SMALL["单位"], ("D3", None, "", "事业单位", None, None, 0, True)], "全称", "必填"),
    ("alias of nobody", "别名", [("某办", "D9", "名录")], "单位编码", "没有这个单位"),
    ("alias of two", "别名", [("区环卫中心", "D1", "名录")], "别名", "另一单位"),
    ("post nowhere", "岗位", [(None, None, "联络员", "联络员")], "单位编码", "只填一个"),
    ("no such post", "任职", [("D2", None, "联络员", "lly", "陈红", "", date(2026, 3, 1), None)], "岗位名称", "没有这个岗位"),
    ("impossible day", "任职", [("D1", None, "联络员", "lly", "陈红", "", "2026-02-30", None)], "任职日期", "不存在"),
    ("days reversed", "任职", [("D1", None, "联络员", "lly", "陈红", "", date(2026, 3, 1), date(2026, 2, 1))], "离任日期", "早于"),
    ("overlap", "任职", [*SMALL["任职"], ("D1", None, "联络员", "zq", "赵强", "", date(2026, 5, 1), None)], "任职日期", "重叠"),
    ("nameless", "任职", [("D1", None, "联络员", "zq", None, "", date(2026, 5, 1), None)], "姓名", "必须填写"),
    ("force circle", "工作组", [("甲组", "专项工作组", "乙组", 1, True), ("乙组", "专项工作组", "甲组", 1, True)], "上级工作组", "循环"),
    ("two commanders", "成员", [("市容组", "指挥长(组长)", "lly", "陈红", None), ("市容组", "指挥长(组长)", None, None, "D1")], "职责", "一名"),
    ("nobody", "成员", [("市容组", "成员", None, None, None)], "账号", "至少填一个"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "rows", "column", "said"),
    [row[1:] for row in WRONG],
    ids=[row[0] for row in WRONG],
)
def test_a_wrong_row_is_named_and_nothing_is_taken_over(
    title: str, rows: list[Row], column: str, said: str
) -> None:
    before = _counts()
    raw = _book(**{title: rows})

    report = _look(raw)

    assert any(
        problem.sheet == title and problem.column == column and said in problem.text
        for problem in report.problems
    ), report.problems
    with pytest.raises(WorkbookRefused, match="没有导入"):
        _load(raw)
    assert _counts() == before


def test_all_wrong_rows_are_named_at_once() -> None:
    raw = _book(
        别名=[("某办", "D9", "名录")],
        岗位=[("D9", None, "联络员", "联络员"), ("D8", None, "联络员", "联络员")],
        任职=[],
        成员=[],
    )

    report = _look(raw)

    assert [(each.sheet, each.row) for each in report.problems] == [
        ("别名", 2),
        ("岗位", 2),
        ("岗位", 3),
    ]


def test_the_office_cannot_seat_people_by_import() -> None:
    _load(_book(任职=[], 成员=[]))
    make.user(name="陈红")
    User.objects.create(username="lly", name="陈红")

    report = _look(_book(), OFFICE)

    assert "安全管理员" in report.problems[0].text
    assert _look(_book(任职=[]), OFFICE).is_clean


def test_the_security_administrator_can_seat_people_and_nothing_else() -> None:
    _load(_book(任职=[], 成员=[]))
    User.objects.create(username="lly", name="陈红")
    only_seats = sheets.write({"任职": SMALL["任职"]})

    assert "创城办" in _look(_book(单位=[*SMALL["单位"], ("D3", "某局", "", "政府部门", None, None, 0, True)]), SECURITY).problems[0].text  # fmt: skip
    _load(only_seats, SECURITY)

    assert Seat.objects.get().person.username == "lly"


def test_an_import_opens_no_accounts_for_people() -> None:
    report = _look(_book(), Powers(city=True, seats=True, accounts=False))

    assert any("系统管理员先建账号" in problem.text for problem in report.problems)


def test_an_administrator_is_not_seated_by_import() -> None:
    User.objects.create(username="lly", name="陈红", phone="13900000001", duty=Duty.AUDIT)

    report = _look(_book(成员=[]))

    assert any("三员分立" in problem.text for problem in report.problems)


def test_a_held_post_does_not_change_its_role_by_import() -> None:
    _load(_book())

    report = _look(_book(岗位=[("D1", None, "联络员", "创城办")]))

    assert "不能改角色" in report.problems[0].text


def test_a_unit_with_people_is_not_taken_out_of_use_by_import() -> None:
    _load(_book())

    report = _look(_book(单位=[("D1", "云溪区城市管理委员会", "区城管委", "政府部门", None, "990102", 1, False)]))  # fmt: skip

    assert any("办理离任" in problem.text for problem in report.problems)


def test_the_template_is_empty_and_reads_as_no_change() -> None:
    report = _load(template())

    assert not report.changes_anything


def _merge(book: Book) -> None:
    book["单位"].merge_cells("A2:A3")


def _drop_column(book: Book) -> None:
    book["单位"].delete_cols(2)


def _drop_sheets(book: Book) -> None:
    for sheet in book.worksheets:
        sheet.title = f"其他{sheet.title}"


@pytest.mark.parametrize(
    ("change", "said"),
    [(_merge, "合并单元格"), (_drop_column, "缺少“全称”"), (_drop_sheets, "工作表")],
)
def test_a_workbook_of_another_shape_is_refused(
    change: Callable[[Book], None], said: str
) -> None:
    before = _counts()

    with pytest.raises(Refused, match=said):
        _look(_changed(_book(), change))

    assert _counts() == before


@pytest.mark.parametrize(
    ("raw", "said"), [(b"", "空的"), (b"PK\x03\x04broken", "损坏"), (b"%PDF-1.7 x", "PDF")]
)
def test_a_file_that_is_no_workbook_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        _look(raw)


def test_formulas_in_names_come_out_as_text() -> None:
    _load(
        _book(单位=[*SMALL["单位"], ("D3", "=1+1局", "", "政府部门", None, None, 0, True)])
    )

    cell = next(
        cell
        for row in openpyxl.load_workbook(BytesIO(exported()))["单位"].iter_rows()
        for cell in row
        if "1+1" in str(cell.value)
    )

    assert (cell.data_type, cell.value) == ("s", "'=1+1局")
    assert not _load(exported()).changes_anything
