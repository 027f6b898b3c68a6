"""Rows of tables that were flattened to text: with bars, one cell a line, or run together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from chuangcheng.ledger.extraction.segments import Line
from chuangcheng.ledger.extraction.units import looks_like_units, unit_list, units_at


class Column(StrEnum):
    """What a column holds."""

    LEAD = "LEAD"
    RESPONSIBLE = "RESPONSIBLE"
    SUPPORT = "SUPPORT"
    LIMIT = "LIMIT"
    MEASURE = "MEASURE"
    TASK = "TASK"
    GOAL = "GOAL"
    LABEL = "LABEL"
    IGNORED = "IGNORED"


_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.IGNORED,
        re.compile(
            r"责任人|领导|联系|备注|分值|得分|评分|权重|序号|编号|扣分|进展|完成情况|电话|^注$"
        ),
    ),
    (Column.SUPPORT, re.compile(r"配合|协[助办同作]|参与|参加")),
    (Column.LEAD, re.compile(r"牵头|主办|主责")),
    (
        Column.RESPONSIBLE,
        re.compile(
            r"(?:责任|承办|落实|实施|负责|整改)(?:单位|部门|科室|主体)|^单位$|^部门$"
        ),
    ),
    (Column.LIMIT, re.compile(r"时限|期限|时间|日期|进度(?:要求|安排)|节点")),
    (
        Column.MEASURE,
        re.compile(
            r"措施|(?:工作|具体|主要|创建|整治)内容|内容及要求|具体(?:任务|要求|标准|做法)|工作要求|任务内容及|做法|任务分解|重点任务内容"
        ),
    ),
    (Column.TASK, re.compile(r"任务|内容|事项|工作")),
    (Column.GOAL, re.compile(r"目标|要求|指标|标准")),
    (Column.LABEL, re.compile(r"项目|类别|名称|问题|领域|类型|分类|指标")),
)
_HEADER_WORD = re.compile(
    r"序号|编号|任务|内容|措施|要求|目标|标准|项目|责任|牵头|配合|协助|协办|时限|期限|时间|备注|分值|问题|类别|单位"
)
_FLAT_HEADER = re.compile(
    r"(?:序号|编号|项目(?:名称)?|(?:重点)?工作(?:任务|内容|要求)?|(?:具体|主要|创建)?(?:任务|内容|标准|要求|措施|目标)(?:分解)?|整改(?:措施|任务)|类别|指标|"
    r"责任(?:单位|部门|人)|牵头(?:单位|部门)|配合(?:单位|部门)|协助单位|完成(?:时间|时限|期限)|时间(?:节点|要求)|备注| ){3,}"
)
_FLAT_OWNER = re.compile(r"责任(?:单位|部门)|牵头(?:单位|部门)")
_CELL_HEADER = re.compile(
    r"(?:序号|编号|类别|项目(?:名称)?|(?:重点|主要|工作|具体|整改|创建)*(?:任务|内容|目标|标准|要求|措施|问题)|(?:牵头|责任|配合|协助|主办|协办)(?:单位|部门)|责任人|(?:完成|整改)?(?:时限|期限|时间)|备注)"
)
# The number of the next row, glued to the cell before it.
_SERIAL = re.compile(r" ?\d{1,3}(?=[\u4e00-\u9fff“(])(?![年月日个项条家%])")
_LASTING = re.compile(r"(?:长期坚持|立行立改|持续推进|常年坚持|全年|长期|贯穿全年)")
_TIME_CELL = re.compile(
    r"(?:(?:20\d{2}年)?(?:\d{1,2}月)?(?:\d{1,2}日|底)?(?:之?前|底前)?|20\d{2}[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?前?|年底前?|年内|长期坚持|立行立改|长期|全年|持续推进|立即)(?:完成)?[,、 ]?"
)


@dataclass(slots=True)
class Row:
    """One row: the stretches that hold the task, and what its other cells say."""

    contents: list[tuple[int, int]] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    limit: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table found among the lines from `first` up to `last`, not including it."""

    first: int
    last: int
    rows: tuple[Row, ...]


