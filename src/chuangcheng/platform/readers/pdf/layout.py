"""Pieces of a page put together into lines and table rows, in the order of reading."""

import re
from dataclasses import dataclass, field

from chuangcheng.platform.readers.pdf.page import Piece

CELL_SEPARATOR = " | "
# More lines on the left than this are a column of the page, not a cell of a table.
TALLEST_CELL = 8
NEXT_LINE = 2.2
REACHES_EDGE = 1.5
# Two units listed under each other in a cell fill their lines equally, and are not one name.
UNIT_ENDS = re.compile(r"[局委办部厅院校队会处站司]$")
UNIT_BEGINS = re.compile(r"[省市区县各]")


@dataclass(slots=True)
class Cell:
    """Lines standing under each other."""

    pieces: list[Piece]

    @property
    def left(self) -> float:
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def text(self) -> str:
        words = ""
        for piece in self.pieces:
            if UNIT_ENDS.search(words) and UNIT_BEGINS.match(piece.text):
                words += " "
            words = joined(words, piece.text)
            if self.right - piece.right > REACHES_EDGE * piece.height:
                words += " "
        return words.strip()


@dataclass(slots=True)
class Row:
    """A line of running text (one cell) or a row of a table (several)."""

    cells: list[Cell] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        return [piece for cell in self.cells for piece in cell.pieces]

    @property
    def is_plain(self) -> bool:
        return len(self.cells) == 1

    @property
    def left(self) -> float:
        return self.cells[0].left

    @property
    def right(self) -> float:
        return self.cells[-1].right

    @property
    def top(self) -> float:
        return max(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return min(piece.bottom for piece in self.pieces)

    @property
    def height(self) -> float:
        return self.cells[0].pieces[0].height

    @property
    def text(self) -> str:
        return CELL_SEPARATOR.join(cell.text for cell in self.cells)


def rows_of(pieces: tuple[Piece, ...]) -> list[Row]:
    """Lay pieces out as rows.

    Programs write a table row cell after cell, each from its top line down. So a piece that
    stands to the right of the last one and not below it opens the next cell of the row, and
    the lines just before it turn out to be the first cell.
    """
    rows: list[Row] = []
    for piece in pieces:
        if rows and _opens_cell(rows[-1], piece):
            _gather_first_cell(rows, piece)
            rows[-1].cells.append(Cell([piece]))
        elif rows and _continues_cell(rows[-1], piece):
            rows[-1].cells[-1].pieces.append(piece)
        else:
            rows.append(Row([Cell([piece])]))
    return rows


def joined(before: str, after: str) -> str:
    """Join two hard-wrapped lines; only Latin words need a space between them."""
    if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii():
        return f"{before} {after}"
    return before + after


def _opens_cell(row: Row, piece: Piece) -> bool:
    last = row.cells[-1]
    is_right = piece.left >= last.right - 0.5 * piece.height
    is_not_below = piece.middle > last.pieces[-1].middle - 0.5 * piece.height
    return is_right and is_not_below and _overlaps(row, piece)


def _overlaps(row: Row, piece: Piece) -> bool:
    """Tell whether a piece stands beside the row, allowing for a first line a little higher."""
    reach = TALLEST_CELL * piece.height
    return row.bottom - reach < piece.middle < row.top + reach


def _gather_first_cell(rows: list[Row], piece: Piece) -> None:
    """Fold the plain lines beside a newly opened cell into one cell."""
    if not rows[-1].is_plain:
        return
    beside = 1
    while (
        beside < min(TALLEST_CELL, len(rows))
        and rows[-beside - 1].is_plain
        and rows[-beside - 1].bottom < piece.top
        and rows[-beside - 1].right <= piece.left + 0.5 * piece.height
        and rows[-beside - 1].bottom - rows[-beside].top < piece.height
    ):
        beside += 1
    first = Cell([each for row in rows[-beside:] for each in row.pieces])
    rows[-beside:] = [Row([first])]


def _continues_cell(row: Row, piece: Piece) -> bool:
    """Tell whether a piece is the next line of the cell last opened."""
    if row.is_plain:
        return False
    last = row.cells[-1]
    previous = last.pieces[-1]
    is_under = 0 < previous.middle - piece.middle < NEXT_LINE * piece.height
    beside = row.cells[-2]
    return is_under and piece.left > max(beside.right, last.left - 2 * piece.height)
