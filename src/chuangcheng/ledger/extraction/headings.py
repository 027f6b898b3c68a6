"""Tell headings, salutations, signatures and preambles from what assigns."""

import re

from chuangcheng.ledger.extraction import clauses as judging
from chuangcheng.ledger.extraction.dates import Calendar
from chuangcheng.ledger.extraction.owners import read_owner
from chuangcheng.ledger.extraction.sections import stage_end
from chuangcheng.ledger.extraction.segments import Line, Sentence
from chuangcheng.ledger.extraction.units import looks_like_units, units_at

_SALUTATION_NEXT = re.compile(r"为|根据|按照|现将|经|遵照|近|依据|日前|《|请")
_HEADING_END = frozenset("。;!?,")
_SHORT_HEADING = 46
_PLAN_TALK = re.compile(
    r"(?:请|要求)[^,;]{0,10}(?:认真)?(?:抓好落实|贯彻(?:执行|落实)|遵照执行|组织实施)"
)
_SIGNED = re.compile(
    r"(?P<name>[^,。:;\d]{2,40}?) *(?:20|19|二)[\d〇○零一二]{2,3}年\S{1,3}月\S{1,3}日$"
)
_PREAMBLE = re.compile(
    r"(?:^|,)经(?![验济费常过营])[^。]{2,40}(?:研究(?:决定|同意)?,|同意|批准|审议通过)|负责解释|自(?:发布|印发|公布)之日|现(?:将|就|提出|制定|结合)[^。]{0,60}(?:如下|印发|通知|明确|分解)|特(?:制定|提出)|"
    r"制定(?:本|如下|此)|(?:通知|分解|分工|汇报|报告|安排|明确|公布)如下|印发给你们|作如下|(?:以下|如下)(?:项目|工作|任务|要求|意见|措施|几点|几项|几个方面|内容|事项|[一二三四五六七八九]点|[一二三四五六七八九]项)*[。:]?$"
)


def signed(text: str, line: Line) -> bool:
    """Tell 某某人民政府办公室 2015年3月12日, the hand and date of a document."""
    words = text[line.start : line.end]
    if len(words) <= 40 and looks_like_units(words) and foots(text, line):
        return True
    match = _SIGNED.match(words)
    return bool(match and looks_like_units(match["name"]))


def foots(text: str, line: Line) -> bool:
    """Tell the issuing body at the foot or under the title, followed by a date."""
    after = text[line.end : line.end + 40].strip()
    if not after:
        return True
    return bool(re.match(r"(?:20|19|二)[\d〇○零一二]{2,3}[年.\-]", after))


def salutation(text: str, line: Line, following: Line | None) -> bool:
    """Tell 各街道、各部门: at the head of a notice."""
    words = text[line.start : line.end]
    if not words.endswith(":") or not following:
        return False
    after = text[following.body : following.end]
    return bool(_SALUTATION_NEXT.match(after)) and (
        looks_like_units(words[:-1]) or "各" in words or "同志" in words
    )


def is_heading(
    text: str, line: Line, words: str, following: Line | None, now: Calendar
) -> bool:
    """Tell a heading line from an item."""
    if len(words) > _SHORT_HEADING or words[-1:] in _HEADING_END or ";" in words:
        return False
    if not following:
        return False
    if line.level == 0:
        return _plain(words, now)
    if following.level and following.level <= line.level:
        return False
    return not _claims(text, line, now)


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
