"""On which days a repeated duty falls due.

The rule is the one the text states, in the notation of RFC 5545, read as an office reads it:

- a rule that names days (每月11日) is due on those days; a day the month does not have is the
  month's last day, never a skipped month;
- a rule that only names a rhythm (每月1次) is due on the last day of each period: Sunday, the end of
  the month, quarter, half-year or year;
- nothing is due before the duty starts.

Days are worked out from the number of their period, so any stretch of time gives the same days
however it is cut.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from chuangcheng.platform.refusal import Refused
from chuangcheng.platform.workdays import Calendar

_FREQS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


class BadRule(Refused):
    """The text is not a rule that can be followed."""


class Shift(StrEnum):
    """What becomes of a due day that falls on a rest day."""

    KEEP = "KEEP"
    NEXT = "NEXT"
    PREVIOUS = "PREVIOUS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A recurrence in plain values; weekdays are (rank or None, 0…6 from Monday)."""

    freq: str
    interval: int = 1
    weekdays: tuple[tuple[int | None, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    until: date | None = None


def parse(text: str) -> Rule:
    """Read a rule such as ``FREQ=MONTHLY;BYMONTHDAY=11``.

    Raises:
        BadRule: the text is not such a rule, or uses a part that has no meaning here.
    """
    parts = _parts(text)
    freq = parts.pop("FREQ", "")
    if freq not in _FREQS:
        raise BadRule(
            f"频次“{text}”没有写明按天、周、月或年，请改为 FREQ=MONTHLY 一类的写法。"
        )
    rule = Rule(
        freq=freq,
        interval=_number(text, parts.pop("INTERVAL", "1"), 1, 1000),
        weekdays=tuple(_weekday(text, w) for w in _list(parts.pop("BYDAY", ""))),
        month_days=tuple(_month_day(text, d) for d in _list(parts.pop("BYMONTHDAY", ""))),
        months=tuple(_number(text, m, 1, 12) for m in _list(parts.pop("BYMONTH", ""))),
        until=_until(text, parts.pop("UNTIL", "")),
    )
    parts.pop("WKST", None)
    if parts:
        raise BadRule(f"频次“{text}”中的 {'、'.join(parts)} 不支持，请去掉。")
    _check(text, rule)
    return rule


def planned_days(rule: Rule, *, starts_on: date, first: date, last: date) -> list[date]:
    """List the days the rule gives from `first` to `last`, both included, in order."""
    first = max(first, starts_on)
    last = min(last, rule.until) if rule.until else last
    if first > last:
        return []
    days: set[date] = set()
    for days_of_period in _periods(rule, starts_on, first, last):
        days.update(day for day in days_of_period if first <= day <= last)
    return sorted(days)


def due_day(planned: date, rule: Rule, *, shift: Shift, calendar: Calendar) -> date:
    """Move a planned day off a rest day if the city says so; a daily duty is never moved."""
    if shift is Shift.KEEP or rule.freq == "DAILY":
        return planned
    if shift is Shift.NEXT:
        return calendar.next_workday(planned)
    return calendar.previous_workday(planned)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Rule:
    """Read a rule, remembering those read before: fifty thousand tasks share a few dozen."""
    return parse(text)


# --- reading --------------------------------------------------------------------------------
def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, is_there, value = piece.partition("=")
        if not is_there or not value or name in parts:
            raise BadRule(
                f"频次“{text}”看不懂，请改为 FREQ=MONTHLY;BYMONTHDAY=11 一类的写法。"
            )
        parts[name] = value
    return parts


def _list(text: str) -> list[str]:
    return text.split(",") if text else []


def _number(rule: str, text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise BadRule(f"频次“{rule}”中的“{text}”应是 {least} 至 {most} 之间的数。")
    return int(text)


def _month_day(rule: str, text: str) -> int:
    back = text.startswith("-")
    number = _number(rule, text.lstrip("+-"), 1, 31)
    return -number if back else number


def _weekday(rule: str, text: str) -> tuple[int | None, int]:
    match = _BYDAY.fullmatch(text)
    if not match:
        raise BadRule(f"频次“{rule}”中的“{text}”不是星期，请写 MO 至 SU。")
    return (int(match[1]) if match[1] else None, _WEEKDAYS.index(match[2]))


def _until(rule: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:8])
    except ValueError:
        raise BadRule(f"频次“{rule}”的截止日期“{text}”不存在。") from None


def _check(text: str, rule: Rule) -> None:
    ranked = any(rank is not None for rank, _ in rule.weekdays)
    if ranked and rule.freq in {"DAILY", "WEEKLY"}:
        raise BadRule(f"频次“{text}”按周或按天，不能写第几个星期几。")
    if rule.month_days and rule.freq in {"DAILY", "WEEKLY"}:
        raise BadRule(f"频次“{text}”按周或按天，不能写每月几日。")
    if rule.month_days and rule.weekdays:
        raise BadRule(f"频次“{text}”同时写了几日和星期几，请只留一种。")
    if rule.freq == "YEARLY" and rule.weekdays and not rule.months:
        raise BadRule(f"频次“{text}”按年，写星期几时请同时写明月份。")


# --- counting -------------------------------------------------------------------------------
def _periods(rule: Rule, starts_on: date, first: date, last: date) -> Iterator[list[date]]:
    """Give the days of each period that touches the stretch; one period may give several."""
    counters = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
    yield from counters[rule.freq](rule, starts_on, first, last)


def _daily(rule: Rule, starts_on: date, first: date, last: date) -> Iterator[list[date]]:
    wanted = {day for _, day in rule.weekdays} or set(range(7))
    months = rule.months or range(1, 13)
    block = (first - starts_on).days // rule.interval
    while True:
        # The last day of a block of days; for a plain daily duty that is the day itself.
        day = starts_on + timedelta(days=(block + 1) * rule.interval - 1)
        if day > last:
            return
        if day.weekday() in wanted and day.month in months:
            yield [day]
        block += 1


def _weekly(rule: Rule, starts_on: date, first: date, last: date) -> Iterator[list[date]]:
    monday = starts_on - timedelta(days=starts_on.weekday())
    block = (first - monday).days // (7 * rule.interval)
    months = rule.months or range(1, 13)
    while True:
        week = monday + timedelta(weeks=block * rule.interval)
        if week > last:
            return
        if rule.weekdays:
            days = [week + timedelta(days=day) for _, day in rule.weekdays]
        else:
            days = [week + timedelta(days=7 * rule.interval - 1)]
        yield [day for day in days if day.month in months]
        block += 1


def _monthly(rule: Rule, starts_on: date, first: date, last: date) -> Iterator[list[date]]:
    names_days = bool(rule.month_days or rule.weekdays)
    # Quarters and half-years are the calendar's; a rule with named days counts from its start.
    is_calendar = not names_days and 12 % rule.interval == 0
    origin = 0 if is_calendar else _month_number(starts_on)
    block = (_month_number(first) - origin) // rule.interval
    while True:
        month = origin + block * rule.interval
        if month > _month_number(last):
            return
        if not names_days:
            month += rule.interval - 1
        if not rule.months or month % 12 + 1 in rule.months:
            yield _days_of_month(rule, month // 12, month % 12 + 1)
        block += 1


def _yearly(rule: Rule, starts_on: date, first: date, last: date) -> Iterator[list[date]]:
    names_days = bool(rule.month_days or rule.months)
    block = (first.year - starts_on.year) // rule.interval
    while True:
        year = starts_on.year + block * rule.interval
        if year > last.year:
            return
        if names_days:
            months = rule.months or range(1, 13)
            yield [day for month in months for day in _days_of_month(rule, year, month)]
        else:
            yield [date(year + rule.interval - 1, 12, 31)]
        block += 1


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days_of_month(rule: Rule, year: int, month: int) -> list[date]:
    length = monthrange(year, month)[1]
    if rule.weekdays:
        return [
            day for one in rule.weekdays for day in _weekdays_of_month(one, year, month)
        ]
    days = rule.month_days or (-1,)
    numbers = {min(d, length) if d > 0 else max(length + 1 + d, 1) for d in days}
    return [date(year, month, number) for number in numbers]


def _weekdays_of_month(one: tuple[int | None, int], year: int, month: int) -> list[date]:
    rank, weekday = one
    length = monthrange(year, month)[1]
    start = 1 + (weekday - date(year, month, 1).weekday()) % 7
    days = [date(year, month, number) for number in range(start, length + 1, 7)]
    if rank is None:
        return days
    # A fifth Monday that a month does not have is its last one: nothing is skipped.
    place = min(rank, len(days)) - 1 if rank > 0 else max(len(days) + rank, 0)
    return [days[place]]
