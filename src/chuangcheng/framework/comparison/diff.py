"""Two texts as one, marked character by character: what stays, what goes, what comes."""

from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Indel

# A run of equal characters shorter than this between two changes reads worse than a longer change.
SHORTEST_RUN = 2


class Mark(StrEnum):
    SAME = "SAME"
    GONE = "GONE"
    COME = "COME"


class Piece(NamedTuple):
    mark: Mark
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in reading order; joined, GONE out gives `after`."""
    found: list[Piece] = []
    gone, come = "", ""
    for code in Indel.opcodes(before, after):
        ours, theirs = (
            before[code.src_start : code.src_end],
            after[code.dest_start : code.dest_end],
        )
        is_inside = bool(gone or come) and code.src_end < len(before)
        if code.tag == "equal" and not (is_inside and len(ours) < SHORTEST_RUN):
            found += _changed(gone, come)
            found.append(Piece(Mark.SAME, ours))
            gone, come = "", ""
        else:
            gone, come = gone + ours, come + theirs
    return (*found, *_changed(gone, come))


def _changed(gone: str, come: str) -> list[Piece]:
    marked = ((Mark.GONE, gone), (Mark.COME, come))
    return [Piece(mark, text) for mark, text in marked if text]
