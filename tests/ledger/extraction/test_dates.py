"""Deadlines, row by row."""

from datetime import date

import pytest

from chuangcheng.ledger.extraction.dates import Calendar, deadlines
from chuangcheng.ledger.extraction.dating import document_calendar

NOW = Calendar(2021, date(2021, 3, 10))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("9月底前完成", date(2021, 9, 30), id="end of month"),
        pytest.param("2月底前完成", date(2021, 2, 28), id="february"),
        pytest.param(
            "11月前完成", date(2021, 10, 31), id="before a month is the end of the last"
        ),
        pytest.param("1月前完成", date(2020, 12, 31), id="before january"),
        pytest.param("9月20日前完成", date(2021, 9, 20), id="day itself"),
        pytest.param("六月底前完成", date(2021, 6, 30), id="Chinese numerals"),
        pytest.param("十二月三十一日前", date(2021, 12, 31), id="Chinese day"),
        pytest.param("5月中旬前", date(2021, 5, 20), id="second ten days"),
        pytest.param("2022年5月31日前", date(2022, 5, 31), id="own year"),
        pytest.param("明年3月底前", date(2022, 3, 31), id="next year"),
        pytest.param("年内完成", date(2021, 12, 31), id="within the year"),
        pytest.param("今年要建成", date(2021, 12, 31), id="this year"),
        pytest.param("年底前建成", date(2021, 12, 31), id="end of the year"),
        pytest.param("到2025年,全市覆盖", date(2025, 12, 31), id="by a year"),
        pytest.param("2023年底,覆盖率", date(2023, 12, 31), id="end of a named year"),
        pytest.param("上半年完成", date(2021, 6, 30), id="first half"),
        pytest.param("下半年完成", date(2021, 12, 31), id="second half"),
        pytest.param("第三季度末完成", date(2021, 9, 30), id="quarter"),
        pytest.param("5月1日至5月31日开展", date(2021, 5, 31), id="period ends"),
        pytest.param("3月1日—4月30日", date(2021, 4, 30), id="period with a dash"),
        pytest.param("3月10日—20日", date(2021, 3, 20), id="period within a month"),
        pytest.param("11月1日至次年1月31日", date(2022, 1, 31), id="period over new year"),
        pytest.param("11月至1月", date(2022, 1, 31), id="months over new year"),
        pytest.param("国庆节前完成", date(2021, 9, 30), id="before a feast"),
        pytest.param("2021.6.30前完成", date(2021, 6, 30), id="points"),
        pytest.param("下月底前", date(2021, 4, 30), id="next month"),
        pytest.param("2月30日前", None, id="no such day"),
        pytest.param("13月底前", None, id="no such month"),
        pytest.param("每年3月底前", None, id="recurs"),
        pytest.param("去年6月底前", None, id="last year"),
        pytest.param("5月1日起施行", None, id="a beginning"),
        pytest.param("20XX年3月底前", None, id="blank year"),
        pytest.param("12月份的工作", None, id="mention is not firm"),
        pytest.param("三年行动计划", None, id="name"),
    ],
)
def test_deadline(text: str, expected: date | None) -> None:
    firm = [one.on for one in deadlines(text, NOW) if one.firm and one.on]

    assert (firm[0] if firm else None) == expected


def test_without_any_year_nothing_is_dated() -> None:
    assert all(one.on is None for one in deadlines("9月底前完成,年内见效", Calendar(None)))


@pytest.mark.parametrize(
    ("text", "title", "year", "day"),
    [
        pytest.param("某办公室\n2018年5月7日", "方案", 2018, date(2018, 5, 7), id="signed"),
        pytest.param("时间:2019-04-10 11:03", "讲话", 2019, date(2019, 4, 10), id="site"),
        pytest.param(
            "2019年1月2日", "2018年总结", 2018, date(2019, 1, 2), id="title rules"
        ),
        pytest.param("二〇二〇年六月一日", "通知", 2020, date(2020, 6, 1), id="in words"),
        pytest.param("力争2022年完成", "方案", 2022, None, id="only a year"),
        pytest.param("没有年份", "方案", None, None, id="none"),
    ],
)
def test_document_calendar(
    text: str, title: str, year: int | None, day: date | None
) -> None:
    found = document_calendar(text, title)

    assert (found.year, found.day) == (year, day)


def test_a_school_year_begins_in_autumn() -> None:
    now = document_calendar("", "2022—2023学年工作计划")

    assert [one.on for one in deadlines("9月底前,3月底前", now)] == [
        date(2022, 9, 30),
        date(2023, 3, 31),
    ]
