"""What a document knows of time: its own date, its year, and how its months fall into years."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from chuangcheng.ledger.extraction.cues import PAST
from chuangcheng.ledger.extraction.dates import Calendar, day, number

_WRITTEN = re.compile(
    r"(?P<y>20\d{2}|19\d{2}|二[〇○零][一二三][〇○零一二三四五六七八九])(?:年|[-./])(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"(?:月|[-./])(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19[89]\d)(?=年|[-./]\d)")
_SCHOOL_YEAR = re.compile(r"(20\d{2})年?[—\-–~至]{1,2}(20\d{2})(?:年)?学年")
# 自2018年11月1日至2019年4月30日: the campaign begins in one year and ends in the next.
_CAMPAIGN = re.compile(
    r"(?P<y>20\d{2})年(?P<m>\d{1,2})月(?:\d{1,2}日)?(?:起)?(?:至|到|-|—|–|~){1,2}(?P<y2>20\d{2})年\d{1,2}月"
)
_UNTIL = ("前", "至", "到", "-", "—", "–", "起", "止", "~", "以", "之")
# Dates that stand alone on their line, or behind a label, are the document's own.
_ALONE_BEFORE = re.compile(
    r"(?:^|\n|\(|  |时间:|日期:|发布:|成文:|[\u4e00-\u9fff])[ (\[]*$"
)
_ALONE_LINE = re.compile(r"[^,;:。]{0,40}$")
_ALONE_AFTER = re.compile(
    r" *[)\]]?(?:印发|发布)?[ ]*(?:\n|$| {2}|来源|作者|字体|浏览|点击|\d{1,2}:\d{2})"
)
_GONE = re.compile(r"被|获|命名|成功|通过|启动|成立|实施以来|以来|建成|荣|曾|起")
_CLAUSE = re.compile(r"[,。;:\n]")
_HEAD, _FOOT = 400, 300


def document_calendar(text: str, title: str) -> Calendar:
    """Find the document's date and the year its months belong to."""
    written = _document_day(text)
    school = _SCHOOL_YEAR.search(title) or _SCHOOL_YEAR.search(text[:600])
    if school:
        return Calendar(int(school[2]), written, turn=8)
    title_year = _YEAR.search(title)
    if title_year:
        now = Calendar(int(title_year[1]), written)
    elif written:
        now = Calendar(written.year, written)
    else:
        now = Calendar(_first_year(text))
    return _across(text, now)


def _across(text: str, now: Calendar) -> Calendar:
    """Let the months before the campaign's first belong to its second year."""
    campaign = _CAMPAIGN.search(text)
    if not campaign or now.year is None:
        return now
    first, last, month = int(campaign["y"]), int(campaign["y2"]), int(campaign["m"])
    if last != first + 1 or now.year != first:
        return now
    return replace(now, year=last, turn=month)


def _first_year(text: str) -> int | None:
    """Return the first year that is not spoken of as gone by."""
    for match in _YEAR.finditer(text):
        begun = max(text.rfind(mark, 0, match.start()) for mark in ",。;:\n") + 1
        stop = _CLAUSE.search(text, match.end())
        clause = text[begun : stop.start() if stop else len(text)]
        if not (PAST.search(clause) or _GONE.search(clause)):
            return int(match[1])
    return None


def _document_day(text: str) -> date | None:
    """Look at the head and the foot, where documents are dated; standing alone counts most."""
    parts = (text[:_HEAD], text[-_FOOT:])
    for part in parts:
        for match, found in _days_in(part):
            if _alone(part, match):
                return found
    for part in (*parts, text):
        for match, found in _days_in(part):
            if not _in_range(part, match):
                return found
    return None


def _days_in(part: str) -> Iterator[tuple[re.Match[str], date]]:
    for match in _WRITTEN.finditer(part):
        found = day(number(match["y"]), number(match["m"]), number(match["d"]))
        if found and not _in_cell(part, match):
            yield match, found


def _in_cell(part: str, match: re.Match[str]) -> bool:
    following = part[match.end() : match.end() + 2].strip()[:1]
    return following == "|" or part[: match.start()].rstrip(" ").endswith("|")


def _in_range(part: str, match: re.Match[str]) -> bool:
    following = part[match.end() : match.end() + 2].strip()[:1]
    before = part[: match.start()].rstrip(" ")[-1:]
    return following in _UNTIL or (bool(before) and before in "至到-—–~")


def _alone(part: str, match: re.Match[str]) -> bool:
    begun = part.rfind("\n", 0, match.start()) + 1
    return bool(
        not _in_range(part, match)
        and _ALONE_LINE.match(part[begun : match.start()].rsplit(":")[-1])
        and _ALONE_BEFORE.search(part, 0, match.start())
        and _ALONE_AFTER.match(part, match.end())
    )
