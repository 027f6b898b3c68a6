"""How a task is phrased, what a figure counts, and where glued names part."""

import pytest

from chuangcheng.ledger.extraction.borders import glued
from chuangcheng.ledger.extraction.grammar import extract
from chuangcheng.ledger.extraction.result import DraftTask
from chuangcheng.platform.readers.source import Source


def tasks_of(text: str) -> tuple[DraftTask, ...]:
    return extract(Source(text=f"某区方案\n2021年3月10日\n{text}\n")).tasks


@pytest.mark.parametrize(
    ("text", "action"),
    [
        pytest.param(
            "在二级以上医院推行“一医一患一诊室”,4月底前全部落实。责任单位:区卫健局",
            "在二级以上医院推行“一医一患一诊室”",
            id="a bare verb tells nothing",
        ),
        pytest.param("各街道每周组织1次周末大扫除。", "组织周末大扫除", id="no rhythm"),
        pytest.param(
            "区交通支队年底前建成20条示范路。", "建成20条示范路", id="no owner, no time"
        ),
        pytest.param(
            "区文旅局负责,对校园周边200米的网吧每周检查1次。",
            "对校园周边200米的网吧检查",
            id="a rhythm inside",
        ),
        pytest.param(
            "区卫健局会同区教育局每季度开展一次食品安全检查。",
            "开展食品安全检查",
            id="no company",
        ),
    ],
)
def test_action(text: str, action: str) -> None:
    assert tasks_of(text)[0].action == action


def test_an_action_is_short_and_keeps_its_quotes_whole() -> None:
    text = "区文明办组织开展以“讲文明、树新风、促和谐、迎盛会、展风采、做贡献”为主题的群众性精神文明创建系列宣传教育实践活动。"

    (task,) = tasks_of(text)

    assert len(task.action) <= 40
    assert task.action.count("“") == task.action.count("”")


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("区农业农村局10月底前完成20个村的户厕改造。", "村"),
        ("区交通支队建成20条示范路的绿化带。", "示范路"),
        (
            "区文明办负责,年底前注册志愿者人数占常住人口比例达到15%。",
            "注册志愿者人数占常住人口比例",
        ),
        ("团区委牵头组织“小手拉大手”活动20场。", "“小手拉大手”活动"),
        ("区城管局要对沿街门店逐一检查,不少于300家。", "沿街门店"),
    ],
)
def test_a_figure_counts_a_noun(text: str, noun: str) -> None:
    assert [target.object for task in tasks_of(text) for target in task.targets] == [noun]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("市委宣传部市城管局", ["市委宣传部", "市城管局"]),
        ("市商务局市市场监管局", ["市商务局", "市市场监管局"]),
        ("市教育局团市委", ["市教育局", "团市委"]),
        ("各乡镇(街道)县住建局", ["各乡镇(街道)", "县住建局"]),
        ("县住建局城关镇", ["县住建局", "城关镇"]),
        ("县委县政府督查室", ["县委县政府督查室"]),
        ("各县区各部门", ["各县区", "各部门"]),
        ("市城市管理局市政公用处", ["市城市管理局市政公用处"]),
    ],
)
def test_glued_names_part_where_one_ends_and_another_begins(
    cell: str, names: list[str]
) -> None:
    assert glued(cell) == names


@pytest.mark.parametrize(
    "text",
    [
        "5月28日强降雨造成城区13处路段积水,必须引起高度重视。",
        "今年将迎来第三次复审,省爱卫办将于8月份进行暗访。",
        "一、现状\n上学期,我校共有教学班42个,学生2068人。",
        "同意区教育局提出的整治方案。",
        "附件:1.推荐表\n2.路口安排表(共46个路口)",
        "全区23个村,建筑面积71万平方米。",
        "区委书记任组长,区政府分管副区长任副组长。",
    ],
)
def test_background_gives_no_task(text: str) -> None:
    assert not tasks_of(text)


def test_numbered_items_are_given_to_their_owners_afterwards() -> None:
    text = (
        "1.新增压缩站4座。\n2.整治占道经营。\n3.加强工地管理,围挡率100%。\n"
        "第1、2项由区城管局负责具体实施,第3项由区住建局负责具体实施。"
    )

    owners = [task.lead_units for task in tasks_of(text)]

    assert owners == [("区城管局",), ("区城管局",), ("区住建局",), ("区住建局",)]


def test_an_owner_line_stops_at_an_item_that_names_its_own() -> None:
    text = "1.区妇联组织“最美庭院”评选。\n2.完成户厕改造860户。\n责任单位:区卫健局"

    assert [task.lead_units for task in tasks_of(text)] == [("区妇联",), ("区卫健局",)]


def test_an_empty_owner_cell_repeats_the_one_above() -> None:
    text = (
        "序号 | 整改措施 | 责任单位 | 时限 |\n1 | 改造管网12公里。 | 区住建局 | 6月底 |\n"
        "2 | 建立巡查制度。 |  | 7月底 |\n3 | 清运积存垃圾。 | 同上 | 同上 |"
    )

    found = tasks_of(text)

    assert [task.lead_units for task in found] == [("区住建局",)] * 3
    assert [str(task.deadline) for task in found] == [
        "2021-06-30",
        "2021-07-31",
        "2021-07-31",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "(一)第一阶段:宣传发动(11月1日—11月20日)。",
        "第一阶段(11月1日-11月20日):宣传发动。",
        "(一)宣传发动阶段(11月1日—11月20日):",
        "(三)11月1日—11月20日,宣传发动阶段。",
        "1、宣传发动阶段:11月1日—11月20日。",
    ],
)
def test_a_stage_dates_the_tasks_behind_it(heading: str) -> None:
    (task,) = tasks_of(heading + "各社区要发放宣传单。")

    assert (task.text, str(task.deadline)) == ("各社区要发放宣传单", "2021-11-20")


def test_a_campaign_over_new_year_dates_its_months() -> None:
    text = (
        "某街道方案\n自2018年11月1日至2019年4月30日开展整治。\n"
        "1.城管科12月底前完成排查。\n2.城建办3月底前改造8条小巷。\n某街道办事处\n2018年10月25日\n"
    )

    extraction = extract(Source(text=text))

    assert str(extraction.date) == "2018-10-25"
    assert [str(task.deadline) for task in extraction.tasks] == ["2018-12-31", "2019-03-31"]


def test_years_gone_by_date_nothing() -> None:
    text = "某市方案\n我市2013年被命名为卫生城市。\n1.市城管局5月底前更新果皮箱500个。\n"

    (task,) = extract(Source(text=text)).tasks

    assert task.deadline is None
