"""A sheet as plain values: rows that know their number, and where cells are merged."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chuangcheng.platform.intake.limits import DEFAULT, Limits
from chuangcheng.platform.intake.refusals import FileRefused

Cell = str | int | float | bool | date | datetime | time | timedelta | None
LETTERS = 26
NAMED_AT_MOST = 5


class MergedCells(FileRefused):
    """Cells are merged where every row must speak for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLimits:
    """How large a table may be; `cells` is the rectangle from A1 to the last filled cell."""

    file: Limits = DEFAULT
    rows: int = 100_000
    columns: int = 300
    cells: int = 3_000_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row under the number Excel shows beside it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return the value in a column counted from 0, also beyond the last filled one."""
        return self.cells[column] if column < len(self.cells) else None

    @property
    def is_blank(self) -> bool:
        return all(value is None for value in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRange:
    """Rows as Excel numbers them, columns counted from 0; both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        first = f"{column_letter(self.first_column)}{self.first_row}"
        return f"{first}:{column_letter(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The filled rows of one sheet; `others` names the sheets that were not read."""

    title: str
    rows: tuple[SheetRow, ...]
    merged: tuple[MergedRange, ...] = ()
    others: tuple[str, ...] = ()

    def refuse_merged(self, *, from_row: int) -> None:
        """Turn down merged cells from a row on; a merged title above it does no harm.

        Raises:
            MergedCells: naming the ranges.
        """
        found = [each for each in self.merged if each.last_row >= from_row]
        if not found:
            return
        named = "、".join(str(each) for each in found[:NAMED_AT_MOST])
        more = f"等 {len(found)} 处" if len(found) > NAMED_AT_MOST else " "
        raise MergedCells(
            f"工作表“{self.title}”的 {named}{more}是合并单元格，无法确定各行内容，"
            "请取消合并、逐行填写后重新导入。"
        )


def column_letter(column: int) -> str:
    """Name a column counted from 0 the way Excel does: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, LETTERS)
        name = chr(ord("A") + letter) + name
    return name


def column_place(letters: str) -> int:
    """Return the column that Excel names so, counted from 0: the reverse of `column_letter`."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1
