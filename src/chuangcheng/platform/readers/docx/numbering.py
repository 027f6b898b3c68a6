"""Word's automatic numbering, counted out the way Word shows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from chuangcheng.platform.intake.markup import (
    attribute,
    child,
    child_value,
    children,
    local_name,
)
from chuangcheng.platform.readers.docx import numerals

PLACEHOLDER = re.compile(r"%([1-9])")
# Hung in the place of the number, these would run into the words after them.
NEEDS_SPACE = re.compile(r"[0-9A-Za-z]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list: where it starts, how it is written, when it starts again.

    `restart` is the number of upper levels that make it start again; None means any.
    """

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    is_legal: bool = False


@dataclass(slots=True)
class Numbering:
    """All lists of a document and how far each has been counted."""

    levels: Mapping[str, Mapping[int, Level]]
    abstract_of: Mapping[str, str]
    starts: Mapping[str, Mapping[int, int]]
    style_links: Mapping[str, str]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def next_label(self, list_id: str, depth: int) -> str:
        """Count one more item and return its number as shown, with the space it needs."""
        levels = self.levels.get(list_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self.abstract_of[list_id], {})
        self._count(counts, list_id, depth, levels)
        label = PLACEHOLDER.sub(
            lambda found: self._written(counts, levels, int(found[1]) - 1, level),
            level.text,
        )
        if level.suffix != "nothing" and NEEDS_SPACE.search(label):
            return label + " "
        return label

    def _count(
        self,
        counts: dict[int, int],
        list_id: str,
        depth: int,
        levels: Mapping[int, Level],
    ) -> None:
        fresh_start = self.starts.get(list_id, {}).get(depth)
        if fresh_start is not None and (list_id, depth) not in self._seen:
            counts[depth] = fresh_start
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = levels[depth].start
        self._seen.add((list_id, depth))
        for deeper in [each for each in counts if each > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or depth < restart:
                del counts[deeper]

    @staticmethod
    def _written(
        counts: Mapping[int, int], levels: Mapping[int, Level], depth: int, shown: Level
    ) -> str:
        level = levels.get(depth, Level())
        number = counts.get(depth, level.start)
        number_format = "decimal" if shown.is_legal else level.number_format
        return numerals.written(number, number_format)


def read_numbering(root: Element | None) -> Numbering:
    """Read ``numbering.xml``; a document without one numbers nothing."""
    abstracts = {} if root is None else _abstracts(root)
    levels: dict[str, Mapping[int, Level]] = {}
    abstract_of: dict[str, str] = {}
    starts: dict[str, Mapping[int, int]] = {}
    links: dict[str, str] = {}
    for each in () if root is None else children(root, "num"):
        list_id = attribute(each, "numId") or ""
        abstract_id = child_value(each, "abstractNumId") or ""
        abstract = abstracts.get(abstract_id)
        abstract_of[list_id] = abstract_id
        starts[list_id] = _fresh_starts(each)
        own = {} if abstract is None else _levels(abstract)
        levels[list_id] = own | _overridden(each, own)
        link = child_value(abstract, "numStyleLink")
        if link is not None:
            links[list_id] = link
    return Numbering(levels, abstract_of, starts, links)


def _abstracts(root: Element) -> dict[str, Element]:
    return {
        attribute(each, "abstractNumId") or "": each
        for each in children(root, "abstractNum")
    }


def _levels(holder: Element) -> dict[int, Level]:
    return {
        _number(attribute(each, "ilvl"), 0): _level(each)
        for each in children(holder, "lvl")
    }


def _level(element: Element) -> Level:
    text = child_value(element, "lvlText") or ""
    number_format = _number_format(element)
    legal = child(element, "isLgl")
    restart = child_value(element, "lvlRestart")
    return Level(
        start=_number(child_value(element, "start"), 1),
        number_format=number_format,
        # A bullet is a picture from a symbol font; read as text it would be a stray letter.
        text="" if number_format == "bullet" else text,
        suffix=child_value(element, "suff") or "tab",
        restart=None if restart is None else _number(restart, 0),
        is_legal=legal is not None and attribute(legal, "val") not in {"0", "false", "off"},
    )


def _number_format(element: Element) -> str:
    """Read the format, also where it is wrapped for newer editions of Word."""
    for each in element.iter():
        if local_name(each) == "numFmt":
            return attribute(each, "val") or "decimal"
    return "decimal"


def _fresh_starts(num: Element) -> dict[int, int]:
    return {
        _number(attribute(each, "ilvl"), 0): _number(start, 1)
        for each in children(num, "lvlOverride")
        if (start := child_value(each, "startOverride")) is not None
    }


def _overridden(num: Element, own: Mapping[int, Level]) -> dict[int, Level]:
    result: dict[int, Level] = {}
    for override in children(num, "lvlOverride"):
        depth = _number(attribute(override, "ilvl"), 0)
        level = child(override, "lvl")
        if level is not None:
            result[depth] = _level(level)
        start = child_value(override, "startOverride")
        if start is not None and (depth in result or depth in own):
            base = result.get(depth) or own[depth]
            result[depth] = replace(base, start=_number(start, 1))
    return result


def _number(text: str | None, otherwise: int) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() else otherwise
