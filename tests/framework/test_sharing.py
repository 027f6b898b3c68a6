"""Which part of a split standard a checklist item is proposed for."""

import pytest

from chuangcheng.framework.sharing import propose


@pytest.mark.parametrize(
    ("item", "part"),
    [
        pytest.param("公厕数量 每500米不少于1座", 0, id="words of the first"),
        pytest.param("地面无积水，保洁及时", 1, id="words of the second"),
        pytest.param("公厕", 0, id="only what both say"),
        pytest.param("无障碍通道", 0, id="words of neither"),
    ],
)
def test_an_item_goes_to_the_part_whose_own_words_it_shares(item: str, part: int) -> None:
    assert propose([item], ["公厕数量", "公厕保洁"]) == [part]


def test_parts_of_one_name_leave_everything_with_the_first() -> None:
    assert propose(["保洁"], ["公厕保洁", "公厕保洁"]) == [0]
