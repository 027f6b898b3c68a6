"""What the shipped files hold, and what is read out of their words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from chuangcheng.framework import shipped
from chuangcheng.framework.shipped import observation, reading


@pytest.mark.parametrize(
    ("words", "metres", "minutes"),
    [
        pytest.param("步行约500米取样", 500, None, id="a walk"),
        pytest.param("步行约100-500米取样", 500, None, id="a range ends at its far end"),
        pytest.param("定点观察5分钟,早晚高峰", None, 5, id="a time to stand"),
        pytest.param("入口往里200米+2个楼道", 200, None, id="a walk and a count"),
        pytest.param("营业厅", None, None, id="no figure"),
        pytest.param("乘1条线路6站(早高峰)", None, None, id="other figures"),
    ],
)
def test_the_window_is_read_from_its_words(
    words: str, metres: int | None, minutes: int | None
) -> None:
    assert (observation.metres(words), observation.minutes(words)) == (metres, minutes)


def test_scores_of_a_domain_add_up_to_its_weight_exactly() -> None:
    for domain in shipped.read().domains:
        scores = [each.score or 0 for node in domain.below for each in node.below]

        assert sum(scores, Decimal(0)) == domain.weight


def test_a_file_that_lost_an_entry_is_refused_in_words() -> None:
    whole = shipped.read()

    with pytest.raises(reading.ShippedRefused, match="点位类型应有 56 条，实有 55 条"):
        reading.check(replace(whole, types=whole.types[1:]))
