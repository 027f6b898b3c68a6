"""Lines of pages into paragraphs: running heads dropped, hard wraps undone."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from chuangcheng.platform.readers.pdf.layout import Row, joined

PAGE_NUMBER = re.compile(
    r"[\s\-—–－·•]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[\s/／,，]*(?:共|of)?\s*\d{1,4}\s*页?)?"
    r"[\s\-—–－·•]*"
)
# Such a beginning opens a paragraph even where nothing is set in.
OPENING = re.compile(
    r"第[一二三四五六七八九十百\d]+[章节条部]|[一二三四五六七八九十]+(?:、|是)"
    r"|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}(?:、|[.．](?!\d))|[①-⑳]|附件"
)
MARGIN_SHARE = 0.12
SET_IN = 1.2
FULL_LINE = 2.5
# Latin letters among Chinese make a line up to a sixth taller than its neighbours.
SAME_SIZE = 0.25
LARGE = 1.15
# Narrower than so many characters, a page has nothing that needed wrapping.
NARROWEST = 20
LINE_SPACING = 1.8
DIGITS = re.compile(r"\d+")
HALF = 2


def without_running_heads(pages: Sequence[tuple[list[Row], float]]) -> list[Row]:
    """Drop page numbers, and the heads and feet that pages repeat.

    Pages come with their heights. A line is a head only in the outer margin and, page
    numbers apart, only if at least half of two or more pages repeat it.
    """
    repeated: Counter[str] = Counter()
    for rows, height in pages:
        repeated.update({_pattern(row) for row in rows if _is_marginal(row, height)})
    often = max(HALF, (len(pages) + 1) // HALF)
    return [
        row
        for rows, height in pages
        for row in rows
        if not (
            _is_marginal(row, height)
            and (repeated[_pattern(row)] >= often or PAGE_NUMBER.fullmatch(row.text))
        )
    ]


def paragraphs_of(rows: Sequence[Row]) -> list[str]:
    """Join the lines of a paragraph; a table row stays a line of its own."""
    plain = [row for row in rows if row.is_plain]
    left, right = _edges(plain)
    size = median(row.height for row in plain) if plain else 0.0
    lines: list[str] = []
    before: Row | None = None
    for row in rows:
        if before is not None and (
            _goes_on(before, row, left, right) or _is_title(before, row, size)
        ):
            lines[-1] = joined(lines[-1], row.text)
        else:
            lines.append(row.text)
        before = row
    return lines


def _is_marginal(row: Row, height: float) -> bool:
    margin = MARGIN_SHARE * height
    return row.bottom > height - margin or row.top < margin


def _pattern(row: Row) -> str:
    return DIGITS.sub("0", row.text.replace(" ", ""))


def _edges(rows: Sequence[Row]) -> tuple[float, float]:
    """Find the edges of the text: where the leftmost and the fullest lines usually end."""
    if not rows:
        return 0.0, 0.0
    lefts = sorted(row.left for row in rows)
    rights = sorted(row.right for row in rows)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]


def _is_title(before: Row, row: Row, size: float) -> bool:
    """Tell whether two lines are a title in large letters, broken at the middle."""
    centres_apart = abs(before.left + before.right - row.left - row.right) / HALF
    return (
        min(before.height, row.height) > LARGE * size
        and _are_close(before, row)
        and centres_apart < row.height
    )


def _are_close(before: Row, row: Row) -> bool:
    """Tell whether two lines of one size follow each other, perhaps over a page break."""
    return (
        before.is_plain
        and row.is_plain
        and before.bottom - row.top < LINE_SPACING * row.height
        and abs(before.height - row.height) < SAME_SIZE * row.height
        and not OPENING.match(row.text)
    )


def _goes_on(before: Row, row: Row, left: float, right: float) -> bool:
    return (
        _are_close(before, row)
        and right - left > NARROWEST * row.height
        and before.right > right - FULL_LINE * before.height
        and row.left < left + SET_IN * row.height
    )
