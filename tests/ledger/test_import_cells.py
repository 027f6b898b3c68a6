"""What clerks write into a ledger's cells, and what is made of it."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from chuangcheng.ledger.models import UnitRole
from chuangcheng.ledger.services.imports import cells
from chuangcheng.ledger.states import State
from chuangcheng.platform.exchange import Cell, CellRefused

YEAR = cells.Years(2026, 2026)
THREE_YEARS = cells.Years(2024, 2026)


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("2026-09-30", date(2026, 9, 30)),
        ("2026年9月30日前", date(2026, 9, 30)),
        (datetime(2026, 9, 30), date(2026, 9, 30)),  # noqa: DTZ001 - Excel knows no zones.
        (46295, date(2026, 9, 30)),
        ("9月底前", date(2026, 9, 30)),
        ("9月", date(2026, 9, 30)),
        ("上半年", date(2026, 6, 30)),
        ("第三季度", date(2026, 9, 30)),
        ("年底", date(2026, 12, 31)),
        ("年底前完成", date(2026, 12, 31)),
        ("全年", date(2026, 12, 31)),
        ("国庆节前", date(2026, 9, 30)),
        ("6月底前完成一期，年底前全部完成", date(2026, 12, 31)),
        ("长期坚持", None),
        ("长期", None),
    ],
)
def test_a_deadline_is_read_with_the_plans_year(written: Cell, on: date | None) -> None:
    assert cells.due_cell(written, YEAR) == cells.Due(on)


def test_a_deadline_that_names_a_rhythm_gives_a_repeated_duty() -> None:
    assert cells.due_cell("每月11日", YEAR) == cells.Due(rule="FREQ=MONTHLY;BYMONTHDAY=11")


@pytest.mark.parametrize(
    ("written", "years", "told"),
    [
        ("2026年2月30日", YEAR, "这一天不存在"),
        ("9月31日", YEAR, "不是能确定的日期"),
        ("尽快", YEAR, "不是能确定的日期"),
        ("年底", THREE_YEARS, "没有写年份"),
        (True, YEAR, "不是"),
    ],
)
def test_a_deadline_that_names_no_day_is_turned_down(
    written: Cell, years: cells.Years, told: str
) -> None:
    with pytest.raises(CellRefused, match=told):
        cells.due_cell(written, years)


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("≥20条; 覆盖率≥85%", [("", ">=", "20", "条"), ("覆盖率", ">=", "85", "%")]),
        ("新建公厕20座", [("公厕", "=", "20", "座")]),
        ("管网≤3.5万米", [("管网", "<=", "35000", "米")]),
        ("知晓率达到90%以上", [("知晓率", ">=", "90", "%")]),
        ("投诉量不超过100件", [("投诉量", "<=", "100", "件")]),
        # A verb alone names no object; the figure stands all the same.
        ("改造1,200户", [("", "=", "1200", "户")]),
        ("改造厨房1,200户", [("厨房", "=", "1200", "户")]),
        ("2026年绿地≥20公顷", [("2026年绿地", ">=", "20", "公顷")]),
    ],
)
def test_targets_are_read_from_free_words(
    written: str, figures: list[tuple[str, str, str, str]]
) -> None:
    found = cells.goal(written).figures

    assert [(f.object, f.comparator, f.value, f.unit) for f in found] == [
        (name, sign, Decimal(value), unit) for name, sign, value, unit in figures
    ]


def test_a_goal_without_a_number_is_kept_as_words() -> None:
    assert cells.goal("按上级要求落实") == cells.Goal((), "按上级要求落实")


def test_a_number_of_unclear_meaning_is_turned_down() -> None:
    with pytest.raises(CellRefused, match="不能确定含义"):
        cells.goal("全市第3名")


def test_remarks_behind_a_unit_give_its_role() -> None:
    assert cells.units("区住建委（牵头）、区城管局，各街道（乡镇）") == (
        cells.Said("区住建委", UnitRole.LEAD),
        cells.Said("区城管局"),
        cells.Said("各街道（乡镇）"),
    )


@pytest.mark.parametrize(
    ("written", "numbers"),
    [(12, ["12"]), ("12；80%", ["12", "80"]), ("3.5 公顷", ["3.5"]), ("1,200户", ["1200"])],
)
def test_what_was_reached_is_read_one_number_a_target(
    written: Cell, numbers: list[str]
) -> None:
    assert cells.reached(written) == tuple(map(Decimal, numbers))


@pytest.mark.parametrize("written", ["大部分", "-1", "3/5"])
def test_what_was_reached_must_be_numbers(written: str) -> None:
    with pytest.raises(CellRefused):
        cells.reached(written)


def test_states_are_understood_as_offices_call_them() -> None:
    assert cells.state("正在推进") is State.IN_PROGRESS
    assert cells.state("已办结") is State.DONE
    with pytest.raises(CellRefused, match="请填：未交办"):
        cells.state("差不多")


@pytest.mark.parametrize("state", list(State))
def test_the_ledgers_own_words_for_states_are_understood(state: State) -> None:
    assert cells.state(str(state.label)) is state
