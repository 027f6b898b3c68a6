"""Spreadsheets from outside: what is read, and what is turned down in words."""

import time
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from chuangcheng.platform import exchange
from chuangcheng.platform.exchange import Column, TableLimits
from chuangcheng.platform.intake.limits import Limits
from chuangcheng.platform.intake.refusals import (
    Broken,
    EmptyFile,
    FileRefused,
    Locked,
    TooLarge,
    Unsupported,
)
from tests.platform import files
from tests.platform.tables import changed_part, xlsx

SHEET = "xl/worksheets/sheet1.xml"
TASK = Column(
    name="task",
    header="任务内容",
    aliases=("工作任务", "任务"),
    parser=exchange.text(max_length=200),
    required=True,
)
DUE = Column(name="due", header="完成时限", aliases=("截止日期",), parser=exchange.day())
SHARE = Column(name="share", header="完成比例", parser=exchange.percentage())
COLUMNS = (TASK, DUE, SHARE)


def test_rows_keep_the_numbers_that_excel_shows() -> None:
    raw = xlsx([], ["任务台账"], ["任务", "截止日期"], [], ["修路", date(2026, 9, 30)])

    sheet = exchange.read_sheet(raw, name="台账.xlsx")
    reading = exchange.read_rows(sheet, COLUMNS)

    assert [row.number for row in sheet.rows] == [2, 3, 5]
    assert reading.problems == ()
    assert [(row.number, row.values) for row in reading.rows] == [
        (5, {"task": "修路", "due": date(2026, 9, 30), "share": None})
    ]


def test_what_the_database_cannot_hold_is_left_out() -> None:
    raw = xlsx(["任务"], ["DN100 管网"])
    with ZipFile(BytesIO(raw)) as opened:
        written = opened.read(SHEET).replace(b"DN100", b"DN_x0000_100")

    sheet = exchange.read_sheet(changed_part(raw, SHEET, written))

    assert sheet.rows[1].cells == ("DN100 管网",)


def test_every_wrong_cell_is_named_and_its_row_kept_back() -> None:
    raw = xlsx(
        ["任务", "完成时限", "完成比例"],
        ["修路", "2026年2月30日", 0.5],
        [None, "2026-09-30", "三成"],
        ["种树", "2026.9.30", "95%"],
    )

    rows, problems = exchange.read_rows(exchange.read_sheet(raw), COLUMNS)

    assert [row.values["task"] for row in rows] == ["种树"]
    assert rows[0].values["share"] == Decimal("0.95")
    assert [str(each) for each in problems] == [
        "第 2 行 B 列“完成时限”：“2026年2月30日”这一天不存在，"
        "请核对，请改为“2026-09-30”的格式。",
        "第 3 行 A 列“任务”：未填写，此列必填，请补填。",
        "第 3 行 C 列“完成比例”：“三成”不是数字，请只填数字，单位写在表头。",
    ]


def test_a_missing_column_is_named_beside_those_that_are_there() -> None:
    sheet = exchange.read_sheet(xlsx(["单位", "完成时限"], ["市城管局", "2026-09-30"]))

    with pytest.raises(
        exchange.MissingColumns, match=r"缺少“任务内容”列.*“单位”、“完成时限”"
    ):
        exchange.read_rows(sheet, COLUMNS)


def test_cells_merged_among_the_rows_are_named() -> None:
    raw = xlsx(["任务", "完成时限"], ["修路", "2026-09-30"], ["种树"], merged=["B2:B3"])

    with pytest.raises(exchange.MergedCells, match="B2:B3 是合并单元格"):
        exchange.read_rows(exchange.read_sheet(raw), COLUMNS)


def test_a_merged_title_above_the_headers_does_no_harm() -> None:
    raw = xlsx(
        ["2026年任务台账"], ["任务", "完成时限"], ["修路", "2026-09-30"], merged=["A1:B1"]
    )

    assert len(exchange.read_rows(exchange.read_sheet(raw), COLUMNS).rows) == 1


@pytest.mark.parametrize(
    ("headers", "mapping"),
    [
        pytest.param(
            ["完成时限", "任务内容"], {"task": 1, "due": 0}, id="in another order"
        ),
        pytest.param(
            ["*任务 内容", "完成时限（年/月/日）"], {"task": 0, "due": 1}, id="with remarks"
        ),
        pytest.param(["序号", "工作任务内容"], {"task": 1}, id="by likeness"),
        pytest.param(
            ["任务", "任务内容"], {"task": 1}, id="the proper name before an alias"
        ),
        pytest.param(["单位", None, 3], {}, id="nothing alike"),
    ],
)
def test_headers_are_recognised(headers: list[str], mapping: dict[str, int]) -> None:
    assert exchange.guess_mapping(headers, COLUMNS) == mapping


def test_a_remembered_header_wins_over_likeness() -> None:
    headers = ["任务内容", "要干的事"]

    mapping = exchange.guess_mapping(headers, COLUMNS, remembered={"task": "要干的事"})

    assert mapping == {"task": 1}


def test_the_first_filled_sheet_is_read_and_the_others_are_named() -> None:
    raw = xlsx(["任务"], ["修路"], more=["附表"])

    assert exchange.read_sheet(raw).others == ("附表",)
    with pytest.raises(FileRefused, match="没有名为“总表”的工作表，现有：任务、附表"):
        exchange.read_sheet(raw, title="总表")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_of_offices(encoding: str, separator: str) -> None:
    content = f'任务{separator}完成时限\r\n"修路\n和种树"{separator}2026/9/30\r\n'

    sheet = exchange.read_sheet(content.encode(encoding), name="台账.csv")

    (row,) = exchange.read_rows(sheet, COLUMNS).rows
    assert (row.number, row.values["task"]) == (2, "修路\n和种树")


