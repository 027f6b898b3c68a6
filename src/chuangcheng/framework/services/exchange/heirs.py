"""Which row of a workbook continues which indicator of the edition it was exported from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chuangcheng.framework.exchange import Content, Entry


@dataclass(frozen=True, slots=True)
class Heirs:
    """For each code of the base, the rows that continue it, the one that keeps its place first."""

    rows: Mapping[str, tuple[Entry, ...]]

    def pairs(self) -> Iterable[tuple[str, Entry]]:
        """Return every (code of the base, row)."""
        return ((code, row) for code, rows in self.rows.items() for row in rows)

    def keeper(self) -> Mapping[str, str]:
        """Return for today's code of a row the base's code whose place it keeps."""
        return {rows[0].code: code for code, rows in self.rows.items()}


def heirs_of(base: Content, content: Content, *, by_mark: bool) -> Heirs:
    """Find the heirs: by the code a row was exported under, else by its code.

    Without `by_mark` the workbook is from another edition, whose marks mean nothing here.
    """
    known = {entry.code for entry in base.entries}
    found: dict[str, list[Entry]] = {}
    for entry in content.entries:
        if by_mark and entry.was in known:
            found.setdefault(entry.was, []).append(entry)
    claimed = set(found)
    marked = {row.row for rows in found.values() for row in rows}
    for entry in content.entries:
        if entry.row not in marked and entry.code in known - claimed:
            found.setdefault(entry.code, []).append(entry)
    return Heirs(
        {
            code: tuple(sorted(rows, key=lambda row: (row.code != code, row.row)))
            for code, rows in found.items()
        }
    )
