"""What the rules find wrong with an edition, row by row."""

from dataclasses import replace
from decimal import Decimal

import pytest

from chuangcheng.framework import rules
from chuangcheng.framework.rules import Item, Node, Whole

PROJECT = Node(
    key=1, parent_key=None, code="I-1", name="环境", level="DOMAIN", weight=Decimal(2)
)
CONTENT = Node(key=2, parent_key=1, code="II-1", name="市容", level="CRITERION")
STREETS = Node(
    key=3,
    parent_key=2,
    code="III-1",
    name="街面环境卫生",
    level="STANDARD",
    methods=("ONSITE",),
    score=Decimal("1.5"),
    point_types=("PT01",),
)
REPORT = Node(
    key=4,
    parent_key=2,
    code="III-2",
    name="工作报告",
    level="STANDARD",
    methods=("MATERIALS",),
    score=Decimal("0.5"),
)
GOOD = Whole(
    nodes=(PROJECT, CONTENT, STREETS, REPORT),
    items=(Item(checklist=9, name="PT01-01 垃圾", indicator=3),),
    known_types=frozenset({"PT01"}),
    full_score=Decimal(2),
)


def with_nodes(*nodes: Node) -> Whole:
    return replace(GOOD, nodes=nodes)


def test_an_edition_that_is_in_order_gives_nothing_to_find() -> None:
    assert rules.check(GOOD) == []


@pytest.mark.parametrize(
    ("whole", "words"),
    [
        pytest.param(with_nodes(), "还没有测评标准", id="nothing in it"),
        pytest.param(
            with_nodes(PROJECT, CONTENT, STREETS, replace(REPORT, code="III-1")),
            "编号 III-1 用了 2 次",
            id="a code twice",
        ),
        pytest.param(
            with_nodes(PROJECT, replace(CONTENT, parent_key=2), STREETS, REPORT),
            "“II-1 市容”的上级绕回到它自己",
            id="under itself",
        ),
        pytest.param(
            with_nodes(replace(PROJECT, parent_key=2), CONTENT, STREETS, REPORT),
            "“I-1 环境”的上级绕回到它自己",
            id="a circle of two",
        ),
        pytest.param(
            with_nodes(PROJECT, CONTENT, STREETS, replace(REPORT, parent_key=3)),
            "放在测评标准“III-1 街面环境卫生”之下",
            id="a standard under a standard",
        ),
        pytest.param(
            with_nodes(PROJECT, CONTENT, STREETS, replace(REPORT, score=Decimal("0.4"))),
            "合计 1.9 分，比权重 2 分少 0.1 分",
            id="a group too light",
        ),
        pytest.param(
            replace(GOOD, full_score=Decimal("1.5")),
            "全部标准合计 2 分，比总分 1.5 分多 0.5 分",
            id="the whole too heavy",
        ),
        pytest.param(
            with_nodes(PROJECT, CONTENT, STREETS, replace(REPORT, score=None)),
            "“III-2 工作报告”没有分值",
            id="no score",
        ),
        pytest.param(
            with_nodes(PROJECT, CONTENT, STREETS, replace(REPORT, score=Decimal(-1))),
            "“III-2 工作报告”的分值是负数",
            id="a negative score",
        ),
        pytest.param(
            with_nodes(PROJECT, CONTENT, STREETS, replace(REPORT, methods=())),
            "“III-2 工作报告”没有测评方法",
            id="no method",
        ),
        pytest.param(
            with_nodes(PROJECT, CONTENT, replace(STREETS, point_types=("PT99",)), REPORT),
            "点位类型 PT99 不在点位类型表里",
            id="an orphan type",
        ),
        pytest.param(
            with_nodes(
                PROJECT,
                CONTENT,
                STREETS,
                REPORT,
                Node(key=5, parent_key=None, code="I-2", name="空", level="DOMAIN"),
            ),
            "“I-2 空”之下没有测评标准",
            id="an empty domain",
        ),
        pytest.param(
            replace(GOOD, items=(Item(checklist=9, name="垃圾", indicator=2),)),
            "检查项“垃圾”对应的不是这一版的测评标准",
            id="an item that counts for a group",
        ),
    ],
)
def test_an_error_keeps_an_edition_back(whole: Whole, words: str) -> None:
    errors = [finding for finding in rules.check(whole) if finding.is_error]

    assert any(words in finding.words for finding in errors)


@pytest.mark.parametrize(
    ("whole", "words"),
    [
        pytest.param(
            with_nodes(PROJECT, CONTENT, replace(STREETS, point_types=()), REPORT),
            "要实地考察，但没有涉及的点位类型",
            id="onsite, but where",
        ),
        pytest.param(
            replace(GOOD, items=(Item(checklist=9, name="垃圾", indicator=None),)),
            "检查项“垃圾”没有对应的测评标准",
            id="an item that counts for nothing",
        ),
        pytest.param(
            with_nodes(
                PROJECT,
                CONTENT,
                STREETS,
                REPORT,
                Node(key=5, parent_key=1, code="II-2", name="空", level="CRITERION"),
            ),
            "“II-2 空”之下没有测评标准",
            id="an empty criterion",
        ),
        pytest.param(
            replace(
                with_nodes(PROJECT, CONTENT, STREETS, replace(REPORT, methods=())),
                full_score=None,
            ),
            "没有测评方法",
            id="no method where nothing is scored",
        ),
    ],
)
def test_a_warning_only_warns(whole: Whole, words: str) -> None:
    findings = rules.check(whole)

    assert any(words in finding.words for finding in findings)
    assert not any(finding.is_error for finding in findings)


def test_errors_come_before_warnings() -> None:
    odd = with_nodes(
        PROJECT, CONTENT, replace(STREETS, point_types=()), replace(REPORT, methods=())
    )

    assert [each.is_error for each in rules.check(odd)] == [True, False]
