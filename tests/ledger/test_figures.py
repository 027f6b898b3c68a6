"""How much of a target is reached."""

from decimal import Decimal

import pytest

from chuangcheng.ledger import figures


@pytest.mark.parametrize(
    ("comparator", "value", "reached", "expected"),
    [
        pytest.param(">=", "20", None, "0", id="nothing reported yet"),
        pytest.param(">=", "20", "10", "0.5", id="half"),
        pytest.param(">=", "20", "25", "1", id="more than asked is whole"),
        pytest.param(">=", "3", "2", "0.6666", id="rounded down"),
        pytest.param(">=", "100000", "99999.9", "0.9999", id="nearly done is not done"),
        pytest.param("=", "20", "21", "1", id="a bare count may be exceeded"),
        pytest.param("=", "20", "5", "0.25", id="a bare count in part"),
        pytest.param(">=", "0", "0", "1", id="nothing asked"),
        pytest.param("<=", "5", None, None, id="a ceiling nobody measured"),
        pytest.param("<=", "5", "5", None, id="a ceiling kept"),
        pytest.param("<=", "5", "10", "0.5", id="a ceiling broken"),
    ],
)
def test_share(
    comparator: str, value: str, reached: str | None, expected: str | None
) -> None:
    share = figures.share(
        comparator=comparator,
        value=Decimal(value),
        reached=None if reached is None else Decimal(reached),
    )
    assert share == (None if expected is None else Decimal(expected))


def test_a_task_is_as_far_as_its_least_advanced_figure() -> None:
    assert figures.least([Decimal("0.9"), None, Decimal("0.2")]) == Decimal("0.2")


def test_a_task_without_counted_figures_has_no_share() -> None:
    assert figures.least([None]) is None


def test_only_the_reading_of_a_ceiling_may_fall() -> None:
    assert [figures.grows(c) for c in (">=", "=", "<=")] == [True, True, False]
