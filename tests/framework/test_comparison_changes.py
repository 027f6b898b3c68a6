"""What changed between two editions, and how many points each change moves."""

from dataclasses import replace
from decimal import Decimal

import pytest

from chuangcheng.framework.comparison import Node, diff
from chuangcheng.framework.comparison.changes import Change, Kind, Link, changes
from chuangcheng.framework.comparison.diff import Mark
from chuangcheng.framework.comparison.scores import score_moved

ROOT = Node(key=1, code="I-1", name="和谐宜居的生活环境", level="DOMAIN")
OTHER = Node(key=2, code="I-2", name="安全稳定的社会环境", level="DOMAIN")
PARKING = Node(
    key=3,
    code="III-1",
    name="停车秩序",
    level="STANDARD",
    parent=1,
    score=Decimal(2),
    methods=frozenset({"实地考察"}),
)


def compared(*newer: Node, links: tuple[tuple[int, int], ...] = ((3, 3),)) -> list[Change]:
    groups = (ROOT, OTHER)
    return changes(
        (*groups, PARKING),
        (*groups, *newer),
        [Link(older=a, newer=b) for a, b in ((1, 1), (2, 2), *links)],
    )


@pytest.mark.parametrize(
    ("newer", "kinds", "moved"),
    [
        pytest.param(replace(PARKING, code="A1"), (Kind.RENUMBERED,), "0", id="renumbered"),
        pytest.param(
            replace(PARKING, name="停车规范"), (Kind.REWORDED,), "0", id="reworded"
        ),
        pytest.param(
            replace(PARKING, text="按线停放"), (Kind.REWORDED,), "0", id="text added"
        ),
        pytest.param(replace(PARKING, parent=2), (Kind.MOVED,), "0", id="moved"),
        pytest.param(
            replace(PARKING, score=Decimal("3.5")),
            (Kind.REWEIGHED,),
            "1.5",
            id="reweighed by the difference",
        ),
        pytest.param(
            replace(PARKING, methods=frozenset({"部门数据"})),
            (Kind.METHODS,),
            "2",
            id="another method moves all",
        ),
        pytest.param(
            replace(PARKING, methods=frozenset({"实地考察", "部门数据"})),
            (Kind.METHODS,),
            "1",
            id="a second method takes half",
        ),
        pytest.param(
            replace(PARKING, threshold="≥90%"),
            (Kind.THRESHOLD,),
            "2",
            id="another bar moves all",
        ),
        pytest.param(
            replace(
                PARKING,
                score=Decimal(3),
                threshold="≥90%",
                methods=frozenset({"部门数据"}),
            ),
            (Kind.REWEIGHED, Kind.METHODS, Kind.THRESHOLD),
            "3",
            id="never more than the larger score",
        ),
        pytest.param(
            replace(PARKING, point_types=frozenset({"PT01"})),
            (Kind.POINT_TYPES,),
            "0",
            id="point types",
        ),
        pytest.param(
            replace(PARKING, evidence_forms=frozenset({"实景图片"})),
            (Kind.EVIDENCE_FORMS,),
            "0",
            id="evidence forms",
        ),
    ],
)
def test_each_change_has_its_kind_and_its_score(
    newer: Node, kinds: tuple[Kind, ...], moved: str
) -> None:
    [change] = compared(newer)

    assert change.kinds == kinds
    assert change.moved == Decimal(moved)


def test_other_checklist_items_are_a_change_that_moves_nothing() -> None:
    older = replace(PARKING, parent=None, checks=frozenset({"主干道 停车"}))
    newer = replace(older, checks=frozenset({"主干道 停车", "商圈 停车"}))

    [change] = changes([older], [newer], [Link(older=3, newer=3)])

    assert (change.kinds, change.moved) == ((Kind.CHECKS,), Decimal(0))
    assert change.details[0].come == ("商圈 停车",)


