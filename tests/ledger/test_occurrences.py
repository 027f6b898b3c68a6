"""A repeated duty falls due on the days an office would write in its calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.ledger.occurrences import (
    BadRule,
    Rule,
    Shift,
    due_day,
    parse,
    planned_days,
)
from chuangcheng.platform.workdays import Calendar

DAYS = st.dates(date(2018, 1, 1), date(2032, 12, 31))
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=10",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;INTERVAL=3",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=MONTHLY;INTERVAL=6",
        "FREQ=MONTHLY;BYMONTHDAY=11",
        "FREQ=MONTHLY;BYMONTHDAY=30,31",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=6",
    ]
)
START = date(2026, 1, 1)
# The city's own word, so that the test does not hang on a published calendar.
SATURDAY_OFF = Calendar({date(2026, 4, d): d not in {11, 12} for d in range(6, 18)})


def days(rule: str, first: date, last: date, starts_on: date = START) -> list[date]:
    return planned_days(parse(rule), starts_on=starts_on, first=first, last=last)


def year(rule: str, of: int = 2026, starts_on: date = START) -> list[str]:
    found = days(rule, date(of, 1, 1), date(of, 12, 31), starts_on)
    return [f"{day:%m-%d}" for day in found]


MONTH_ENDS = [
    "01-31",
    "02-28",
    "03-31",
    "04-30",
    "05-31",
    "06-30",
    "07-31",
    "08-31",
    "09-30",
    "10-31",
    "11-30",
    "12-31",
]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param(
            "FREQ=MONTHLY;BYMONTHDAY=11",
            [f"{m:02d}-11" for m in range(1, 13)],
            id="每月11日",
        ),
        pytest.param(
            "FREQ=MONTHLY;INTERVAL=3", ["03-31", "06-30", "09-30", "12-31"], id="每季度"
        ),
        pytest.param("FREQ=MONTHLY;INTERVAL=6", ["06-30", "12-31"], id="每半年"),
        pytest.param("FREQ=YEARLY", ["12-31"], id="每年"),
        pytest.param("FREQ=YEARLY;BYMONTH=6", ["06-30"], id="每年6月"),
        pytest.param("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["02-28"], id="每年2月29日"),
        pytest.param(
            "FREQ=MONTHLY;BYMONTHDAY=31",
            MONTH_ENDS,
            id="每月31日落在月末",
        ),
        pytest.param(
            "FREQ=MONTHLY",
            MONTH_ENDS,
            id="每月1次",
        ),
    ],
)
def test_a_year_of_a_duty(rule: str, expected: list[str]) -> None:
    assert year(rule) == expected


def test_a_weekly_duty_is_due_on_sunday_and_every_other_week_on_the_second_sunday() -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 29)
    weekly = days("FREQ=WEEKLY", first, last, starts_on=first)
    fortnightly = days("FREQ=WEEKLY;INTERVAL=2", first, last, starts_on=first)

    assert [day.day for day in weekly] == [8, 15, 22, 29]
    assert [day.day for day in fortnightly] == [15, 29]


def test_the_working_days_of_a_week_are_five() -> None:
    rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert len(days(rule, date(2026, 3, 2), date(2026, 3, 8))) == 5


def test_nothing_is_due_before_the_duty_starts_nor_after_it_ends() -> None:
    rule = "FREQ=MONTHLY;BYMONTHDAY=11;UNTIL=20260712T000000Z"
    assert year(rule, starts_on=date(2026, 4, 12)) == ["05-11", "06-11", "07-11"]


def test_a_fifth_monday_that_a_month_does_not_have_is_its_last() -> None:
    assert days("FREQ=MONTHLY;BYDAY=5MO", date(2026, 2, 1), date(2026, 3, 31)) == [
        date(2026, 2, 23),
        date(2026, 3, 30),
    ]


@given(start=DAYS, month_day=st.integers(1, 31), months=st.integers(1, 40))
def test_a_named_day_comes_exactly_once_in_every_month(
    start: date, month_day: int, months: int
) -> None:
    first = start.replace(day=1)
    last = _month_end(first, months)
    found = days(f"FREQ=MONTHLY;BYMONTHDAY={month_day}", first, last, starts_on=first)

    assert len(found) == months
    assert len({(day.year, day.month) for day in found}) == months
    assert all(day.day == month_day or _is_month_end(day) for day in found)


@given(start=DAYS, interval=st.sampled_from([1, 2, 3, 4, 6, 12]), blocks=st.integers(1, 9))
def test_a_bare_rhythm_comes_exactly_once_in_every_period(
    start: date, interval: int, blocks: int
) -> None:
    first = date(start.year, (start.month - 1) // interval * interval + 1, 1)
    last = _month_end(first, interval * blocks)
    found = days(f"FREQ=MONTHLY;INTERVAL={interval}", first, last, starts_on=first)

    assert found == [_month_end(first, interval * (n + 1)) for n in range(blocks)]


@given(rule=RULES, start=DAYS, cuts=st.tuples(*[st.integers(-400, 800)] * 3))
def test_a_stretch_cut_in_two_gives_the_days_of_the_whole(
    rule: str, start: date, cuts: tuple[int, int, int]
) -> None:
    a, b, c = (start + timedelta(days=cut) for cut in sorted(cuts))
    whole = days(rule, a, c, starts_on=start)
    # Asked in the "wrong" order on purpose: no call may depend on an earlier one.
    later = days(rule, b + timedelta(days=1), c, starts_on=start)
    sooner = days(rule, a, b, starts_on=start)

    assert sooner + later == whole
    assert len(set(whole)) == len(whole)
    assert all(day >= start for day in whole)


@pytest.mark.parametrize(
    ("shift", "expected"),
    [(Shift.KEEP, 11), (Shift.NEXT, 13), (Shift.PREVIOUS, 10)],
    ids=["不调整", "顺延", "提前"],
)
def test_a_rest_day_moves_a_day_only_as_the_city_says(shift: Shift, expected: int) -> None:
    saturday = date(2026, 4, 11)
    moved = due_day(saturday, Rule(freq="MONTHLY"), shift=shift, calendar=SATURDAY_OFF)
    assert moved == date(2026, 4, expected)


def test_a_daily_duty_is_never_moved() -> None:
    saturday = date(2026, 4, 11)
    rule = Rule(freq="DAILY")
    assert due_day(saturday, rule, shift=Shift.NEXT, calendar=SATURDAY_OFF) == saturday


@pytest.mark.parametrize(
    "text",
    [
        "每月11日",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=MONTHLY;COUNT=3",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=3",
        "FREQ=MONTHLY;FREQ=DAILY",
        "FREQ=MONTHLY;UNTIL=20260230",
        "",
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadRule, match="频次"):
        parse(text)


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _month_end(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
