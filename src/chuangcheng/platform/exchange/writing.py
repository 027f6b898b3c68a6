"""Workbooks an office can print as they are, and that no cell can turn into a program."""

import math
import re
from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chuangcheng.platform.exchange.neutral import neutralised

Value = str | int | float | bool | date | datetime | Decimal | None


class CellKind(StrEnum):
    TEXT = "TEXT"
    INTEGER = "INTEGER"
    DECIMAL = "DECIMAL"
    PERCENT = "PERCENT"
    DATE = "DATE"
    MOMENT = "MOMENT"


NUMBER_FORMATS = {
    CellKind.TEXT: "@",
    CellKind.INTEGER: "0",
    CellKind.DECIMAL: "General",
    CellKind.PERCENT: "0.0%",
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.MOMENT: "yyyy-mm-dd hh:mm",
}
DAY_KINDS = frozenset({CellKind.DATE, CellKind.MOMENT})
BODY_FONT = "宋体"
HEADER_FONT = "黑体"
A4 = 9
# Above this a workbook is written row by row to disk instead of being held in memory.
HELD_IN_MEMORY = 5000
LONGEST_CELL = 32_000
CUT = "……（内容过长，以下略）"
SAFE_DIGITS = 10**15
LONGEST_TITLE = 31
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
NOTES_TITLE = "说明"
NOTES_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """A column to be written; `width` is in characters of half width."""

    header: str
    width: float = 16
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSpec:
    """A sheet to be written; notes go to a sheet of their own so that this one reads back."""

    title: str
    columns: Sequence[ColumnSpec]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = field(default=())


def write_workbook(sheets: Sequence[SheetSpec]) -> bytes:
    """Write a workbook: one table a sheet, its first row the headers."""
    packed = BytesIO()
    options = {
        "constant_memory": any(_is_large(each.rows) for each in sheets),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": NUMBER_FORMATS[CellKind.DATE],
    }
    with xlsxwriter.Workbook(packed, options) as workbook:
        titles = _Titles()
        for spec in sheets:
            _write_table(workbook, titles.take(spec.title), spec)
        notes = [note for spec in sheets for note in spec.notes]
        if notes:
            _write_notes(workbook, titles.take(NOTES_TITLE), notes)
    return packed.getvalue()


class _Titles:
    """Sheet titles as Excel allows them: short, without signs, no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wished: str) -> str:
        plain = NOT_IN_TITLES.sub(" ", NOT_IN_XML.sub("", wished)).strip(" '") or "表"
        title = plain[:LONGEST_TITLE]
        number = 1
        while title.casefold() in self._taken:
            number += 1
            end = f"（{number}）"
            title = plain[: LONGEST_TITLE - len(end)] + end
        self._taken.add(title.casefold())
        return title


def _write_table(workbook: xlsxwriter.Workbook, title: str, spec: SheetSpec) -> None:
    sheet = workbook.add_worksheet(title)
    formats = [_body_format(workbook, column.kind) for column in spec.columns]
    for index, column in enumerate(spec.columns):
        sheet.set_column(index, index, column.width)
    header = workbook.add_format(
        {
            "font_name": HEADER_FONT,
            "font_size": 11,
            "bg_color": "#E8EDF3",
            "border": 1,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
        }
    )
    for index, column in enumerate(spec.columns):
        sheet.write_string(0, index, neutralised(_clean(column.header)), header)
    last = 0
    for last, row in enumerate(spec.rows, start=1):
        for index, (value, cell_format) in enumerate(zip(row, formats, strict=True)):
            shown = _shown(value, spec.columns[index].kind)
            _write_cell(sheet, last, index, shown, cell_format)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(spec.columns) - 1)
    _set_up_print(sheet, title)


def _body_format(workbook: xlsxwriter.Workbook, kind: CellKind) -> Format:
    return workbook.add_format(
        {
            "font_name": BODY_FONT,
            "font_size": 11,
            "border": 1,
            "valign": "vcenter",
            "align": "left" if kind is CellKind.TEXT else "center",
            "text_wrap": True,
            "num_format": NUMBER_FORMATS[kind],
        }
    )


def _shown(value: Value, kind: CellKind) -> Value:
    """Put into words what the kind of the column would show as a bare number."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind in DAY_KINDS or not isinstance(value, date):
        return value
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else f"{value:%Y-%m-%d}"


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: Value, cell_format: Format
) -> None:
    """Write a value as what it is; text is never left to Excel's interpretation."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, datetime):
        # Excel knows no time zones; the caller hands over the city's time.
        sheet.write_datetime(row, column, value.replace(tzinfo=None), cell_format)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, cell_format)
    elif isinstance(value, (int, float, Decimal)) and _fits(value):
        sheet.write_number(row, column, value, cell_format)
    else:
        sheet.write_string(row, column, _as_text(value), cell_format)


def _fits(number: float | Decimal) -> bool:
    """Tell whether Excel keeps all digits of a number."""
    return math.isfinite(number) and -SAFE_DIGITS < number < SAFE_DIGITS


def _as_text(value: object) -> str:
    written = neutralised(_clean(str(value)))
    if len(written) > LONGEST_CELL:
        return written[: LONGEST_CELL - len(CUT)] + CUT
    return written


def _clean(text: str) -> str:
    """Drop what no XML file can hold."""
    return NOT_IN_XML.sub("", text)


def _set_up_print(sheet: Worksheet, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand begins a code in headers.
    sheet.set_header(f'&C&"{HEADER_FONT}"&16{_unambiguous(title)}')
    sheet.set_footer("&C第 &P 页　共 &N 页")


def _unambiguous(title: str) -> str:
    """Write a title after a font size, which would swallow leading digits."""
    escaped = title.replace("&", "&&")
    return f" {escaped}" if escaped[:1].isdigit() else escaped


def _write_notes(workbook: xlsxwriter.Workbook, title: str, notes: Sequence[str]) -> None:
    sheet = workbook.add_worksheet(title)
    sheet.set_column(0, 0, NOTES_WIDTH)
    plain = workbook.add_format(
        {"font_name": BODY_FONT, "font_size": 11, "text_wrap": True, "valign": "top"}
    )
    for index, note in enumerate(notes):
        sheet.write_string(index, 0, neutralised(_clean(note)), plain)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _is_large(rows: Iterable[Sequence[Value]]) -> bool:
    return not isinstance(rows, Sized) or len(rows) > HELD_IN_MEMORY
