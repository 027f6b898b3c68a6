"""A document as the grammar sees it: one string, whatever file it came from."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    TEXT = "TEXT"
    DOCX = "DOCX"
    PDF = "PDF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The readable text of a document.

    Headings, paragraphs and list items are lines; automatic numbering is written out
    (``一、``, ``1.``). A table row is one line whose cells are joined by `` | ``, with line breaks
    inside a cell kept as a single space; a vertically merged cell is repeated in every row it
    covers. Offsets handed out by the grammar count characters of `text`.
    """

    text: str
    name: str = ""
    format: Format = Format.TEXT