def test_ten_thousand_rows_are_read_within_two_seconds() -> None:
    columns = [
        Column(
            name=f"text{index}",
            header=f"文字{'甲乙丙丁戊己'[index]}",
            parser=exchange.text(),
        )
        for index in range(6)
    ]
    columns += [
        Column(
            name=f"number{index}",
            header=f"数值{'甲乙丙'[index]}",
            parser=exchange.decimal(),
        )
        for index in range(3)
    ]
    columns += [
        Column(name=f"day{index}", header=f"日期{'甲乙丙'[index]}", parser=exchange.day())
        for index in range(3)
    ]
    values = ["背街小巷整治任务"] * 6 + [12.5] * 3 + ["2026年9月30日"] * 3
    raw = exchange.write_workbook(
        [
            exchange.SheetSpec(
                title="任务",
                columns=[exchange.ColumnSpec(header=each.header) for each in columns],
                rows=[values] * 10_000,
            )
        ]
    )

    start = time.perf_counter()
    reading = exchange.read_rows(exchange.read_sheet(raw), columns)

    assert time.perf_counter() - start < 2
    assert len(reading.rows) == 10_000
    assert reading.rows[-1].values["day2"] == date(2026, 9, 30)


WIDE = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>
</sheetData></worksheet>"""
UNADDRESSED = WIDE.replace(b' r="A1"', b"").replace(b' r="XFD1048576"', b"")


@pytest.mark.parametrize(
    ("raw", "refusal", "words"),
    [
        pytest.param(b"", EmptyFile, "是空的", id="empty"),
        pytest.param(xlsx(), EmptyFile, "没有填写任何内容", id="no cells"),
        pytest.param(b" , ,\r\n,,\r\n", EmptyFile, "没有填写任何内容", id="blank csv"),
        pytest.param(xlsx(["任务"])[:-200], Broken, "已损坏", id="cut off"),
        pytest.param(
            changed_part(xlsx(["任务"]), SHEET, b"<worksheet><sheetData><row>"),
            Broken,
            "已损坏",
            id="a sheet that ends early",
        ),
        pytest.param(
            changed_part(xlsx(["任务"]), "xl/workbook.xml", b"<"),
            Broken,
            "已损坏",
            id="a damaged part",
        ),
        pytest.param(
            changed_part(xlsx(["任务"]), SHEET, WIDE),
            TooLarge,
            "第 1048576 行",
            id="a far cell",
        ),
        pytest.param(
            changed_part(xlsx(["任务"]), SHEET, UNADDRESSED),
            TooLarge,
            "第 1048576 行",
            id="a far row of cells without address",
        ),
        pytest.param(
            changed_part(xlsx(["任务"]), SHEET, b" " * 30_000_000),
            TooLarge,
            "异常庞大",
            id="a zip bomb",
        ),
        pytest.param(files.ole("EncryptedPackage"), Locked, "取消密码", id="encrypted"),
        pytest.param(files.ole("Workbook"), Broken, "已损坏", id="a broken old workbook"),
        pytest.param(
            files.docx(files.paragraph("讲话")), Unsupported, "Word 文档", id="docx"
        ),
        pytest.param(b"<html><table><tr><td>1", Unsupported, "实际是网页", id="html"),
        pytest.param(b"%PDF-1.4", Unsupported, "是 PDF", id="pdf"),
        pytest.param(bytes(range(256)) * 9, Unsupported, "不是表格", id="rubbish"),
        pytest.param(
            "任务\ud55c".encode("euc-kr", "ignore"), FileRefused, "编码", id="encoding"
        ),
        pytest.param(b'"' + b"x" * 200_000, Broken, "分隔符或引号", id="an endless field"),
    ],
)
def test_a_bad_file_is_turned_down_in_a_sentence(
    raw: bytes, refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words) as caught:
        exchange.read_sheet(raw, name="坏.xlsx")

    assert "坏.xlsx" in str(caught.value)
    assert str(caught.value).endswith("。")
    assert type(caught.value).__module__.startswith("chuangcheng.")


def test_more_rows_or_bytes_than_allowed_are_turned_down() -> None:
    raw = xlsx(["任务"], *[["修路"]] * 20)

    with pytest.raises(TooLarge, match="第 21 行，超过 10 行"):
        exchange.read_sheet(raw, limits=TableLimits(rows=10))
    with pytest.raises(TooLarge, match="上限"):
        exchange.read_sheet(raw, limits=TableLimits(file=Limits(size=100)))


def test_styled_but_empty_cells_far_down_do_not_count() -> None:
    raw = xlsx(["任务"], ["修路"])
    far = WIDE.replace(b'<c r="XFD1048576"><v>1</v></c>', b'<c r="XFD1048576" s="1"/>')

    sheet = exchange.read_sheet(changed_part(raw, SHEET, far))

    assert [row.cells for row in sheet.rows] == [(1.0,)]


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (702, "AAA")]
)
def test_a_column_is_named_and_found_as_excel_does(place: int, letters: str) -> None:
    assert exchange.column_letter(place) == letters
    assert exchange.column_place(letters) == place
