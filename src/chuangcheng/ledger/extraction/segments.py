"""Cut a uniform text into lines, numbered items, sentences and clauses, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_CN = "一二三四五六七八九十"
_NUMBERINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第[{_CN}]{{1,3}}(?:部分|章|节)[、:,. ]?")),
    (2, re.compile(rf"[{_CN}]{{1,3}}、")),
    (3, re.compile(rf"\([{_CN}]{{1,3}}\)[、.]?")),
    (4, re.compile(rf"第[{_CN}]{{1,3}}(?:阶段|步)")),
    (
        5,
        re.compile(
            r"\d{1,2}(?:\.(?!\d)|\.(?=\d{1,2}月|20\d{2}年)|、|,(?=[\u4e00-\u9fff]))"
        ),
    ),
    (5, re.compile(r"\d{1,2} (?=[\u4e00-\u9fff])")),
    (6, re.compile(r"(?:\(\d{1,2}\)|\d{1,2}\)|[①-⑳])[、.]?")),
    (
        7,
        re.compile(
            rf"(?:[{_CN}]{{1,2}}(?:是(?!否)|要(?=[\u4e00-\u9fff]))|第[{_CN}]{{1,2}}[,、:]|首先[,、]|其次[,、]|再次[,、]|——)"
        ),
    ),
)
ENUMERATION_LEVEL = 7
_INLINE_ITEM = re.compile(
    rf"(?:[{_CN}]{{1,2}}、(?=[\u4e00-\u9fff])(?![{_CN}])|[{_CN}]{{1,2}}(?:是(?!否)|要(?=[\u4e00-\u9fff]))|第[{_CN}]{{1,2}}[,、:]|首先[,、]|其次[,、]|再次[,、]|"
    rf"\d{{1,2}}[.、](?!\d)|\(\d{{1,2}}\)|\([{_CN}]{{1,2}}\)|[①-⑳])"
)
# A page that lost its line breaks keeps the indents of its paragraphs.
_LINE_BREAK = re.compile(
    rf"\n|(?<=[。;:!?]) (?= +\S)|(?<=[\u4e00-\u9fff]) (?= +(?:[{_CN}]{{1,3}}、|\([{_CN}]{{1,3}}\)))"
)
# The headings every plan has, which such a page glues to the words after them.
_GLUED_HEADING = re.compile(
    rf"(?:[{_CN}]{{1,2}}、|\([{_CN}]{{1,2}}\))(?:指导思想|总体要求|总体目标|工作目标|目标任务|主要目标|(?:主要|重点|工作)任务|任务分工|责任分工|(?:工作|有关|几点|相关)要求|"
    r"(?:保障|工作|主要|具体)措施|组织保障|工作保障|(?:实施|方法|工作)步骤|(?:时间|工作|步骤)安排|(?:基本|工作)原则|(?:工作|主要|活动|整治)内容|组织领导|活动(?:主题|时间|地点)|"
    r"(?:监督|督查)考核|考核(?:奖惩|评比)|(?:下一步|下步)(?:工作)?(?:打算|计划|安排)|(?:主要)?存在(?:的)?(?:主要)?问题|工作开展情况|整治范围|整治时间)(?=[\u4e00-\u9fff])(?!及|和|与|的|落实)"
)
_WHOLE_PAGE = 400
_RUN_TOGETHER = re.compile(
    rf"(?<=[。;:!?)”])(?=[{_CN}]{{1,3}}、[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff。;:!?”])(?=\([{_CN}]{{1,3}}\)[\u4e00-\u9fff])|"
    rf"(?<=[\u4e00-\u9fff])(?<![{_CN}第周期初高年级])(?=[{_CN}]、[\u4e00-\u9fff]{{3}})(?![{_CN}]、[{_CN}])|"
    rf"(?<=[。;!?])(?=\d{{1,2}}[.、][\u4e00-\u9fff]{{2,20}}。)"
)
_OPENING = {"“": "”", "‘": "’", "(": ")", "《": "》", "[": "]"}
_CLOSING = frozenset(_OPENING.values())
_SENTENCE_END = frozenset("。!?")
_CLAUSE_END = frozenset(",;:、")
# 每月有主题、每季度有测评 are two rhythms though only 、 divides them.
_DEPTH_CHARS = re.compile(
    r"[“”‘’()《》\[\]。!?,;:.\"]|、(?=每(?:[天日周月季年]|半年|学期))"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas; `closer` is the mark that ends it."""

    start: int
    end: int
    closer: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch between full stops; `item` tells that it opens with its own number."""

    start: int
    end: int
    item: bool
    body: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its margins; `level` is the rank of its numbering, 0 for none."""

    start: int
    end: int
    level: int
    body: int


