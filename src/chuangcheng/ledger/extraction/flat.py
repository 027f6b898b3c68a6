"""Read a table run together into one line: bare units close the row before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chuangcheng.ledger.extraction.borders import glued
from chuangcheng.ledger.extraction.columns import Column, column_of
from chuangcheng.ledger.extraction.units import looks_like_units, units_at

_HEADER_WORDS = (
    r"序号|编号|项目(?:名称)?|(?:重点|主要)?工作(?:任务|内容|要求|事项)?|(?:具体|主要|创建|重点|整改)?(?:任务|内容|标准|要求|措施|目标|事项)(?:分解)?|类别|指标|"
    r"责任(?:单位|部门|科室|领导|人)|(?:牵头|分管|包抓|包联)领导|牵头(?:单位|部门)|主办单位|(?:配合|协助|协办|参与)(?:单位|部门)|"
    r"(?:完成|整改)(?:时间|时限|期限)|时限|时间(?:节点|要求)|备注"
)
_FLAT_HEADER = re.compile(rf"(?:{_HEADER_WORDS}| ){{3,}}")
_HEADER_WORD = re.compile(_HEADER_WORDS)
_FLAT_OWNER = re.compile(r"责任(?:单位|部门|科室)|牵头(?:单位|部门)|主办单位")
_LEADER = re.compile("领导|责任人")
_NOT_SERIAL = (
    r"(?![年月日号个项条家%处次座名户所场台辆公米万亿人期篇类种级天周吨亩平块支分小元件份])"
)
# The number of the next row, glued to the cell before it.
_SERIAL = re.compile(rf" ?\d{{1,3}}[.、]? ?(?=[\u4e00-\u9fff“(]){_NOT_SERIAL}")
_TIME = (
    r"(?:(?:20\d{2}年)?\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬|份)?(?:之?前)?|20\d{2}年(?:底|末)?前?|"
    r"20\d{2}[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?前?|年底前?|年内|全年|常年|长期(?:坚持)?|立行立改|立即整改|持续推进|即时)(?:完成|前完成)?"
)
_TIME_CELL = re.compile(rf"{_TIME}[,、 ]?")
_BOUNDARY = re.compile(
    rf"(?P<time>{_TIME})?\s*(?P<close>(?<!\d)(?P<serial>\d{{1,3}})[.、]? ?(?=[\u4e00-\u9fff“(]){_NOT_SERIAL}|(?=\n|$))"
)
_NEXT_ROW = re.compile(r"\s*(\d{1,3})[.、]?(?=[\u4e00-\u9fff“(])")
_PAGE = re.compile(r"\s*\n\s*(?:\d{1,2}、)?$")
_TAIL_START = re.compile(r"(?<=[。;!?\n、”)])|(?=[省市区县旗镇乡街团各党校村公国])")
_TAIL = 110
_NAMES = 12
# 周德海市财政局: the leader's name stands before the unit.
_PERSON = re.compile(
    r"(?:[\u4e00-\u9fff×X]{2,4}[、, ])*[\u4e00-\u9fff×X]{2,3}[、, ]?(?=[省市区县旗镇乡街团各国])"
)
_NO_UNIT = re.compile(r"[。;\d]")
_JOINT = re.compile(r"[、,]")
_CELL = re.compile(r"[ /\n]+")


@dataclass(frozen=True, slots=True)
class FlatTable:
    """Where the cells begin, and which columns of owners and leaders the header names."""

    start: int
    owners: tuple[Column, ...]
    leaders: bool
    first: int = 0


@dataclass(frozen=True, slots=True)
class FlatOwner:
    """Units that stand bare after the text they own, in a table run together."""

    start: int
    end: int
    lead: tuple[str, ...]
    support: tuple[str, ...]
    limit: str


def flat_table(text: str, start: int, end: int) -> FlatTable | None:
    """Return the table that begins after a header run together, or nothing."""
    for match in _FLAT_HEADER.finditer(text, start, end):
        if not _FLAT_OWNER.search(match[0]) or len(match[0]) < 10:
            continue
        words = [one[0] for one in _HEADER_WORD.finditer(match[0])]
        columns = [column_of(word) for word in words]
        owners = [
            c for c in columns if c in (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT)
        ]
        serial = _SERIAL.match(text, match.end(), end)
        leaders = any(_LEADER.search(word) for word in words)
        begun = serial.end() if serial else match.end()
        first = int(serial[0].strip(" .、")) if serial else 0
        return FlatTable(begun, tuple(owners), leaders, first)
    return None


def flat_owners(text: str, table: FlatTable, end: int) -> Iterator[FlatOwner]:
    """Yield the bare units that close the rows, with the time that follows them."""
    numbered = list(_numbered(text, table, end)) if table.first else []
    yield from numbered or _after_stops(text, table, end)


def _numbered(text: str, table: FlatTable, end: int) -> Iterator[FlatOwner]:
    """Read rows that the number of the next one closes."""
    position, expected = table.start, table.first + 1
    for match in _BOUNDARY.finditer(text, table.start, end):
        serial = match["serial"]
        if serial and int(serial) != expected:
            continue
        tail = _tail(text, position, match.start(), leaders=table.leaders)
        if tail is None:
            continue
        start, cells = tail
        lead, support = _by_column(cells, table.owners)
        following = None if serial else _NEXT_ROW.match(text, match.end(), end)
        if following and int(following[1]) != expected:
            following = None
        start = _before_names(text, position, start) if table.leaders else start
        page = _PAGE.search(text, position, start)
        start = page.start() if page else start
        position = following.end() if following else match.end()
        expected += bool(serial or following)
        yield FlatOwner(start, position, lead, support, match["time"] or "")


def _tail(
    text: str, start: int, end: int, *, leaders: bool
) -> tuple[int, list[list[str]]] | None:
    """Return where the cells of units at the end of a row begin, and what they hold."""
    begun = max(start, end - _TAIL)
    for match in _TAIL_START.finditer(text, begun, end):
        if match.start() >= end:
            break
        person = _PERSON.match(text, match.start(), end) if leaders else None
        cells = _cells(text[person.end() : end]) if person else []
        cells = cells or _cells(text[match.start() : end])
        if cells:
            return match.start(), cells
    return None


def _cells(words: str) -> list[list[str]]:
    """Cut bare units into cells; nothing when anything else stands among them."""
    words = words.strip()
    if len(words) < 2 or words[0] in "、,。;":
        return []
    cells: list[list[str]] = []
    for group in _CELL.split(words):
        cells.append([])
        for part in _JOINT.split(group):
            names = glued(part)
            if not part or not all(_is_unit(name) for name in names):
                return []
            cells[-1].append(names[0])
            cells += [[name] for name in names[1:]]
    return [cell for cell in cells if cell]


def _is_unit(name: str) -> bool:
    return looks_like_units(name) and not _NO_UNIT.search(name)


def _by_column(
    cells: list[list[str]], owners: tuple[Column, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lay cells under the columns of owners; what is over belongs to the last."""
    lead: list[str] = []
    support: list[str] = []
    for place, names in enumerate(cells):
        column = owners[min(place, len(owners) - 1)]
        helping = column is Column.SUPPORT or (
            column is Column.RESPONSIBLE and Column.LEAD in owners
        )
        (support if helping else lead).extend(names)
    return tuple(lead), tuple(support)


def _before_names(text: str, start: int, end: int) -> int:
    """Leave out the leaders' names between the text of a row and its units."""
    stop = max(text.rfind(mark, start, end) for mark in "。;")
    return stop + 1 if stop >= 0 and end - stop <= _NAMES else end


def _after_stops(text: str, table: FlatTable, end: int) -> Iterator[FlatOwner]:
    """Read rows without numbers: units that follow a full stop."""
    for match in re.finditer(r"[。;] ?", text[table.start : end]):
        begun = table.start + match.end()
        names, stop = units_at(text, begun, end, lenient=True, commas=True)
        if not names or text[stop : stop + 1] in ("的", "要", "、"):
            continue
        cells = _cells(text[begun:stop]) or [names]
        lead, support = _by_column(cells, table.owners)
        time = _TIME_CELL.match(text, stop, end)
        close = time.end() if time else stop
        serial = _SERIAL.match(text, close, end)
        close = serial.end() if serial else close
        yield FlatOwner(begun, close, lead, support, text[stop:close])
