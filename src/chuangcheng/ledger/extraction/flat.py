"""Read a table run together into one line: bare units close the row before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chuangcheng.ledger.extraction.columns import TIME_CELL
from chuangcheng.ledger.extraction.units import units_at

_FLAT_HEADER = re.compile(
    r"(?:序号|编号|项目(?:名称)?|(?:重点)?工作(?:任务|内容|要求)?|(?:具体|主要|创建)?(?:任务|内容|标准|要求|措施|目标)(?:分解)?|整改(?:措施|任务)|类别|指标|"
    r"责任(?:单位|部门|人)|牵头(?:单位|部门)|配合(?:单位|部门)|协助单位|完成(?:时间|时限|期限)|时间(?:节点|要求)|备注| ){3,}"
)
_FLAT_OWNER = re.compile(r"责任(?:单位|部门)|牵头(?:单位|部门)")
# The number of the next row, glued to the cell before it.
_SERIAL = re.compile(r" ?\d{1,3}(?=[\u4e00-\u9fff“(])(?![年月日个项条家%])")


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
        time = TIME_CELL.match(text, stop, end)
        close = time.end() if time else stop
        serial = _SERIAL.match(text, close, end)
        close = serial.end() if serial else close
        yield FlatOwner(begun, close, tuple(names), text[stop:close])
