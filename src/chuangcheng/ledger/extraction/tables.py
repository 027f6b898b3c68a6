"""Find the tables of a document and read the rows of those whose cells are barred."""

import re

from chuangcheng.ledger.extraction.columns import HEADER_WORD, Column, Row, Table, column_of
from chuangcheng.ledger.extraction.segments import Line
from chuangcheng.ledger.extraction.stacks import spaced, stacked
from chuangcheng.ledger.extraction.units import unit_list

_DITTO = re.compile(r"同上|〃|″|\"|''|”|同前")
_RULE = re.compile(r"[-|:+ ]+")
_TAB = re.compile(r"\t")
_BAR = re.compile(r"\|")


def find_tables(text: str, found: list[Line]) -> list[Table]:
    """Return the tables with bars or with one cell a line."""
    tables: list[Table] = []
    position = 0
    while position < len(found):
        table = (
            _barred(text, found, position)
            or stacked(text, found, position)
            or spaced(text, found, position)
        )
        if table:
            tables.append(table)
            position = table.last
        else:
            position += 1
    return tables


def _cells(text: str, line: Line) -> list[tuple[int, int]]:
    """Return the places of the cells of a line; an ending bar closes no empty cell."""
    cells = []
    start = line.start
    separator = _TAB if _tabbed(text, line) else _BAR
    for match in separator.finditer(text, line.start, line.end):
        cells.append((start, match.start()))
        start = match.end()
    if start < line.end and text[start : line.end].strip():
        cells.append((start, line.end))
    return cells


def _tabbed(text: str, line: Line) -> bool:
    return (
        text.count("\t", line.start, line.end) >= 2
        and "|" not in text[line.start : line.end]
    )


def _header(text: str, line: Line) -> list[Column] | None:
    cells = _cells(text, line)
    if len(cells) < 3 and not (len(cells) == 2 and "|" in text[line.start : line.end]):
        return None
    words = [re.sub(r"\s", "", text[a:b]) for a, b in cells]
    named = [w for w in words if len(w) <= 16 and HEADER_WORD.search(w)]
    if len(named) < max(2, len(words) // 2):
        return None
    columns = [column_of(word) for word in words]
    owners = {Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT, Column.LIMIT}
    return columns if owners & set(columns) else None


def _barred(text: str, found: list[Line], first: int) -> Table | None:
    columns = _header(text, found[first])
    if not columns:
        return None
    closing = text[found[first].end - 1] == "|"
    rows: list[Row] = []
    position = first + 1
    while position < len(found):
        cells, following = _row_cells(text, found, position, closing=closing)
        if len(cells) < 2:
            break
        ruled = _RULE.fullmatch(text, found[position].start, found[position].end)
        if not ruled and not _header(text, found[position]):
            rows.append(_row(text, columns, cells, rows[-1] if rows else None))
        position = following
    return Table(first, position, tuple(rows))


def _row_cells(
    text: str, found: list[Line], position: int, *, closing: bool
) -> tuple[list[tuple[int, int]], int]:
    """Gather one row, whose cells may hold line breaks when every row ends in a bar."""
    cells = _cells(text, found[position])
    following = position + 1
    while closing and following < min(len(found), position + 12):
        if text[found[following - 1].end - 1] == "|":
            break
        more = _cells(text, found[following])
        if not more:
            break
        cells = [
            *cells[:-1],
            (cells[-1][0] if cells else more[0][0], more[0][1]),
            *more[1:],
        ]
        following += 1
    return cells, following


def _row(
    text: str, columns: list[Column], cells: list[tuple[int, int]], above: Row | None
) -> Row:
    """Lay cells under columns from the right: merged cells are missing on the left."""
    missing = len(columns) - len(cells)
    laid = columns[missing:] if missing > 0 else columns
    by_column: dict[Column, list[tuple[int, int]]] = {}
    for column, cell in zip(laid, cells, strict=False):
        by_column.setdefault(column, []).append(cell)
    row = Row(contents=_content(text, by_column, set(columns)))
    row.label = _joined(text, by_column.get(Column.LABEL, []))
    lead = _names(text, by_column.get(Column.LEAD, []))
    responsible = _names(text, by_column.get(Column.RESPONSIBLE, []))
    row.support = _names(text, by_column.get(Column.SUPPORT, []))
    row.lead = lead or responsible
    if lead:
        row.support = [n for n in [*responsible, *row.support] if n not in lead]
    row.limit = _joined(text, by_column.get(Column.LIMIT, []))
    _carry_down(row, above, owners={Column.LEAD, Column.RESPONSIBLE} & set(columns))
    return row


def _carry_down(row: Row, above: Row | None, *, owners: set[Column]) -> None:
    """Let merged cells, which are empty below their first row, and 同上 repeat it."""
    row.lead = _above(row.lead, above.lead if above else [])
    row.support = _above(row.support, above.support if above else [])
    row.limit = (above.limit if above else "") if _DITTO.fullmatch(row.limit) else row.limit
    if row.lead or not owners or not above:
        return
    row.lead = list(above.lead)
    row.support = row.support or list(above.support)
    row.limit = row.limit or above.limit


def _above(names: list[str], before: list[str]) -> list[str]:
    """Put what stood above in the place of 同上."""
    ditto = names and all(_DITTO.fullmatch(name) for name in names)
    return list(before) if ditto else names


def _content(
    text: str, cells: dict[Column, list[tuple[int, int]]], columns: set[Column]
) -> list[tuple[int, int]]:
    """Choose the columns that hold the task: measures, else tasks, and goals beside them."""
    for column in (Column.MEASURE, Column.TASK, Column.GOAL, Column.LABEL):
        if column in columns and any(text[a:b].strip() for a, b in cells.get(column, [])):
            chosen = list(cells[column])
            if column is Column.TASK:
                chosen += cells.get(Column.GOAL, [])
            return [cell for cell in sorted(chosen) if text[cell[0] : cell[1]].strip()]
    return []


def _names(text: str, cells: list[tuple[int, int]]) -> list[str]:
    names = [name for a, b in cells for name in unit_list(text[a:b])]
    return list(dict.fromkeys(n for n in names if n not in ("/", "无", "——")))


def _joined(text: str, cells: list[tuple[int, int]]) -> str:
    return " ".join(re.sub(r"\s+", "", text[a:b]) for a, b in cells).strip()