def find_tables(text: str, found: list[Line]) -> list[Table]:
    """Return the tables with bars or with one cell a line."""
    tables: list[Table] = []
    position = 0
    while position < len(found):
        table = (
            _barred(text, found, position)
            or _stacked(text, found, position)
            or _spaced(text, found, position)
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
    separator = re.compile(r"\t" if _tabbed(text, line) else r"\|")
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
    named = [w for w in words if len(w) <= 16 and _HEADER_WORD.search(w)]
    if len(named) < max(2, len(words) // 2):
        return None
    columns = [_column(word) for word in words]
    owners = {Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT, Column.LIMIT}
    return columns if owners & set(columns) else None


def _column(word: str) -> Column:
    for column, pattern in _COLUMNS:
        if pattern.search(word):
            return column
    return Column.LABEL


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
        if not _header(text, found[position]):
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
    if above and not row.lead and not row.limit and Column.LEAD in columns and missing > 0:
        row.lead, row.support = above.lead, above.support
    return row


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


def _spaced(text: str, found: list[Line], first: int) -> Table | None:
    """Read a table whose cells are parted by spaces: the owners stand at the end of a row."""
    words = text[found[first].start : found[first].end].split()
    if len(words) < 3 or any(len(word) > 12 for word in words):
        return None
    columns = [_column(word) for word in words]
    owners = [c for c in columns if c in (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT)]
    if not owners or sum(bool(_HEADER_WORD.search(w)) for w in words) < len(words) - 1:
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


_ROW_LINES = 8


def _spaced_row(text: str, span: tuple[int, int], owners: list[Column]) -> Row | None:
    """Take units and times off the end of a row; what is left is its text."""
    tokens = [(m.start(), m.end()) for m in re.compile(r"\S+").finditer(text, *span)]
    row, cells = Row(), []
    while len(tokens) > 1:
        words = text[tokens[-1][0] : tokens[-1][1]]
        if looks_like_units(words) or (cells and _ends_in_units(words)):
            cells.insert(0, unit_list(words))
        elif (
            not row.limit and not cells and len(words) <= 22 and _TIME_CELL.fullmatch(words)
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


def _stacked(text: str, found: list[Line], first: int) -> Table | None:
    """Read a table whose every cell became a line."""
    columns: list[Column] = []
    position = first
    while position < len(found):
        word = re.sub(r"\s", "", text[found[position].start : found[position].end])
        if not _CELL_HEADER.fullmatch(word):
            break
        columns.append(_column(word))
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

    def __init__(self, text: str, owners: list[Column], *, owner_last: bool) -> None:
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
        return len(words) <= 22 and bool(_TIME_CELL.fullmatch(words))

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


@dataclass(frozen=True, slots=True)
class FlatOwner:
    """Units that stand bare after the text they own, in a table run together."""

    start: int
    end: int
    lead: tuple[str, ...]
    limit: str


def flat_table_start(text: str, start: int, end: int) -> int | None:
    """Return where the cells begin after a header run together, or nothing."""
    for match in _FLAT_HEADER.finditer(text, start, end):
        if _FLAT_OWNER.search(match[0]) and len(match[0]) >= 10:
            serial = _SERIAL.match(text, match.end(), end)
            return serial.end() if serial else match.end()
    return None


def flat_owners(text: str, start: int, end: int) -> Iterator[FlatOwner]:
    """Yield the bare units that follow a full stop, with the time that follows them."""
    for match in re.finditer(r"[。;] ?", text[start:end]):
        begun = start + match.end()
        names, stop = units_at(text, begun, end, lenient=True, commas=True)
        if not names or text[stop : stop + 1] in ("的", "要", "、"):
            continue
        time = _TIME_CELL.match(text, stop, end)
        close = time.end() if time else stop
        serial = _SERIAL.match(text, close, end)
        close = serial.end() if serial else close
        yield FlatOwner(begun, close, tuple(names), text[stop:close])
