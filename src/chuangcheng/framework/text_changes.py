"""How one text became another, line beside line; no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Lines less alike than this are shown as one gone and one new, not as one that was changed.
_ALIKE = 0.4


class Deed(StrEnum):
    SAME = "SAME"
    GONE = "GONE"
    NEW = "NEW"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that stayed, went or came."""

    text: str
    deed: Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A line of the older text beside its line in the newer; None where there is none."""

    older: tuple[Piece, ...] | None
    newer: tuple[Piece, ...] | None

    @property
    def is_changed(self) -> bool:
        return self.older != self.newer


def beside(older: str, newer: str) -> list[Pair]:
    """Lay two texts side by side, line for line, with what changed inside a line marked."""
    ours, theirs = older.splitlines(), newer.splitlines()
    found: list[Pair] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += (_same(line) for line in ours[a:b])
        else:
            found += _changed(ours[a:b], theirs[c:d])
    return found


def _same(line: str) -> Pair:
    piece = (Piece(line, Deed.SAME),)
    return Pair(older=piece, newer=piece)


def _changed(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Pair]:
    """Pair changed lines in their order as long as they are alike; the rest stand alone."""
    left = list(theirs)
    for line in ours:
        at = next((n for n, other in enumerate(left) if _are_alike(line, other)), None)
        if at is None:
            yield Pair(older=(Piece(line, Deed.GONE),), newer=None)
            continue
        yield from (_new(other) for other in left[:at])
        yield _marked(line, left[at])
        left = left[at + 1 :]
    yield from (_new(other) for other in left)


def _new(line: str) -> Pair:
    return Pair(older=None, newer=(Piece(line, Deed.NEW),))


def _are_alike(line: str, other: str) -> bool:
    matcher = SequenceMatcher(None, line, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _marked(line: str, other: str) -> Pair:
    older: list[Piece] = []
    newer: list[Piece] = []
    matcher = SequenceMatcher(None, line, other, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        same = tag == "equal"
        if a < b:
            older.append(Piece(line[a:b], Deed.SAME if same else Deed.GONE))
        if c < d:
            newer.append(Piece(other[c:d], Deed.SAME if same else Deed.NEW))
    return Pair(older=tuple(older), newer=tuple(newer))
