"""Make a document uniform for reading without losing where each character came from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from opencc import OpenCC

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x00A0: 0x20,
    0x200B: 0x20,
    0xFEFF: 0x20,
    0x0009: 0x09,
    0x000D: 0x20,
    0x2502: 0x7C,
    0xFF5C: 0x7C,
    0x300C: 0x201C,
    0x300D: 0x201D,
    0x300E: 0x2018,
    0x300F: 0x2019,
    0xFE55: 0x3A,
    0x2236: 0x3A,
    0x2265: 0x2265,
    0x2267: 0x2265,
    0x2264: 0x2264,
    0x2266: 0x2264,
    0x3014: 0x5B,
    0x3015: 0x5D,
    0x3010: 0x5B,
    0x3011: 0x5D,
    0x2103: 0x5EA6,
}
_TRADITIONAL_HINT = re.compile("[縣區鄉鎮辦會責開實環創總務與國學關導設單項處負衛農業體]")
_PINYIN = re.compile(
    r"(?<=[\u4e00-\u9fff)])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6}\)", re.IGNORECASE
)
_PAGE_LINE = re.compile(
    r"\n[ \t]*(?:[-—–]{1,2} ?\d{1,3} ?[-—–]{1,2}|第 ?\d{1,3} ?页(?:[ ,/]*共 ?\d{1,3} ?页)?)[ \t]*(?=\n|$)"
)
_NUMBERED_BREAK = re.compile(
    r"(?<=[^\n。!?:;”\"')\s])[ \t]*\n\s*\d{1,2}、(?=[\u4e00-\u9fff“])"
)
_INLINE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(\d{1,2})、(?=[\u4e00-\u9fff])")
_SPACED_OUT = re.compile(
    r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?: [\u4e00-\u9fff])* ?\|)"
)
_SPACED_NUMBER = re.compile(
    r"(?<=\d) (?=[年月日个项条家座处所场次期篇户人名件份辆台套支亩公平米吨小分元%万亿])"
)
_NEXT_ITEM = re.compile(
    r"\s*(?:$|[一二三四五六七八九十]+[、是要]|\([一二三四五六七八九十\d]+\)|\d+[.、)]|第[一二三四五六七八九十]+[章节条阶]|"
    r"[①-⑳]|责任|牵头|配合|[^\n|]*\|)"
)
_PAGE = 300  # a page of a document dump holds at least this many characters
_LONG = 100  # a line this long without an ending was cut by a page, not by its author


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A uniform text; character `i` of `text` was character ``origin[i]`` of the source."""

    text: str
    origin: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the source of a stretch of the uniform text."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1


def clean(source: str) -> Cleaned:
    """Fold widths and script, and drop what conversions left inside sentences."""
    text = source.translate(_WIDTH)
    if _TRADITIONAL_HINT.search(text):
        text = simplified(text)
    spans = sorted(_debris(text))
    if not spans:
        return Cleaned(text, range(len(text) + 1))
    pieces: list[str] = []
    origin: list[int] = []
    position = 0
    for start, end in spans:
        if start < position:
            continue
        pieces.append(text[position:start])
        origin.extend(range(position, start))
        position = end
    pieces.append(text[position:])
    origin.extend(range(position, len(text) + 1))
    return Cleaned("".join(pieces), origin)


def simplified(text: str) -> str:
    """Turn traditional characters into simplified ones, each in its place."""
    return text.translate(_simplifying())


@lru_cache(maxsize=1)
def _simplifying() -> dict[int, int]:
    codes = range(0x4E00, 0xA000)
    changed = OpenCC("t2s").convert("\n".join(map(chr, codes))).split("\n")
    return {
        code: ord(new) for code, new in zip(codes, changed, strict=True) if len(new) == 1
    }


def _debris(text: str) -> Iterable[tuple[int, int]]:
    yield from (match.span() for match in _PINYIN.finditer(text))
    yield from (match.span() for match in _SPACED_OUT.finditer(text))
    yield from (match.span() for match in _SPACED_NUMBER.finditer(text))
    for match in _PAGE_LINE.finditer(text):
        yield _page_line(text, match)
    for match in _NUMBERED_BREAK.finditer(text):
        if match.start() - (text.rfind("\n", 0, match.start()) + 1) >= _LONG:
            yield match.span()
    yield from _inline_page_numbers(text)
    yield from _hard_wraps(text)


def _page_line(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Drop the break too when the page ended in the middle of a sentence."""
    before = text[: match.start()][-80:].rstrip()
    cut = before and "\n" not in before[-20:] and before[-1] not in "。!?:;"
    if cut and match.end() < len(text) and not _NEXT_ITEM.match(text, match.end() + 1):
        return match.start(), match.end() + 1
    return match.span()


def _inline_page_numbers(text: str) -> Iterable[tuple[int, int]]:
    expected, last = 2, 0
    for match in _INLINE_NUMBER.finditer(text):
        if int(match[1]) == expected and match.start() - last >= _PAGE:
            yield match.span()
            expected, last = expected + 1, match.start()


def _hard_wraps(text: str) -> Iterable[tuple[int, int]]:
    """Find the line ends of a text that was wrapped at a fixed width, as PDF text is."""
    breaks = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    lengths = sorted(
        n for a, b in pairwise(breaks) if (n := len(text[a + 1 : b].strip())) >= 12
    )
    if len(lengths) < 6:
        return
    width = lengths[int(len(lengths) * 0.85)]
    if not 15 <= width <= 60 or lengths[-1] > width * 1.3:
        return
    for a, b in pairwise(breaks):
        line = text[a + 1 : b].rstrip()
        full = len(line.strip()) >= width * 0.85 and "|" not in line
        if b < len(text) and full and line[-1] not in "。!?:;":
            following = text[b + 1 : b + 30]
            indent = len(following) - len(following.lstrip(" "))
            if indent < 2 and not _NEXT_ITEM.match(following):
                yield b, b + 1 + indent