def test_an_edition_that_has_no_checklists_yet_changed_none() -> None:
    older = replace(PARKING, parent=None, checks=frozenset({"主干道 停车"}))

    newer = replace(older, checks=frozenset())
    assert changes([older], [newer], [Link(older=3, newer=3)]) == []


def test_what_stayed_is_not_listed() -> None:
    assert compared(replace(PARKING, order=9)) == []


def test_another_line_ending_is_no_change_of_wording() -> None:
    alone = replace(PARKING, parent=None)
    older, newer = replace(alone, text="甲\r\n乙"), replace(alone, text="甲\n乙")

    assert changes([older], [newer], [Link(older=3, newer=3)]) == []


def test_a_removed_standard_moves_its_full_score_and_an_added_one_too() -> None:
    added, removed = compared(replace(PARKING, key=9, score=Decimal("1.5")), links=())

    assert (added.kinds, added.moved) == ((Kind.ADDED,), Decimal("1.5"))
    assert (removed.kinds, removed.moved) == ((Kind.REMOVED,), Decimal(2))


def test_a_split_that_keeps_its_points_moves_none() -> None:
    parts = [
        replace(PARKING, key=8, name="机动车停车秩序", score=Decimal("1.2")),
        replace(PARKING, key=9, name="非机动车停车秩序", score=Decimal("0.8")),
    ]

    [change] = compared(*parts, links=((3, 8), (3, 9)))

    assert Kind.SPLIT in change.kinds
    assert change.moved == 0


def test_a_merge_that_loses_points_moves_those() -> None:
    second = replace(PARKING, key=4, name="路口管理", score=Decimal(1))
    merged = replace(PARKING, key=9, name="停车秩序与路口管理", score=Decimal("2.5"))

    [change] = changes(
        [PARKING, second], [merged], [Link(older=3, newer=9), Link(older=4, newer=9)]
    )

    assert change.kinds == (Kind.MERGED, Kind.REWEIGHED)
    assert change.moved == Decimal("0.5")


def test_a_renamed_parent_is_no_move() -> None:
    newer = [replace(ROOT, key=10, name="宜居环境"), replace(PARKING, key=11, parent=10)]
    links = [Link(older=1, newer=10), Link(older=3, newer=11)]

    [change] = changes([ROOT, PARKING], newer, links)

    assert change.kinds == (Kind.REWORDED,)


def test_a_change_behind_an_unconfirmed_link_says_so() -> None:
    [change] = changes(
        [PARKING],
        [replace(PARKING, code="A1")],
        [Link(older=3, newer=3, likeness=0.7, is_confirmed=False)],
    )

    assert not change.is_confirmed
    assert change.likeness == 0.7


@pytest.mark.parametrize(
    ("before", "after"), [(None, None), (None, "1"), ("1", None), ("0", "0")]
)
def test_standards_without_a_score_count_nothing(
    before: str | None, after: str | None
) -> None:
    older = replace(PARKING, score=Decimal(before) if before else None)
    newer = replace(PARKING, score=Decimal(after) if after else None)

    assert score_moved([older], [newer]) == abs(int(before or 0) - int(after or 0))


def test_a_method_among_three_moves_its_third() -> None:
    three = replace(PARKING, methods=frozenset({"甲", "乙", "丙"}))
    other = replace(PARKING, methods=frozenset({"甲", "乙", "丁"}))

    assert score_moved([three], [other]) == Decimal("0.667")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("停车秩序", "停车规范有序"),
        ("", "新写的要求"),
        ("删去的要求", ""),
        ("路面与人行道完好", "人行道与路面平整完好"),
    ],
)
def test_a_marked_text_holds_both_texts(before: str, after: str) -> None:
    pieces = diff.pieces(before, after)

    assert "".join(each.text for each in pieces if each.mark is not Mark.COME) == before
    assert "".join(each.text for each in pieces if each.mark is not Mark.GONE) == after
