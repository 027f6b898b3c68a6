"""Cut a document into lines and coloured pieces, for reading it beside what was drawn from it.

Pure Python; positions count characters of the text. Every character of the text but line ends
stands in exactly one piece, so that text selected on the page can be found again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
_CLAUSE = re.compile(r"[^，,；;。、：:\n]*[，,；;。、：:\n]+|[^，,；;。、：:\n]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text that something was drawn from."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of one line that belongs to the same marks throughout.

    `numbers` are the marks it belongs to, the narrowest first; `opens` are those that begin here.
    """

    text: str
    numbers: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of a stretch of the text, with the mark that ends it."""

    start: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the document; `doubtful` are the sentences in it that gave nothing, whole."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    doubtful: tuple[tuple[int, int], ...] = ()


def lines(
    text: str, marks: Sequence[Mark], *, doubtful: Iterable[Sequence[int]] = ()
) -> list[Line]:
    """Lay a document out; the time it takes grows with its length and the number of marks."""
    bounds = _line_bounds(text)
    doubts = [(start, end) for start, end in doubtful]
    marks_of = _by_line(bounds, [(mark.start, mark.end, mark) for mark in marks])
    doubts_of = _by_line(bounds, [(start, end, (start, end)) for start, end in doubts])
    return [
        Line(
            start=start,
            end=end,
            pieces=tuple(
                _pieces(text, start, end, marks=marks_of[index], doubts=doubts_of[index])
            ),
            doubtful=tuple(
                (begin, stop) for begin, stop in doubts_of[index] if begin >= start
            ),
        )
        for index, (start, end) in enumerate(bounds)
        if end > start
    ]


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """Cut a stretch after every mark that ends a clause or an item of a list."""
    return [
        Clause(start=start + found.start(), text=found.group())
        for found in _CLAUSE.finditer(text[start:end])
    ]


def _line_bounds(text: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for line in text.split("\n"):
        bounds.append((start, start + len(line)))
        start += len(line) + 1
    return bounds


def _by_line(
    bounds: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int, T]]
) -> defaultdict[int, list[T]]:
    """Sort spans to the lines they touch; one may reach over several."""
    found: defaultdict[int, list[T]] = defaultdict(list)
    index = 0
    for start, end, thing in sorted(spans, key=lambda span: span[:2]):
        while index < len(bounds) - 1 and bounds[index][1] <= start:
            index += 1
        reached = index
        while reached < len(bounds) and bounds[reached][0] < end:
            found[reached].append(thing)
            reached += 1
    return found


def _pieces(
    text: str,
    start: int,
    end: int,
    *,
    marks: Sequence[Mark],
    doubts: Sequence[tuple[int, int]],
) -> Iterable[Piece]:
    spans = [(mark.start, mark.end) for mark in marks] + list(doubts)
    inner = {edge for span in spans for edge in span if start < edge < end}
    cuts = sorted({start, end} | inner)
    for left, right in pairwise(cuts):
        over = sorted(
            (mark for mark in marks if mark.start <= left and right <= mark.end),
            key=lambda mark: (mark.end - mark.start, mark.number),
        )
        yield Piece(
            text=text[left:right],
            numbers=tuple(mark.number for mark in over),
            opens=tuple(mark.number for mark in over if mark.start == left),
            is_doubtful=any(begin <= left and right <= stop for begin, stop in doubts),
        )
