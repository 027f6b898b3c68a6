"""Read the days worked and rested from the yearly holiday notice, or from lines of a table."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LONGEST_HOLIDAY = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedDay:
    """A day the notice speaks of."""

    day: date
    is_workday: bool
    note: str


class NoticeProblem(Exception):
    """A line of the notice cannot be understood; the message says which and why."""


_BRACKETS = re.compile(r"\([^)]*\)")
_TITLE_YEAR = re.compile(r"(20\d\d)\s*年")
_NAME = re.compile(r"^[一二三四五六七八九十\d]*[、.\s]*([一-鿿]{2,10}?)(?:假期|放假)?[::]")
_REST = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
    r"(?:(?:至|到|-|—|~)(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日)?"
    r"(?=[^。;;]*?(?:放假|休息))"
)
_WORK = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?=[^。;;放休]*?(?:上班|补班))")
_ROW = re.compile(
    r"^(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,,]+(上班|补班|休息|放假)(?:[\s,,]+(.*))?$"
)


def read_notice(text: str, *, year: int) -> list[NoticedDay]:
    """Read every day from a notice's text; later words about a day win.

    Raises:
        NoticeProblem: a line names days but does not say worked or rested, or a day is impossible.
    """
    days: dict[date, NoticedDay] = {}
    found = _TITLE_YEAR.search(text.splitlines()[0]) if text.strip() else None
    year = int(found[1]) if found else year
    for number, line in enumerate(text.splitlines(), start=1):
        plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", line)).strip()
        for each in _read_line(plain, year=year, number=number):
            days[each.day] = each
    if not days:
        raise NoticeProblem(
            "没有读到日期。请粘贴放假通知原文，或每行写“2026-10-10 上班 国庆节调休”。"
        )
    return [days[day] for day in sorted(days)]


def _read_line(plain: str, *, year: int, number: int) -> Iterator[NoticedDay]:
    row = _ROW.match(plain)
    if row:
        yield NoticedDay(
            day=_day(int(row[1]), int(row[2]), int(row[3]), number),
            is_workday=row[4] in ("上班", "补班"),
            note=(row[5] or "").strip()[:60],
        )
        return
    name = _NAME.match(plain)
    note = name[1] if name else ""
    read = False
    for sentence in re.split("[。;；]", plain):
        for day, is_workday in _read_sentence(sentence, year=year, number=number):
            read = True
            word = "调休上班" if is_workday else "放假"
            yield NoticedDay(day=day, is_workday=is_workday, note=f"{note}{word}")
    if not read and re.search(r"\d{1,2}月\d{1,2}日", plain) and name:
        raise NoticeProblem(f"第 {number} 行有日期，但没有写明放假还是上班，请补充。")


def _read_sentence(sentence: str, *, year: int, number: int) -> Iterator[tuple[date, bool]]:
    if "上班" in sentence or "补班" in sentence:
        for found in _WORK.finditer(sentence):
            yield _day(int(found[1] or year), int(found[2]), int(found[3]), number), True
        return
    for found in _REST.finditer(sentence):
        first = _day(int(found[1] or year), int(found[2]), int(found[3]), number)
        last = first
        if found[6]:
            month = int(found[5] or found[2])
            # A new year's holiday may begin in December.
            later = first.year + (month < first.month)
            last = _day(int(found[4] or later), month, int(found[6]), number)
        if not first <= last <= first + LONGEST_HOLIDAY * ONE_DAY:
            raise NoticeProblem(
                f"第 {number} 行 {first} 至 {last} 的起止日期有误，请核对。"
            )
        while first <= last:
            yield first, False
            first += ONE_DAY


def _day(year: int, month: int, number: int, line: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as impossible:
        raise NoticeProblem(
            f"第 {line} 行的 {year}年{month}月{number}日 不存在，请核对。"
        ) from impossible