def lines(text: str) -> Iterator[Line]:
    """Yield the lines that hold something."""
    position = 0
    for raw in _LINE_BREAK.split(text):
        cuts = [0, *_run_together(raw), len(raw)]
        for first, last in pairwise(cuts):
            part = raw[first:last]
            start = position + first + len(part) - len(part.lstrip())
            end = position + first + len(part.rstrip())
            if start < end:
                level, body = numbering(text, start, end)
                yield Line(start, end, level, body)
        position += len(raw) + 1


def _run_together(raw: str) -> list[int]:
    """Find where the headings begin in a page that lost every line break."""
    if len(raw) < _WHOLE_PAGE or "|" in raw:
        return []
    cuts = {match.start() for match in _RUN_TOGETHER.finditer(raw)}
    cuts |= {match.end() for match in _GLUED_HEADING.finditer(raw)}
    return sorted(cut for cut in cuts if 0 < cut < len(raw))


def numbering(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the rank of the number a line opens with and where its words begin."""
    for level, pattern in _NUMBERINGS:
        match = pattern.match(text, start, end)
        if match:
            body = match.end()
            while body < end and text[body] == " ":
                body += 1
            return level, body
    return 0, start


def sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences of a line, with their clauses."""
    marks = _marks(text, start, end)
    clauses: list[Clause] = []
    opened = begun = start
    for position, mark in marks:
        if position > begun:
            clauses.append(Clause(begun, position, mark))
        begun = position + 1
        if mark in _SENTENCE_END:
            if clauses:
                yield _sentence(text, opened, position + 1, clauses)
            clauses, opened = [], begun
    if begun < end and text[begun:end].strip():
        clauses.append(Clause(begun, end, ""))
    if clauses:
        yield _sentence(text, opened, end, clauses)


def _sentence(text: str, start: int, end: int, clauses: list[Clause]) -> Sentence:
    while start < end and text[start] == " ":
        start += 1
    match = _INLINE_ITEM.match(text, start, end)
    body = match.end() if match else start
    kept = tuple(
        Clause(_strip_left(text, max(c.start, body), c.end), c.end, c.closer)
        for c in clauses
        if c.end > body and text[max(c.start, body) : c.end].strip()
    )
    return Sentence(start, end, bool(match), body, kept)


def _strip_left(text: str, start: int, end: int) -> int:
    while start < end - 1 and text[start].isspace():
        start += 1
    return start


def _marks(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Find the punctuation that cuts, leaving what is inside brackets and quotes whole."""
    balanced = _marks_outside_pairs(text, start, end)
    if balanced is not None:
        return balanced
    return [
        (m.start(), m[0])
        for m in _DEPTH_CHARS.finditer(text, start, end)
        if m[0] in _SENTENCE_END
        or (m[0] in _CLAUSE_END and not _inside_number(text, m.start()))
    ]


def _marks_outside_pairs(text: str, start: int, end: int) -> list[tuple[int, str]] | None:
    """Walk the pairs; ``None`` when they do not close (a stray bracket hides no text)."""
    found: list[tuple[int, str]] = []
    stack: list[str] = []
    straight = False
    for match in _DEPTH_CHARS.finditer(text, start, end):
        mark, position = match[0], match.start()
        if mark in _OPENING:
            stack.append(_OPENING[mark])
        elif mark in _CLOSING:
            if not stack or stack.pop() != mark:
                return None
        elif mark == '"':
            straight = not straight
        elif not stack and not straight:
            _add_mark(text, position, mark, found)
    return None if stack or straight else found


def _add_mark(text: str, position: int, mark: str, found: list[tuple[int, str]]) -> None:
    if mark == ".":
        before = text[position - 1 : position]
        after = text[position + 1 : position + 2]
        if after in ("", " ", "\n") and "\u4e00" <= before <= "\u9fff":
            found.append((position, "。"))
    elif mark in _SENTENCE_END or not _inside_number(text, position):
        found.append((position, mark))


def _inside_number(text: str, position: int) -> bool:
    """Tell the colon of 7:00 and the comma of 1,200 from those that cut."""
    return (
        text[position] in ",:"
        and text[position - 1 : position].isdigit()
        and text[position + 1 : position + 2].isdigit()
    )
