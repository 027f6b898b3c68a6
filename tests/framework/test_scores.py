"""Sums, differences in words, and sharing out without losing a thousandth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.framework import scores

points = st.decimals(min_value=0, max_value=50, places=3)


@pytest.mark.parametrize(
    ("total", "wanted", "words"),
    [
        pytest.param("10.000", "10", "", id="agrees"),
        pytest.param(
            "9.750", "10", "合计 9.75 分，比权重 10 分少 0.25 分", id="too little"
        ),
        pytest.param("0", "10", "合计 0 分，比权重 10 分少 10 分", id="nothing"),
        pytest.param("120", "100", "合计 120 分，比权重 100 分多 20 分", id="too much"),
    ],
)
def test_a_sum_is_held_against_its_weight_in_words(
    total: str, wanted: str, words: str
) -> None:
    assert scores.difference(Decimal(total), Decimal(wanted), name="权重") == words


@pytest.mark.parametrize(
    ("before", "total", "after"),
    [
        pytest.param(["1", "3"], "2", ["0.5", "1.5"], id="in proportion"),
        pytest.param(
            ["1", "1", "1"], "1", ["0.334", "0.333", "0.333"], id="what is left over"
        ),
        pytest.param(["0", "0"], "3", ["1.5", "1.5"], id="nothing yet"),
        pytest.param([], "3", [], id="nobody"),
    ],
)
def test_a_total_is_shared_out(before: list[str], total: str, after: list[str]) -> None:
    shared = scores.spread([Decimal(each) for each in before], Decimal(total))

    assert shared == [Decimal(each) for each in after]


@given(st.lists(points, min_size=1, max_size=40), points)
def test_what_is_shared_out_adds_up_exactly(before: list[Decimal], total: Decimal) -> None:
    shared = scores.spread(before, total)

    assert sum(shared) == total
    assert all(each >= 0 for each in shared)
