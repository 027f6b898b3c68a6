"""The yearly notice of rest days, as it is published and as clerks type it."""

from datetime import date

import pytest

from chuangcheng.city.notices import NoticeProblem, read_notice

NOTICE = """关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月5日（周一）放假，与周末连休。
四、国庆节：9月30日至10月6日放假。10月9日（周六）补班。
"""


def test_the_published_notice_is_read_day_by_day() -> None:
    days = {each.day: each for each in read_notice(NOTICE, year=2020)}

    rests = {day for day, each in days.items() if not each.is_workday}
    works = {day for day, each in days.items() if each.is_workday}
    assert works == {date(2027, 1, 31), date(2027, 2, 20), date(2027, 10, 9)}
    assert len(rests) == 3 + 7 + 1 + 7
    assert {date(2027, 1, 1), date(2027, 2, 11), date(2027, 10, 6)} <= rests
    assert days[date(2027, 2, 20)].note == "春节调休上班"
    assert days[date(2027, 4, 5)].note == "清明节放假"


def test_a_holiday_over_the_turn_of_the_year_is_one_holiday() -> None:
    days = read_notice("元旦：12月31日至1月2日放假。", year=2027)

    assert [each.day for each in days] == [
        date(2027, 12, 31),
        date(2028, 1, 1),
        date(2028, 1, 2),
    ]


def test_lines_of_a_table_are_read_as_they_are() -> None:
    days = read_notice("2027-05-08 上班 劳动节调休\n2027/5/3\t休息", year=2026)

    assert [(each.day, each.is_workday, each.note) for each in days] == [
        (date(2027, 5, 3), False, ""),
        (date(2027, 5, 8), True, "劳动节调休"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有读到日期"),
        ("请各单位做好值班安排", "没有读到日期"),
        ("国庆节：2月30日至31日放假。", "不存在"),
        ("国庆节：10月7日至1日放假。", "起止日期"),
        ("国庆节：10月1日。", "没有写明"),
    ],
)
def test_a_notice_that_makes_no_sense_is_refused(text: str, said: str) -> None:
    with pytest.raises(NoticeProblem, match=said):
        read_notice(text, year=2027)
