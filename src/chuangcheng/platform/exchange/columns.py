"""The columns an import expects, found under whatever headers a clerk has written."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from chuangcheng.platform.exchange.parsers import CellRefused, Parser
from chuangcheng.platform.exchange.sheet import Cell, Sheet, SheetRow, column_letter
from chuangcheng.platform.refusal import Refused

HEADER_WITHIN = 20
ALIKE = 80
# So many cells that repeat headers make a row a second header; it stands as close to the first.
_HEADER_CELLS = 3
REMEMBERED, PROPER, ALIAS, ALMOST = 103, 102, 101, 100
BRACKETED = re.compile(r"[(\[【].*?[)\]】]")
NOT_WORDS = re.compile(r"[\W_]+")


class SecondHeader(Refused):
    """The table names its columns in two rows."""


class MissingColumns(Refused):
    """The table lacks a column that the import cannot do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column to be read: `name` for the program, `header` and `aliases` for people."""

    name: str
    header: str
    parser: Parser[Any]
    aliases: tuple[str, ...] = ()
    required: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.header, *self.aliases)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell; as text it tells where, what and what to do."""

    row: int
    column_letter: str
    header: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.row} 行 {self.column_letter} 列“{self.header}”：{self.message}。"


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row without problems; `values` has every column by name, None where blank."""

    number: int
    values: Mapping[str, Any]


class Reading(NamedTuple):
    """The rows that can be taken over, and the cells that keep others back."""

    rows: tuple[ParsedRow, ...]
    problems: tuple[CellProblem, ...]


def find_header(sheet: Sheet, columns: Sequence[Column] = ()) -> SheetRow:
    """Find the row of headers: the one that names most columns, near the top.

    Without columns to look for it is the first of the rows with most words.
    """
    top = sheet.rows[:HEADER_WITHIN]
    return max(top, key=lambda row: (_named(row, columns), _words(row)))


def refuse_second_header(sheet: Sheet, header: SheetRow, columns: Sequence[Column]) -> None:
    """Turn down a sheet with another row of headers close below the first.

    Raises:
        SecondHeader: there is one.
    """
    close = (
        row
        for row in sheet.rows
        if header.number < row.number <= header.number + _HEADER_CELLS
    )
    for row in close:
        if len(guess_mapping(row.cells, columns)) >= _HEADER_CELLS:
            names = "、".join(column.header for column in columns[:3])
            raise SecondHeader(
                f"第 {header.number} 行和第 {row.number} 行都是表头，"
                f"请只留一行列名（{names}……），删去另一行后重新上传。"
            )


def guess_mapping(
    headers: Sequence[Cell],
    columns: Sequence[Column],
    *,
    remembered: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Guess which column of the sheet, counted from 0, holds which column of the import.

    A remembered header wins, then the known names, then likeness; every column of the
    sheet is given away once.
    """
    candidates = sorted(
        (
            (score, -place, -index)
            for place, column in enumerate(columns)
            for index, header in enumerate(headers)
            if (score := _score(header, column, (remembered or {}).get(column.name)))
            >= ALIKE
        ),
        reverse=True,
    )
    mapping: dict[str, int] = {}
    taken: set[int] = set()
    for _, place, index in candidates:
        name = columns[-place].name
        if name not in mapping and -index not in taken:
            mapping[name] = -index
            taken.add(-index)
    return mapping


def read_rows(
    sheet: Sheet,
    columns: Sequence[Column],
    *,
    mapping: Mapping[str, int] | None = None,
    header: SheetRow | None = None,
) -> Reading:
    """Read the rows below the header; a row with any problem is kept back whole.

    Raises:
        MissingColumns: a required column is not mapped.
        MergedCells: cells are merged in the header or below it.
    """
    header = find_header(sheet, columns) if header is None else header
    if mapping is None:
        mapping = guess_mapping(header.cells, columns)
    _check_columns(header, columns, mapping)
    sheet.refuse_merged(from_row=header.number)
    mapped = [
        (column, mapping[column.name]) for column in columns if column.name in mapping
    ]
    absent = {column.name: None for column in columns if column.name not in mapping}
    rows: list[ParsedRow] = []
    problems: list[CellProblem] = []
    for row in sheet.rows:
        if row.number <= header.number or all(row.cell(i) is None for _, i in mapped):
            continue
        values, wrong = _parsed(row, mapped, header)
        problems += wrong
        if not wrong:
            rows.append(ParsedRow(row.number, absent | values))
    return Reading(tuple(rows), tuple(problems))


def _parsed(
    row: SheetRow, mapped: Sequence[tuple[Column, int]], header: SheetRow
) -> tuple[dict[str, Any], list[CellProblem]]:
    values: dict[str, Any] = {}
    problems: list[CellProblem] = []
    for column, index in mapped:
        cell = row.cell(index)
        try:
            values[column.name] = _value(cell, column)
        except CellRefused as refusal:
            shown = _shown(header.cell(index)) or column.header
            problems.append(
                CellProblem(row.number, column_letter(index), shown, str(refusal))
            )
    return values, problems


def _value(cell: Cell, column: Column) -> object:
    if cell is None:
        if column.required:
            raise CellRefused("未填写，此列必填，请补填")
        return None
    return column.parser(cell)


def _check_columns(
    header: SheetRow, columns: Sequence[Column], mapping: Mapping[str, int]
) -> None:
    missing = [
        each.header for each in columns if each.required and each.name not in mapping
    ]
    if missing:
        found = "、".join(f"“{_shown(cell)}”" for cell in header.cells if cell is not None)
        raise MissingColumns(
            f"表格缺少{'、'.join(f'“{each}”' for each in missing)}列，"
            f"第 {header.number} 行现有表头为{found}，请补上该列或指定对应关系后重新导入。"
        )


def _named(row: SheetRow, columns: Sequence[Column]) -> int:
    return len(guess_mapping(row.cells, columns)) if columns else 0


def _words(row: SheetRow) -> int:
    return sum(isinstance(cell, str) for cell in row.cells)


def _score(header: Cell, column: Column, remembered: str | None) -> float:
    if not isinstance(header, str):
        return 0
    if remembered is not None and _shown(header) == remembered:
        return REMEMBERED
    plain = _plain(header)
    if plain == _plain(column.header):
        return PROPER
    return max(_likeness(plain, _plain(known)) for known in column.headers)


def _likeness(header: str, known: str) -> float:
    if not header or not known:
        return 0
    return ALIAS if header == known else min(fuzz.ratio(header, known), ALMOST)


def _plain(header: str) -> str:
    """Reduce a header to its words: no marks, spaces or remarks in brackets."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return NOT_WORDS.sub("", BRACKETED.sub("", folded)) or NOT_WORDS.sub("", folded)


def _shown(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())
