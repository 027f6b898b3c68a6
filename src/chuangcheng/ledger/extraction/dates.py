"""Deadlines and dates, read with the document's own year."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?P<y>\d{4}|[一二][〇○零一二三四五六七八九]{3})年|(?P<rel>今年|本年|明年|来年|次年|翌年|去年|上年)(?:的)?)"
_BEFORE = r"(?:之前|以前|前)"
_DASH = r" ?(?:-|—|–|~|～|至|到|－){1,2} ?"

_PERIOD = re.compile(
    rf"(?:{_YEAR})?(?P<m>{_N})月(?:份|(?P<d>{_N})[日号])?(?:起)?{_DASH}"
    rf"(?:(?P<y2>\d{{4}})年|(?P<rel2>今年|明年|次年))?"
    rf"(?:(?P<m2>{_N})月(?:份|(?P<d2>{_N})[日号]|(?P<end2>底|末|上旬|中旬|下旬))?|(?P<d3>{_N})日)(?:{_BEFORE}|止)?"
)
_DAY = re.compile(
    rf"(?:{_YEAR})?(?P<m>{_N})月(?P<d>{_N})[日号](?:\((?:周|星期|礼拜)[一二三四五六日天]\))?(?:上午|下午|下班|中午)?(?P<before>{_BEFORE}|止|为止)?(?P<start>起|开始|以来|以后|后|后)?"
)
# 15日前 under the heading 九月份.
_DAY_OF_MONTH = re.compile(
    rf"(?<![\d月每至到个一二三四五六七八九十—~-])(?P<d>{_N})[日号](?:{_BEFORE})"
)
_NUMERIC_DAY = re.compile(
    r"(?<!\d)(?P<y>20\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)(?P<before>前)?"
)
_MONTH = re.compile(
    rf"(?:{_YEAR})?(?P<m>{_N})月份?(?P<part>底|末|上旬|中旬|下旬)?(?P<before>{_BEFORE})?(?P<start>起|开始|以来|以后|后)?"
    rf"(?![日号\d]|{_N}[日号])"
)
_NUMERIC_MONTH = re.compile(
    r"(?<!\d)(?P<y>20\d{2})\.(?P<m>\d{1,2})(?P<part>底)?(?P<before>前)?(?![\d.])"
)
_THIS_MONTH = re.compile(
    rf"(?<!每)(?<!每个)(?P<rel>本月|下月|当月)底?(?P<before>{_BEFORE})?"
)
_QUARTER = re.compile(
    rf"(?:{_YEAR})?(?<![每上])(?:第)?(?P<q>[一二三四1-4])季度(?:底|末)?(?P<before>{_BEFORE})?"
)
_HALF = re.compile(rf"(?:{_YEAR})?(?P<half>上半年|下半年)(?P<before>底?{_BEFORE})?")
_YEAR_END = re.compile(
    rf"(?:{_YEAR}(?:年)?(?:底|末|年底|内)|(?<!每)(?:本)?年(?:底|末|内)|年度内)(?P<before>{_BEFORE})?"
)
_THIS_YEAR = re.compile(
    r"(?P<rel>今年|本年度|明年)(?=要|将|须|需|应|计划|力争|确保|完成|全面|实现|建成|率先|新|再|,|重点|争取|至少|启动)"
)
_TO_YEAR = re.compile(
    r"(?:(?:到|至|截至|截止|力争在?|确保在?|争取在?)(?P<y>20\d{2})年|^(?P<y2>20\d{2})年)(?![\d底末初年上下]|第|度|版|.?季|全国|工作|我|是)"
)
_HOLIDAY = re.compile(
    rf"(?:{_YEAR})?[“\"]?(?P<name>元旦|五一|劳动节|六一|儿童节|七一|建党节|八一|国庆|十一|教师节)[”\"]?(?:节|长假|假期)?(?P<before>{_BEFORE})"
)
_HOLIDAYS = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "建党节": (7, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
}
_QUICK = re.compile(r"[月年]|季度|\d[-./]\d|前")
_FIRST_AND_TENS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the document knows of time: its own date, or only its year, or nothing."""

    year: int | None
    day: date | None = None
    turn: int | None = None
    month: int | None = None

    def year_of(self, month: int | None) -> int | None:
        """Return the year of a month.

        A school year begins in August of the year before, a campaign across the turn of the
        year in the month `turn` of the year before.
        """
        if self.year is None or self.turn is None:
            return self.year
        if month is None:
            return self.day.year if self.day else self.year
        return self.year - 1 if month >= self.turn else self.year

    @property
    def first_year(self) -> int | None:
        """Return the earliest year its months may belong to."""
        return self.year - 1 if self.year and self.turn else self.year


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time named in the text; `firm` tells 前, 底 and periods from a mere mention."""

    start: int
    end: int
    on: date | None
    firm: bool
    period: bool = False


def number(text: str) -> int:
    """Read a small numeral, Arabic or Chinese."""
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _CN_DIGITS.get(tens, 1) * 10 + _CN_DIGITS.get(ones, 0)
    value = 0
    for character in text:
        value = value * 10 + _CN_DIGITS.get(character, 0)
    return value


def month_end(year: int, month: int) -> date | None:
    """Return the last day of a month, or nothing for a month that does not exist."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def day(year: int, month: int, number_of_day: int) -> date | None:
    """Return a day, or nothing when the calendar has none such."""
    try:
        return date(year, month, number_of_day)
    except ValueError:
        return None


