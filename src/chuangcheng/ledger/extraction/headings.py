"""Tell headings and preambles from what assigns."""

import re

from chuangcheng.ledger.extraction import clauses as judging
from chuangcheng.ledger.extraction.dates import Calendar
from chuangcheng.ledger.extraction.owners import read_owner
from chuangcheng.ledger.extraction.sections import stage_end, stage_title
from chuangcheng.ledger.extraction.segments import ENUMERATION_LEVEL, Line, Sentence
from chuangcheng.ledger.extraction.units import units_at

_HEADING_END = frozenset("。;!?,")
_SHORT_HEADING = 46
_PLAN_TALK = re.compile(
    r"(?:请|要求)[^,;]{0,10}(?:认真)?(?:抓好落实|贯彻(?:执行|落实)|遵照执行|组织实施)"
)
_PREAMBLE = re.compile(
    r"(?:^|,)经(?![验济费常过营])[^。]{2,40}(?:研究(?:决定|同意)?,|同意|批准|审议通过)|负责解释|自(?:发布|印发|公布)之日|现(?:将|就|提出|制定|结合)[^。]{0,60}(?:如下|印发|通知|明确|分解)|特(?:制定|提出)|"
    r"制定(?:本|如下|此)|(?:通知|分解|分工|汇报|报告|安排|明确|公布)如下|印发给你们|作如下|(?:以下|如下)(?:项目|工作|任务|要求|意见|措施|几点|几项|几个方面|内容|事项|[一二三四五六七八九]点|[一二三四五六七八九]项)*[。:]?$"
)


def is_heading(
    text: str, line: Line, words: str, following: Line | None, now: Calendar
) -> bool:
    """Tell a heading line from an item."""
    if not following or ";" in words:
        return False
    if _covers(text, line, words, following):
        return not _claims(text, line, now)
    if len(words) > _SHORT_HEADING or words[-1:] in _HEADING_END:
        return False
    if line.level == 0:
        return _plain(words, now)
    if following.level and following.level <= line.level:
        return False
    return not _claims(text, line, now)


def _covers(text: str, line: Line, words: str, following: Line) -> bool:
    """Tell 2.清理村内塘沟。 with its points under it."""
    short = len(words) <= 24 and words.endswith("。") and "," not in words
    return short and 0 < line.level < following.level < ENUMERATION_LEVEL


def _plain(words: str, now: Calendar) -> bool:
    """Tell an unnumbered heading from an unnumbered task."""
    if stage_end(words, now, heading=False) and len(words) <= 24:
        return True
    return (
        len(words) <= 30
        and not any(mark in words for mark in ",:。")
        and not (
            judging.opens_with_verb(words, 0, len(words))
            or judging.read_facts(words, now, None)[0].any
            or units_at(words, 0, len(words))[0]
        )
    )


def _claims(text: str, line: Line, now: Calendar) -> bool:
    """Tell a short item that assigns or measures from a heading."""
    reading = read_owner(text, line.body, line.end, whole=False)
    facts, _ = judging.read_facts(text[line.body : line.end], now, None)
    return bool(
        (reading and reading.owners.strength >= 2) or facts.targets or facts.recurrence
    )


def titled(text: str, found: list[Sentence], now: Calendar) -> bool:
    """Tell whether the first words of an item are its title."""
    first = found[0]
    words = text[first.start : first.end].strip()
    rest = len(found) > 1 or colon_title(first)
    colon = colon_title(first) and len(first.clauses) > 1
    if stage_title(words, now) and len(found) > 1:
        return True
    if colon:
        words = text[first.start : first.clauses[0].end]
    if not rest or len(words) > 36 or (not colon and ";" in words):
        return False
    reading = read_owner(text, first.body, first.end, whole=False)
    if reading and reading.owners.strength >= 1:
        return False
    facts, _ = judging.read_facts(words, now, None)
    staged = stage_end(words, now, heading=True)
    return bool(staged) or not (facts.targets or facts.recurrence or facts.deadline)


def colon_title(sentence: Sentence) -> bool:
    """Tell 宣传发动: at the head of an item."""
    first = sentence.clauses[0] if sentence.clauses else None
    return bool(first and first.closer == ":" and first.end - first.start <= 30)


def speaks_of_document(words: str) -> bool:
    """Tell the sentences about the document itself."""
    return bool(_PLAN_TALK.search(words) or _PREAMBLE.search(words))
