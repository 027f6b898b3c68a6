"""Units and who governs what, row by row."""

import pytest

from chuangcheng.ledger.extraction.grammar import extract
from chuangcheng.ledger.extraction.units import looks_like_units, unit_list
from chuangcheng.platform.readers.source import Source

Owned = tuple[tuple[str, ...], tuple[str, ...]]


def owners_of(text: str) -> list[Owned]:
    return [
        (task.lead_units, task.support_units) for task in extract(Source(text=text)).tasks
    ]


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        pytest.param("区城管局要清理垃圾。", ["区城管局"], [], id="modal"),
        pytest.param("区妇联主责,建立家长学校。", ["区妇联"], [], id="setter"),
        pytest.param(
            "市委宣传部组织宣讲。", ["市委宣传部"], [], id="a verb within the name"
        ),
        pytest.param("区城市管理委推进垃圾分类。", ["区城市管理委"], [], id="管理 within"),
        pytest.param("县市场监管局规范市场。", ["县市场监管局"], [], id="监管 within"),
        pytest.param("市残疾人联合会开展慰问。", ["市残疾人联合会"], [], id="联合 within"),
        pytest.param("规划分局负责审核规划。", ["规划分局"], [], id="begins with a verb"),
        pytest.param(
            "市教育局、团市委和各县(市、区)要组织宣讲。",
            ["市教育局", "团市委", "各县(市、区)"],
            [],
            id="three",
        ),
        pytest.param(
            "区住建委、规划分局等部门要优化流程。",
            ["区住建委", "规划分局"],
            [],
            id="等部门",
        ),
        pytest.param(
            "公安、城管、交通等部门要整治乱停车。",
            ["公安", "城管", "交通"],
            [],
            id="short names",
        ),
        pytest.param(
            "市水利局会同市环保局编制方案。", ["市水利局"], ["市环保局"], id="会同"
        ),
        pytest.param(
            "县住建局配合县水利局开展排查。", ["县水利局"], ["县住建局"], id="配合"
        ),
        pytest.param(
            "由市住建局牵头,市城管局、各街道配合,完成改造。",
            ["市住建局"],
            ["市城管局", "各街道"],
            id="由…牵头, …配合",
        ),
        pytest.param(
            "制定方案。(责任单位:区教育局、区卫健委)",
            ["区教育局", "区卫健委"],
            [],
            id="label",
        ),
        pytest.param(
            "制定方案。\n牵头单位:区教育局 责任单位:各学校",
            ["区教育局"],
            ["各学校"],
            id="牵头 and 责任",
        ),
        pytest.param(
            "制定方案。\n责任单位:区教育局\n协助单位:区文明办",
            ["区教育局"],
            ["区文明办"],
            id="协助",
        ),
        pytest.param(
            "制定方案(区文明办牵头,区教育局配合)。",
            ["区文明办"],
            ["区教育局"],
            id="bracket",
        ),
        pytest.param("整治环境。\n上述工作由区城管局牵头。", ["区城管局"], [], id="上述"),
        pytest.param("整治环境。\n区城管局负责具体实施。", ["区城管局"], [], id="具体实施"),
        pytest.param("镇级河长每月巡河1次。", ["镇级河长"], [], id="class of people"),
        pytest.param("各社区(村)要建立台账。", ["各社区(村)"], [], id="bracket in name"),
        pytest.param("全区各单位要开展自查。", ["各单位"], [], id="全区 dropped"),
        pytest.param("由镇纪委约谈村党支部书记。", ["镇纪委"], [], id="由 before a verb"),
        pytest.param(
            "责任单位:区城管局\n清理垃圾20吨。",
            ["区城管局"],
            [],
            id="label before the text",
        ),
    ],
)
def test_owner(text: str, lead: list[str], support: list[str]) -> None:
    found = owners_of("某市方案\n一、任务\n" + text)

    assert found
    assert all(one == (tuple(lead), tuple(support)) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我们要建立长效机制。", id="we"),
        pytest.param("全区上下要行动起来。", id="everybody"),
        pytest.param("建设区文化中心。", id="a place"),
        pytest.param("为各部门提供支撑。", id="an object"),
        pytest.param("国家卫健委将于下半年组织复审。", id="an assessor"),
        pytest.param("区城管局完成了改造任务。", id="done"),
        pytest.param("去年,区城管局清理垃圾20吨。", id="last year"),
        pytest.param("会议要求,要加强领导。", id="a meeting"),
    ],
)
def test_nobody_owns(text: str) -> None:
    assert owners_of("某市2020年方案\n一、任务\n" + text) == []


def test_an_owner_is_carried_within_an_item_and_stops_at_the_next() -> None:
    text = "一、区城管局负责清运垃圾。拆除违建50处。\n二、新建公厕3座。\n"

    assert [lead for lead, _ in owners_of(text)] == [("区城管局",), ("区城管局",), ()]


def test_an_owner_before_a_list_governs_each_of_its_points() -> None:
    text = "区城管局要抓好两件事:一是清理积存垃圾20吨;二是拆除违建50处。\n"

    assert {lead for lead, _ in owners_of(text)} == {("区城管局",)}


def test_an_owner_line_reaches_back_to_the_one_before() -> None:
    text = (
        (
            "一、任务\n1.建公厕3座。\n2.修路5公里。\n责任单位:甲局\n3.种树10株。\n责任单位:乙局\n"
        )
        .replace("甲局", "区甲局")
        .replace("乙局", "区乙局")
    )

    assert [lead for lead, _ in owners_of(text)] == [("区甲局",), ("区甲局",), ("区乙局",)]


def test_the_unit_of_a_heading_owns_what_stands_under_it() -> None:
    text = "一、区民政局\n1.培育组织20家。\n二、团区委\n组织青年开展活动。\n"

    assert [lead for lead, _ in owners_of(text)] == [("区民政局",), ("团区委",)]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        pytest.param("市规划局 市建设局", ["市规划局", "市建设局"], id="spaces"),
        pytest.param("市城管委,各区政府(含管委会)", ["市城管委", "各区政府"], id="remark"),
        pytest.param(
            "各县(市、区)、市直各单位", ["各县(市、区)", "市直各单位"], id="brackets"
        ),
        pytest.param("区教育局等部门", ["区教育局"], id="and others"),
    ],
)
def test_a_cell_of_units(cell: str, names: list[str]) -> None:
    assert unit_list(cell) == names


def test_words_are_not_taken_for_units() -> None:
    assert not looks_like_units("开展整治")
    assert not looks_like_units("")
    assert looks_like_units("区教育局、各街道")