def deadlines(text: str, now: Calendar) -> list[Deadline]:
    """Return the times named in a stretch of text, in order, none overlapping."""
    if not _QUICK.search(text):
        return []
    found: list[Deadline] = []
    taken = [False] * (len(text) + 1)
    for reader in _READERS:
        for deadline in reader(text, now):
            if not any(taken[deadline.start : deadline.end]):
                found.append(deadline)
                taken[deadline.start : deadline.end] = [True] * (
                    deadline.end - deadline.start
                )
    return sorted(found, key=lambda one: one.start)


def _year(
    match: re.Match[str], now: Calendar, *, y: str = "y", rel: str = "rel"
) -> int | None:
    groups = match.groupdict()
    if groups.get(y):
        return number(groups[y])
    month = groups.get("m2") if y == "y2" else groups.get("m")
    year = now.year_of(number(month) if month else None)
    if year is None:
        return None
    shift = {"明年": 1, "来年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1}
    return year + shift.get(groups.get(rel) or "", 0)


def _past_year(match: re.Match[str]) -> bool:
    return match.groupdict().get("rel") in ("去年", "上年")


def _every(text: str, start: int) -> bool:
    """Tell 每年3月, which recurs, and 20XX年3月, which is blank, from a date."""
    if text[max(0, start - 2) : start].endswith(("X年", "x年", "×年", "_年", "*年")):
        return True
    return text[max(0, start - 2) : start].rstrip("个").endswith("每") or text[
        max(0, start - 2) : start
    ].endswith("每年")


def _periods(text: str, now: Calendar) -> Iterator[Deadline]:
    for match in _PERIOD.finditer(text):
        year = _year(match, now, y="y2", rel="rel2") if match["y2"] else _year(match, now)
        first, last = number(match["m"]), number(match["m2"] or match["m"])
        if (year is not None and match["rel2"] in ("明年", "次年")) or (
            year is not None and not match["y2"] and last < first
        ):
            year += 1
        on = None
        if year is not None:
            on = _end_of(year, last, match["d2"] or match["d3"], match["end2"])
        if not _every(text, match.start()):
            yield Deadline(match.start(), match.end(), on, firm=True, period=True)


def _end_of(year: int, month: int, in_month: str | None, part: str | None) -> date | None:
    if in_month:
        return day(year, month, number(in_month))
    if part in _FIRST_AND_TENS:
        return day(year, month, _FIRST_AND_TENS[part])
    return month_end(year, month)


def _days(text: str, now: Calendar) -> Iterator[Deadline]:
    for pattern in (_DAY, _NUMERIC_DAY):
        for match in pattern.finditer(text):
            year = _year(match, now)
            on = (
                day(year, number(match["m"]), number(match["d"]))
                if year is not None
                else None
            )
            start = match.groupdict().get("start")
            until = text[max(0, match.start() - 2) : match.start()].endswith(("至", "到"))
            if start or _past_year(match) or _every(text, match.start()):
                on = None
            firm = on is not None and bool(match["before"] or until)
            yield Deadline(match.start(), match.end(), on, firm=firm)


def _months(text: str, now: Calendar) -> Iterator[Deadline]:
    for pattern in (_MONTH, _NUMERIC_MONTH):
        for match in pattern.finditer(text):
            if text[match.end() : match.end() + 2] in ("度工", "月份"):
                continue
            on = _month_deadline(match, now)
            start = match.groupdict().get("start")
            if start or _past_year(match) or _every(text, match.start()):
                on = None
            firm = on is not None and bool(match["before"] or match["part"])
            yield Deadline(match.start(), match.end(), on, firm=firm)


def _month_deadline(match: re.Match[str], now: Calendar) -> date | None:
    year, month = _year(match, now), number(match["m"])
    if year is None or not 1 <= month <= 12:
        return None
    if match["part"] in _FIRST_AND_TENS:
        return day(year, month, _FIRST_AND_TENS[match["part"]])
    if match["before"] and not match["part"]:
        return date(year, month, 1) - timedelta(days=1)
    return month_end(year, month)


def _days_of_month(text: str, now: Calendar) -> Iterator[Deadline]:
    year = now.year_of(now.month)
    if now.month is None or year is None:
        return
    for match in _DAY_OF_MONTH.finditer(text):
        on = day(year, now.month, number(match["d"]))
        yield Deadline(match.start(), match.end(), on, firm=on is not None)


def _this_month(text: str, now: Calendar) -> Iterator[Deadline]:
    for match in _THIS_MONTH.finditer(text):
        if now.day and ("底" in match[0] or match["before"]):
            later = 1 if match["rel"] == "下月" else 0
            index = now.day.year * 12 + now.day.month - 1 + later
            on = month_end(index // 12, index % 12 + 1)
            yield Deadline(match.start(), match.end(), on, firm=True)


def _quarters(text: str, now: Calendar) -> Iterator[Deadline]:
    for match in _QUARTER.finditer(text):
        year, quarter = _year(match, now), number(match["q"])
        on = month_end(year, quarter * 3) if year is not None else None
        yield Deadline(match.start(), match.end(), on, firm=on is not None)


def _halves(text: str, now: Calendar) -> Iterator[Deadline]:
    for match in _HALF.finditer(text):
        year = _year(match, now)
        if year is None or _past_year(match):
            yield Deadline(match.start(), match.end(), None, firm=False)
            continue
        on = date(year, 6, 30) if match["half"] == "上半年" else date(year, 12, 31)
        yield Deadline(match.start(), match.end(), on, firm=True)


def _years(text: str, now: Calendar) -> Iterator[Deadline]:
    for pattern in (_YEAR_END, _THIS_YEAR, _TO_YEAR):
        for match in pattern.finditer(text):
            year = number(match["y2"]) if match.groupdict().get("y2") else _year(match, now)
            past = (
                _past_year(match)
                or _every(text, match.start())
                or text[max(0, match.start() - 1) : match.start()] in tuple("Xx×_*")
            ) or (year is not None and now.first_year is not None and year < now.first_year)
            on = date(year, 12, 31) if year is not None and not past else None
            yield Deadline(match.start(), match.end(), on, firm=on is not None)


def _holidays(text: str, now: Calendar) -> Iterator[Deadline]:
    for match in _HOLIDAY.finditer(text):
        year = _year(match, now)
        if year is None:
            yield Deadline(match.start(), match.end(), None, firm=False)
            continue
        month, first = _HOLIDAYS[match["name"]]
        if (
            now.day
            and date(year, month, first) <= now.day
            and not (match["y"] or match["rel"])
        ):
            year += 1
        on = date(year, month, first) - timedelta(days=1)
        yield Deadline(match.start(), match.end(), on, firm=True)


_READERS = (
    _periods,
    _days,
    _months,
    _days_of_month,
    _this_month,
    _quarters,
    _halves,
    _years,
    _holidays,
)
