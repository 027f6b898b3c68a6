"""Working days: what the state published, what the city decided, what is only assumed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.platform.workdays import LAST_PUBLISHED, Calendar

ONE_DAY = timedelta(days=1)
days = st.dates(date(2003, 1, 1), date(2035, 12, 31))
calendars = st.builds(
    Calendar,
    st.dictionaries(
        st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=9
    ),
)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        pytest.param(date(2026, 9, 30), True, id="a plain Wednesday"),
        pytest.param(date(2026, 9, 25), False, id="Mid-Autumn on a Friday"),
        pytest.param(date(2026, 9, 20), True, id="the Sunday worked for National Day"),
        pytest.param(date(2026, 10, 7), False, id="the last of the National Day week"),
        pytest.param(date(2026, 10, 10), True, id="the Saturday worked after it"),
        pytest.param(date(2026, 10, 11), False, id="a plain Sunday"),
        pytest.param(date(2026, 2, 14), True, id="the Saturday worked for Spring Festival"),
    ],
)
def test_the_published_days_of_2026_are_known(day: date, *, is_worked: bool) -> None:
    assert Calendar().is_workday(day) is is_worked
    assert not Calendar().is_provisional(day)


def test_the_city_may_decide_otherwise_for_a_day() -> None:
    calendar = Calendar({date(2026, 10, 10): False, date(2026, 10, 11): True})

    assert not calendar.is_workday(date(2026, 10, 10))
    assert calendar.is_workday(date(2026, 10, 11))
    assert calendar.add_workdays(date(2026, 10, 9), 1) == date(2026, 10, 11)


def test_years_not_yet_published_have_plain_weekends_and_say_so() -> None:
    year = LAST_PUBLISHED + 1
    calendar = Calendar({date(year, 10, 1): False})
    monday = next(
        day
        for day in (date(year, 3, 1) + n * ONE_DAY for n in range(7))
        if day.weekday() == 0
    )

    assert calendar.is_workday(monday)
    assert calendar.is_provisional(monday)
    assert not calendar.is_workday(monday - ONE_DAY)
    assert not calendar.is_provisional(date(year, 10, 1)), "the city has decided"


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        pytest.param(
            date(2026, 9, 30), 1, date(2026, 10, 8), id="over the National Day week"
        ),
        pytest.param(date(2026, 9, 30), 3, date(2026, 10, 10), id="onto a worked Saturday"),
        pytest.param(date(2026, 10, 8), -1, date(2026, 9, 30), id="back over it"),
        pytest.param(date(2026, 10, 1), 0, date(2026, 10, 8), id="a rest day moves on"),
        pytest.param(date(2026, 9, 30), 0, date(2026, 9, 30), id="a worked day stays"),
        pytest.param(date(2025, 12, 31), 1, date(2026, 1, 4), id="into the next year"),
        pytest.param(date(2026, 1, 4), -1, date(2025, 12, 31), id="into the last year"),
    ],
)
def test_counting_days_on_steps_over_rest_days(start: date, count: int, end: date) -> None:
    assert Calendar().add_workdays(start, count) == end


def test_a_span_is_counted_without_its_first_day() -> None:
    calendar = Calendar()

    assert calendar.workdays_between(date(2026, 9, 30), date(2026, 10, 9)) == 2
    assert calendar.workdays_between(date(2026, 10, 9), date(2026, 9, 30)) == -2
    assert calendar.workdays_between(date(2026, 9, 30), date(2026, 9, 30)) == 0


@given(calendar=calendars, day=days)
def test_the_next_and_previous_workdays_are_the_nearest(
    calendar: Calendar, day: date
) -> None:
    following = calendar.next_workday(day)
    before = calendar.previous_workday(day)

    assert calendar.is_workday(following)
    assert calendar.is_workday(before)
    between = (before + n * ONE_DAY for n in range(1, (following - before).days))
    assert not any(calendar.is_workday(each) for each in between if each != day)


@given(calendar=calendars, day=days, count=st.integers(1, 600))
def test_going_on_and_counting_agree(calendar: Calendar, day: date, count: int) -> None:
    end = calendar.add_workdays(day, count)

    assert calendar.is_workday(end)
    assert calendar.workdays_between(day, end) == count
    assert calendar.add_workdays(end, -count) <= day


@given(calendar=calendars, first=days, length=st.integers(0, 500))
def test_a_span_counts_every_worked_day_in_it(
    calendar: Calendar, first: date, length: int
) -> None:
    span = [first + n * ONE_DAY for n in range(1, length + 1)]

    assert calendar.workdays_between(first, first + length * ONE_DAY) == sum(
        map(calendar.is_workday, span)
    )
