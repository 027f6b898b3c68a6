"""Read tables that lost their bars: cells parted by spaces, or one cell a line."""

import re
from collections.abc import Sequence

from chuangcheng.ledger.extraction.columns import (
    HEADER_WORD,
    TIME_CELL,
    Column,
    Row,
    Table,
    column_of,
)
from chuangcheng.ledger.extraction.segments import Line
from chuangcheng.ledger.extraction.units import looks_like_units, unit_list

_CELL_HEADER = re.compile(
    r"(?:序号|编号|类别|项目(?:名称)?|(?:重点|主要|工作|具体|整改|创建)*(?:任务|内容|目标|标准|要求|措施|问题)|(?:牵头|责任|配合|协助|主办|协办)(?:单位|部门)|责任人|(?:完成|整改)?(?:时限|期限|时间)|备注)"
)


def spaced(text: str, found: list[Line], first: int) -> Table | None:
    """Read a table whose cells are parted by spaces: the owners stand at the end of a row."""
    words = text[found[first].start : found[first].end].split()
    if len(words) < 3 or any(len(word) > 12 for word in words):
        return None
    columns = [column_of(word) for word in words]
    owners = [c for c in columns if c in (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT)]
    if not owners or sum(bool(HEADER_WORD.search(w)) for w in words) < len(words) - 1:
        return None
    rows: list[Row] = []
    position, begun = first + 1, None
    while position < len(found) and position - (begun or position) < _ROW_LINES:
        line = found[position]
        begun = position if begun is None else begun
        row = _spaced_row(text, (found[begun].start, line.end), owners)
        position += 1
        if row:
            rows.append(row)
            begun = None
    last = begun if begun is not None else position
    return Table(first, last, tuple(rows)) if rows else None


_TOKEN = re.compile(r"\S+")
_ROW_LINES = 8


def _spaced_row(text: str, span: tuple[int, int], owners: Sequence[Column]) -> Row | None:
    """Take units and times off the end of a row; what is left is its text."""
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text, *span)]
    row = Row()
    cells: list[list[str]] = []
    while len(tokens) > 1:
        words = text[tokens[-1][0] : tokens[-1][1]]
        if looks_like_units(words) or (cells and _ends_in_units(words)):
            cells.insert(0, unit_list(words))
        elif (
            not row.limit and not cells and len(words) <= 22 and TIME_CELL.fullmatch(words)
        ):
            row.limit = words
        else:
            break
        tokens.pop()
    if not cells or not tokens:
        return None
    for place, names in enumerate(cells):
        column = owners[min(place, len(owners) - 1)]
        helping = column is Column.SUPPORT or (
            column is Column.RESPONSIBLE and Column.LEAD in owners
        )
        (row.support if helping else row.lead).extend(names)
    spoken = [t for t in tokens if re.search("[,。;]", text[t[0] : t[1]])]
    row.contents = [(spoken[0][0], tokens[-1][1])] if spoken else [tokens[-1]]
    return row


def _ends_in_units(words: str) -> bool:
    return words.endswith(("等", "等部门", "等单位")) and looks_like_units(
        re.sub("等(?:部门|单位)?$", "", words)
    )


def stacked(text: str, found: list[Line], first: int) -> Table | None:
    """Read a table whose every cell became a line."""
    columns: list[Column] = []
    position = first
    while position < len(found):
        word = re.sub(r"\s", "", text[found[position].start : found[position].end])
        if not _CELL_HEADER.fullmatch(word):
            break
        columns.append(column_of(word))
        position += 1
    owners = [c for c in columns if c in (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT)]
    if len(columns) < 3 or not owners:
        return None
    reader = _StackReader(text, owners, owner_last=_owner_after_content(columns))
    while position < len(found) and reader.take(found[position]):
        position += 1
    return Table(first, position, tuple(reader.finish()))


def _owner_after_content(columns: list[Column]) -> bool:
    content = [
        i for i, c in enumerate(columns) if c in (Column.MEASURE, Column.TASK, Column.GOAL)
    ]
    owner = [i for i, c in enumerate(columns) if c in (Column.LEAD, Column.RESPONSIBLE)]
    return not content or not owner or owner[0] > content[0]


class _StackReader:
    """Gathers rows from cell lines by what each line is."""

    def __init__(self, text: str, owners: Sequence[Column], *, owner_last: bool) -> None:
        self.text = text
        self.owners = owners
        self.owner_last = owner_last
        self.rows: list[Row] = []
        self.row = Row()
        self.filled = 0
        self.misses = 0

    def take(self, line: Line) -> bool:
        """Take one line; answer whether the table still goes on."""
        words = self.text[line.start : line.end]
        if re.fullmatch(r"\d{1,3}", words):
            self._close()
        elif looks_like_units(words):
            self._owner(unit_list(words))
        elif self._is_time(words):
            self.row.limit = words
        else:
            return self._content(line, words)
        return True

    def _is_time(self, words: str) -> bool:
        return len(words) <= 22 and bool(TIME_CELL.fullmatch(words))

    def _owner(self, names: list[str]) -> None:
        if not self.owner_last and self.row.contents:
            self._close()
        column = self.owners[min(self.filled, len(self.owners) - 1)]
        helping = column is Column.SUPPORT or (
            column is Column.RESPONSIBLE and Column.LEAD in self.owners
        )
        if helping:
            self.row.support += names
        else:
            self.row.lead += names
        self.filled += 1

    def _content(self, line: Line, words: str) -> bool:
        if line.level in (1, 3) and self.row.lead and len(words) < 40:
            return False
        if self.owner_last and (self.row.lead or self.row.limit):
            self._close()
        if words not in ("/", "无"):
            self.row.contents.append((line.body, line.end))
        return True

    def _close(self) -> None:
        if self.row.contents:
            self.rows.append(self.row)
        self.row, self.filled = Row(), 0

    def finish(self) -> list[Row]:
        """Close the last row; words after the last owner are no row."""
        if self.row.lead or self.row.limit:
            self._close()
        return self.rows
