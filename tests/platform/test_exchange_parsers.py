"""Cells as clerks fill them in."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from chuangcheng.platform import exchange
from chuangcheng.platform.exchange.parsers import CellRefused

DUE = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-09-30", DUE),
        ("2026/9/30", DUE),
        ("2026.9.30", DUE),
        ("2026年9月30日", DUE),
        ("２０２６年９月３０日", DUE),
        ("2026年9月30日前", DUE),
        ("2026 年 9 月 30 日", DUE),
        ("2026-09-30 08:00:00", DUE),
        ("20260930", DUE),
        (20260930, DUE),
        (46295.0, DUE),
        (46295.75, DUE),
        (datetime(2026, 9, 30, 8), DUE),  # noqa: DTZ001 - Excel knows no time zones.
        (DUE, DUE),
        ("2026年9月底前", DUE),
        ("2028年2月底", date(2028, 2, 29)),
        ("2026年底", date(2026, 12, 31)),
    ],
)
def test_a_day_is_read_as_offices_write_it(cell: exchange.Cell, day: date) -> None:
    assert exchange.day()(cell) == day


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2026年2月30日", "这一天不存在"),
        ("2026-13-01", "这一天不存在"),
        ("20261131", "这一天不存在"),
        (20261131, "这一天不存在"),
        ("2026年13月底", "这一天不存在"),
        ("2026年9月", "不是完整的日期"),
        ("长期", "不是完整的日期"),
        (3.0, "不是日期"),
        (1e300, "不是日期|过长"),
        (True, "不是完整的日期"),
    ],
)
def test_a_day_that_is_none_is_turned_down(cell: exchange.Cell, words: str) -> None:
    with pytest.raises(CellRefused, match=words):
        exchange.day()(cell)


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("95%", "0.95"),
        ("９５％", "0.95"),
        (0.95, "0.95"),
        (95, "0.95"),
        ("95", "0.95"),
        (1, "1"),
        (0, "0"),
        ("100%", "1"),
        ("0.5%", "0.005"),
    ],
)
def test_a_share_is_read_with_or_without_its_sign(cell: exchange.Cell, share: str) -> None:
    assert exchange.percentage()(cell) == Decimal(share)


@pytest.mark.parametrize(
    ("parser", "cell", "value"),
    [
        (exchange.integer(), 12.0, 12),
        (exchange.integer(), "1,200", 1200),
        (exchange.decimal(), "１２．５", Decimal("12.5")),
        (exchange.decimal(), 0.1, Decimal("0.1")),
        (exchange.text(), 3.0, "3"),
        (exchange.text(), " 修路 ", "修路"),
        (exchange.text(), DUE, "2026-09-30"),
        (exchange.choice({"是": True, "否": False}), " 是", True),
        (exchange.choice({"A 类": 1}), "ａ类", 1),
    ],
)
def test_other_cells_are_read_as_meant(
    parser: exchange.parsers.Parser[object], cell: exchange.Cell, value: object
) -> None:
    assert parser(cell) == value


@pytest.mark.parametrize(
    ("parser", "cell", "words"),
    [
        (exchange.integer(), "12.5", "不是整数"),
        (exchange.integer(minimum=1), 0, "小于允许的最小值 1"),
        (exchange.decimal(places=1), "1.25", "超过 1 位"),
        (exchange.decimal(), "nan", "不是数字"),
        (exchange.decimal(), "12个", "不是数字"),
        (exchange.decimal(), DUE, "不是数字"),
        (exchange.percentage(), "120%", "大于允许的最大值 1"),
        (exchange.text(max_length=3), "四个字啊", "共 4 字，超过 3 字"),
        (exchange.text(), 110101199003074233.0, "数字过长"),
        (exchange.choice({"是": True, "否": False}), "也许", "请填：是、否"),
    ],
)
def test_other_cells_are_turned_down_in_words(
    parser: exchange.parsers.Parser[object], cell: exchange.Cell, words: str
) -> None:
    with pytest.raises(CellRefused, match=words):
        parser(cell)
