"""The grid of a Word table."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from chuangcheng.platform.intake.markup import attribute, child, child_value, local_name

WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "customXml"})
WIDEST = 63  # Word's own limit of columns; a damaged span must not blow the grid up.


@dataclass(frozen=True, slots=True, kw_only=True)
class CellText:
    """A cell, where it begins in the grid, and whether it goes on from the row above."""

    element: Element
    column: int
    width: int
    is_repeated: bool


def rows_of(table: Element) -> Iterator[list[CellText]]:
    """Go through the rows that tracked changes leave standing."""
    for row in _found(table, "tr"):
        properties = child(row, "trPr")
        if properties is None or child(properties, "del") is None:
            yield _cells(row, properties)


def _cells(row: Element, properties: Element | None) -> list[CellText]:
    cells: list[CellText] = []
    column = _span(child_value(properties, "gridBefore"), least=0)
    for element in _found(row, "tc"):
        about = child(element, "tcPr")
        width = _span(child_value(about, "gridSpan"), least=1)
        # Older files merge sideways by marking the swallowed cells instead of a span.
        if _continues(about, "hMerge"):
            column += width
            continue
        cells.append(
            CellText(
                element=element,
                column=column,
                width=width,
                is_repeated=_continues(about, "vMerge"),
            )
        )
        column += width
    return cells


def _continues(properties: Element | None, merge: str) -> bool:
    """Tell whether a cell belongs to the merge begun before it."""
    found = child(properties, merge)
    return found is not None and attribute(found, "val") != "restart"


def _span(text: str | None, *, least: int) -> int:
    return min(max(int(text), least), WIDEST) if text and text.isdigit() else least


def _found(container: Element, name: str) -> Iterator[Element]:
    for each in container:
        if local_name(each) == name:
            yield each
        elif local_name(each) in WRAPPERS:
            yield from _found(each, name)
