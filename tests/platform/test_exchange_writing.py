"""Workbooks that go out: harmless to open, fit to print, and readable again."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from chuangcheng.platform import exchange
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec
from chuangcheng.platform.exchange.neutral import neutralised, restored
from chuangcheng.platform.exchange.writing import Value


def written(*values: Value, rows: int = 1) -> bytes:
    columns = [ColumnSpec(header=f"列{index}") for index in range(len(values))]
    return exchange.write_workbook(
        [SheetSpec(title="任务", columns=columns, rows=[values] * rows)]
    )


def opened(raw: bytes, index: int = 0) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(raw)).worksheets[index]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("rows", [1, 6000], ids=["in memory", "row by row"])
@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "'=1", "''-"],
)
def test_text_that_looks_like_a_formula_is_neutralised_and_reads_back(
    text: str, rows: int
) -> None:
    raw = written("甲", text, rows=rows)

    cell = opened(raw)["B2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")
    assert exchange.read_sheet(raw).rows[-1].cells == ("甲", text)


@given(st.text(st.sampled_from("'=+-@\t\r\na1"), max_size=6))
def test_neutralising_loses_nothing(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert neutralised(text)[:1] not in set("=+-@\t\r\n")


def test_numbers_and_days_stay_what_they_are() -> None:
    moment = datetime(2026, 9, 30, 8, 30, tzinfo=UTC)
    kinds = [CellKind.INTEGER, CellKind.PERCENT, CellKind.DATE, CellKind.MOMENT]
    columns = [ColumnSpec(header=kind, kind=kind) for kind in kinds]
    rows: list[list[Value]] = [[-5, Decimal("0.95"), date(2026, 9, 30), moment]]

    raw = exchange.write_workbook([SheetSpec(title="任务", columns=columns, rows=rows)])

    number, share, day, read_moment = exchange.read_sheet(raw).rows[1].cells
    assert (number, share) == (-5, 0.95)
    assert exchange.day()(day) == date(2026, 9, 30)
    assert read_moment == moment.replace(tzinfo=None)


def test_in_a_column_of_text_days_and_answers_are_written_out() -> None:
    moment = datetime(2026, 9, 30, 8, 30, tzinfo=UTC)
    values = (date(2026, 9, 30), moment, True, None)

    sheet = exchange.read_sheet(written(*values))

    assert sheet.rows[1].cells == ("2026-09-30", "2026-09-30 08:30", "是", None)


def test_what_a_cell_cannot_hold_is_still_written_legibly() -> None:
    raw = written("字" * 40_000, 110101199003074233, float("nan"), "坏\ud800\uffff字")

    long, number, nothing, cleaned = exchange.read_sheet(raw).rows[1].cells
    assert isinstance(long, str)
    assert long.endswith("（内容过长，以下略）")
    assert (number, nothing, cleaned) == ("110101199003074233", "nan", "坏字")


def test_a_sheet_is_ready_for_the_printer() -> None:
    columns = [
        ColumnSpec(header="任务", width=40),
        ColumnSpec(header="比例", kind=CellKind.PERCENT),
    ]
    raw = exchange.write_workbook(
        [SheetSpec(title="任务", columns=columns, rows=[["修路", 0.5]], notes=["逐行填写"])]
    )

    sheet = opened(raw)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["A1"].font.name == "黑体"
    assert sheet["A2"].font.name == "宋体"
    assert sheet["B2"].number_format == "0.0%"
    assert opened(raw, 1)["A1"].value == "逐行填写"


def test_titles_excel_would_not_take_are_made_fit() -> None:
    columns = [ColumnSpec(header="任务")]
    titles = ["任务/台账:[2026]", "长" * 40, "长" * 40, "", "'引'", "2026年&附表"]

    raw = exchange.write_workbook(
        [SheetSpec(title=title, columns=columns, rows=[]) for title in titles]
    )

    found = openpyxl.load_workbook(BytesIO(raw)).sheetnames
    assert len(set(found)) == len(titles)
    assert all(0 < len(title) <= 31 for title in found)
    assert found[0] == "任务 台账  2026"


def test_a_big_table_from_an_iterator_is_written_whole() -> None:
    columns = [ColumnSpec(header="编号", kind=CellKind.INTEGER), ColumnSpec(header="任务")]

    raw = exchange.write_workbook(
        [
            SheetSpec(
                title="任务",
                columns=columns,
                rows=((index, "修路") for index in range(20_000)),
            )
        ]
    )

    assert zipfile.ZipFile(BytesIO(raw)).testzip() is None
    sheet = exchange.read_sheet(raw)
    assert len(sheet.rows) == 20_001
    assert sheet.rows[-1].cells == (19_999, "修路")
