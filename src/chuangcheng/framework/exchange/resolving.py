"""Rows that name each other by code, followed through a change of codes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chuangcheng.framework.exchange import sheets
from chuangcheng.framework.exchange.content import Content, Entry, Item
from chuangcheng.framework.exchange.problems import Problem


@dataclass(frozen=True, slots=True)
class Resolved:
    """The content with every reference by present code; `loosened` items lost their standard."""

    content: Content
    problems: tuple[Problem, ...]
    loosened: int


def resolve(content: Content) -> Resolved:
    """Point every reference at the row it meant.

    A reference that nobody touched since the export means the row that then had this code,
    whatever its code is today; one that was changed means today's code.
    """
    rows = _Rows(content.entries)
    problems: list[Problem] = []
    entries = tuple(_placed(entry, rows, problems) for entry in content.entries)
    items = tuple(_bound(item, rows, problems) for item in content.items)
    loosened = sum(
        bool(before.indicator and not after.indicator)
        for before, after in zip(content.items, items, strict=True)
    )
    return Resolved(
        replace(content, entries=entries, items=items), tuple(problems), loosened
    )


class _Rows:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self.codes = {entry.code for entry in entries}
        self._was: dict[str, list[str]] = {}
        for entry in entries:
            self._was.setdefault(entry.was, []).append(entry.code)

    def meant(self, code: str, was: str) -> str:
        """Return the present code of what a reference means; empty where it is gone."""
        if code == was:
            heirs = self._was.get(code, [])
            if heirs:
                return code if code in heirs else heirs[0]
        return code if code in self.codes else ""


def _placed(entry: Entry, rows: _Rows, problems: list[Problem]) -> Entry:
    if not entry.parent:
        return entry
    meant = rows.meant(entry.parent, entry.parent_was)
    if not meant:
        problems.append(
            Problem(
                sheet=sheets.ENTRIES.title,
                row=entry.row,
                column=sheets.ENTRIES.header_of("parent"),
                value=entry.parent,
                text="表中没有这个编号的上级，请改填表中已有的编号",
            )
        )
    return replace(entry, parent=meant or entry.parent)


def _bound(item: Item, rows: _Rows, problems: list[Problem]) -> Item:
    if not item.indicator:
        return item
    meant = rows.meant(item.indicator, item.indicator_was)
    if not meant and item.indicator != item.indicator_was:
        problems.append(
            Problem(
                sheet=sheets.ITEMS.title,
                row=item.row,
                column=sheets.ITEMS.header_of("indicator"),
                value=item.indicator,
                text="“指标”表中没有这个编号，请改填已有的测评标准编号或留空",
            )
        )
    return replace(item, indicator=meant)
