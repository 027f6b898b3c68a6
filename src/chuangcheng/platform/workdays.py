"""Chinese working days: the published rest days and swaps, and the city's own exceptions."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import chinese_calendar
from chinese_calendar.constants import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5
FIRST_PUBLISHED: int = min(day.year for day in holidays)
LAST_PUBLISHED: int = max(day.year for day in holidays)


class Calendar:
    """The working days of a city.

    `overrides` says for single days whether they are worked, against the published
    calendar. Years not yet published have plain weekends; `is_provisional` tells so.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._years: dict[int, tuple[date, ...]] = {}

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        if day in self._overrides:
            return self._overrides[day]
        return day in _published_set(day.year)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the rest days of that year are still unknown and only assumed."""
        return day not in self._overrides and not _is_published(day.year)

    def next_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the first working day after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the last working day before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """Go so many working days on, or back if negative; the day itself is not counted.

        With a count of 0 a rest day moves to the next working day.
        """
        if count == 0:
            return self.next_workday(day)
        return self._ahead(day, count) if count > 0 else self._back(day, -count)

    def workdays_between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and including `last`.

        So a day and the same day are 0 apart, and the count is negative when `last` comes
        before `first`.
        """
        if last < first:
            return -self.workdays_between(last, first)
        return sum(
            bisect_right(days, last) - bisect_right(days, first)
            for days in map(self._workdays_of, range(first.year, last.year + 1))
        )

    def _ahead(self, day: date, count: int) -> date:
        year = day.year
        while True:
            days = self._workdays_of(year)
            place = bisect_right(days, day) + count - 1
            if place < len(days):
                return days[place]
            count = place - len(days) + 1
            year += 1

    def _back(self, day: date, count: int) -> date:
        year = day.year
        while True:
            days = self._workdays_of(year)
            place = bisect_left(days, day) - count
            if place >= 0:
                return days[place]
            count = -place
            year -= 1

    def _workdays_of(self, year: int) -> tuple[date, ...]:
        """List the working days of a year in order, once for the life of the calendar."""
        if year not in self._years:
            own = {day for day in self._overrides if day.year == year}
            worked = {day for day in own if self._overrides[day]}
            self._years[year] = tuple(sorted((_published_set(year) - own) | worked))
        return self._years[year]


def _is_published(year: int) -> bool:
    return FIRST_PUBLISHED <= year <= LAST_PUBLISHED


@cache
def _published_set(year: int) -> frozenset[date]:
    """Return the working days of a year as published, or by weekends alone."""
    start = date(year, 1, 1)
    length = (date(year, 12, 31) - start).days + 1
    days = (start + timedelta(days=number) for number in range(length))
    if _is_published(year):
        return frozenset(day for day in days if chinese_calendar.is_workday(day))
    return frozenset(day for day in days if day.weekday() < SATURDAY)
