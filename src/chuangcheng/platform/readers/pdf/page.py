"""The characters of a page, gathered into pieces that stand on one line."""

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

# A wider gap, in heights of the character, is the space between two columns.
COLUMN_GAP = 1.0
WORD_GAP = 0.25
SAME_LINE = 0.5
NOT_A_CHARACTER = 0xFFFE


@dataclass(slots=True)
class Piece:
    """Words standing together on one line; y grows upwards, as on paper in mathematics."""

    left: float
    right: float
    bottom: float
    top: float
    characters: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.characters).strip()

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 0.1)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def is_level_with(self, other: "Piece") -> bool:
        return abs(self.middle - other.middle) < SAME_LINE * min(self.height, other.height)

    def take(self, other: "Piece") -> None:
        """Grow by what follows on the same line."""
        if other.left - self.right > WORD_GAP * self.height:
            self.characters.append(_space_between(self.characters, other.characters))
        self.characters += other.characters
        self.right = max(self.right, other.right)
        self.bottom = min(self.bottom, other.bottom)
        self.top = max(self.top, other.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """One page: its pieces in the order they were written, and its height."""

    pieces: tuple[Piece, ...]
    height: float
    character_count: int
    unreadable_count: int


def read_page(page: pypdfium2.PdfPage) -> PageText:
    """Gather the pieces of a page."""
    text_page = page.get_textpage()
    try:
        characters = _characters(text_page)
    finally:
        text_page.close()
    return PageText(
        pieces=tuple(piece for piece in _pieces(characters) if piece.text),
        height=float(page.get_height()),
        character_count=sum(not each.characters[0].isspace() for each in characters),
        unreadable_count=sum(_is_unreadable(each.characters[0]) for each in characters),
    )


def _characters(text_page: pypdfium2.PdfTextPage) -> list[Piece]:
    box = pdfium.FS_RECTF()
    where = ctypes.byref(box)
    found = []
    for index in range(text_page.count_chars()):
        # Generated ones are pdfium's guesses at spaces and line ends; the gaps tell more.
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, where)
        found.append(Piece(box.left, box.right, box.bottom, box.top, [_character(code)]))
    return _without_surrogates(found)


def _character(code: int) -> str:
    return chr(code) if 0 < code < NOT_A_CHARACTER or code > 0xFFFF else "\ufffd"


def _without_surrogates(found: list[Piece]) -> list[Piece]:
    """Join the halves that older builds hand out for characters beyond the first plane."""
    for first, second in pairwise(found):
        high, low = first.characters[0], second.characters[0]
        if "\ud800" <= high <= "\udbff" and "\udc00" <= low <= "\udfff":
            joined = (high + low).encode("utf-16", "surrogatepass").decode("utf-16")
            first.characters, second.characters = [joined], [" "]
    for each in found:
        if "\ud800" <= each.characters[0] <= "\udfff":
            each.characters = ["\ufffd"]
    return found


def _is_unreadable(character: str) -> bool:
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff"


def _pieces(characters: list[Piece]) -> list[Piece]:
    pieces: list[Piece] = []
    for each in characters:
        if pieces and _follows(pieces[-1], each):
            pieces[-1].take(each)
        elif not each.characters[0].isspace():
            pieces.append(each)
    return pieces


def _follows(piece: Piece, following: Piece) -> bool:
    gap = following.left - piece.right
    return (
        piece.is_level_with(following) and -piece.height < gap < COLUMN_GAP * piece.height
    )


def _space_between(before: list[str], after: list[str]) -> str:
    """Put a space between Latin words; Chinese is only ever spread, not spaced."""
    both = before[-1:] + after[:1]
    return " " if all(each.isascii() and not each.isspace() for each in both) else ""
