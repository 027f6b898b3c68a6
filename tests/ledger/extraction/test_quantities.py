"""Figures, row by row."""

import pytest

from chuangcheng.ledger.extraction.quantities import figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("新建公厕15座", ("=", "15", "座"), id="bare count"),
        pytest.param("不少于10场", (">=", "10", "场"), id="at least"),
        pytest.param("无障碍改造率不低于80%", (">=", "80", "%"), id="not below"),
        pytest.param("满意率≥85%", (">=", "85", "%"), id="sign"),
        pytest.param("满意率达到90%", (">=", "90", "%"), id="reaches"),
        pytest.param("普及率提高到98%", (">=", "98", "%"), id="raised to"),
        pytest.param("处置率达到百分之百", (">=", "100", "%"), id="in words"),
        pytest.param("增长8.5%", ("=", "8.5", "%"), id="growth"),
        pytest.param("连锁化率50%以上", (">=", "50", "%"), id="and above"),
        pytest.param("造林1.8万亩", ("=", "18000", "亩"), id="ten thousands fold"),
        pytest.param("投资2亿元", ("=", "200000000", "元"), id="hundred millions fold"),
        pytest.param("形成1—2个项目", (">=", "1", "个"), id="range"),
        pytest.param("不超过5起", ("<=", "5", "起"), id="at most"),
        pytest.param("控制在3%以内", ("<=", "3", "%"), id="kept within"),
        pytest.param("90%的社区建立家长学校", ("=", "90", "%"), id="share of things"),
        pytest.param("打造三条示范街", ("=", "3", "条"), id="Chinese count after a verb"),
        pytest.param("至少建立一支队伍", (">=", "1", "支"), id="Chinese one with at least"),
        pytest.param("时长不少于30分钟", (">=", "30", "分钟"), id="minutes"),
        pytest.param("发放手册1,200册", ("=", "1200", "册"), id="thousands mark"),
        pytest.param("整改18个问题", ("=", "18", "个"), id="problems to be put right"),
    ],
)
def test_figure(text: str, expected: tuple[str, str, str]) -> None:
    (found,) = figures(text)

    assert (
        found.target.comparator,
        f"{found.target.value:f}",
        found.target.unit,
    ) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("打造“15分钟生活圈”", id="quoted name"),
        pytest.param("15分钟便民圈建设", id="name"),
        pytest.param("500米服务半径", id="radius"),
        pytest.param("建设110kV工程", id="voltage"),
        pytest.param("庆祝成立70周年", id="anniversary"),
        pytest.param("24小时书店", id="opening"),
        pytest.param("12345热线", id="telephone"),
        pytest.param("六治七补", id="catchword"),
        pytest.param("三个一工程", id="three ones"),
        pytest.param("五大行动", id="five great"),
        pytest.param("第2名", id="rank"),
        pytest.param("前5位", id="top five"),
        pytest.param("日常检查占60分", id="weight"),
        pytest.param("每发现一处扣2分", id="penalty"),
        pytest.param("3个工作日内办结", id="time allowed"),
        pytest.param("60岁以上老人", id="age"),
        pytest.param("3个月", id="months"),
        pytest.param("得分低于80分的村", id="condition"),
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == []


def test_once_a_period_is_rhythm_alone() -> None:
    assert figures("每月开展1次活动", recurs=True) == []


def test_twice_a_period_is_a_figure_too() -> None:
    (found,) = figures("每月开展2次活动", recurs=True)

    assert (found.target.comparator, int(found.target.value), found.target.unit) == (
        ">=",
        2,
        "次",
    )


def test_numerals_elsewhere_spoken_for_are_left_alone() -> None:
    assert figures("8个工作组研究", blocked=[(0, 5)]) == []
