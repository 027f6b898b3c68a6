"""Which indicator of a newer edition continues which older one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import NamedTuple

import numpy as np
import pytest

from chuangcheng.framework.comparison import Decisions, Node, Relation, propose
from chuangcheng.framework.comparison.assignment import best_pairs
from tests.framework import builtin_nodes
from tests.framework.mutations import next_edition

ENOUGH = 0.95
Pairs = frozenset[tuple[int, int]]


class Quality(NamedTuple):
    precision: float
    recall: float


def quality(found: Pairs, truth: Pairs) -> Quality:
    hits = len(found & truth)
    return Quality(hits / len(found), hits / len(truth))


def of_level(pairs: Iterable[tuple[int, int]], level: str) -> Pairs:
    levels = {node.key: node.level for node in builtin_nodes.nodes()}
    return frozenset(pair for pair in pairs if levels[pair[0]] == level)


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 8, 104, 111])
def test_a_renumbered_and_shuffled_edition_is_recognised(seed: int) -> None:
    older = builtin_nodes.nodes()
    newer = next_edition(older, seed)

    found = frozenset((each.older, each.newer) for each in propose(older, newer.nodes))

    for pairs, truth in (
        (found, newer.truth),
        (of_level(found, "STANDARD"), of_level(newer.truth, "STANDARD")),
    ):
        precision, recall = quality(pairs, truth)
        assert precision >= ENOUGH
        assert recall >= ENOUGH


@pytest.mark.parametrize("seed", [1, 2, 3, 105, 112])
def test_also_when_a_third_is_heavily_reworded_and_everything_reweighed(seed: int) -> None:
    older = builtin_nodes.nodes()
    newer = next_edition(older, seed, reworded=32, is_heavy=True)

    found = frozenset((each.older, each.newer) for each in propose(older, newer.nodes))

    precision, recall = quality(found, newer.truth)
    assert precision >= ENOUGH
    assert recall >= ENOUGH


def test_splits_and_merges_are_told_apart() -> None:
    older = builtin_nodes.nodes()
    newer = next_edition(older, 4)
    times = counted(newer.truth)

    wrong = [
        each
        for each in propose(older, newer.nodes)
        if (each.older, each.newer) in newer.truth
        and each.relation is not times[each.older, each.newer]
    ]

    assert wrong == []


def counted(truth: Pairs) -> Mapping[tuple[int, int], Relation]:
    """Tell from the truth alone which pairs are parts of a split or a merge."""
    older = [pair[0] for pair in truth]
    newer = [pair[1] for pair in truth]
    return {
        pair: Relation.SPLIT
        if older.count(pair[0]) > 1
        else Relation.MERGED
        if newer.count(pair[1]) > 1
        else Relation.SAME
        for pair in truth
    }


def test_an_exact_copy_is_certain() -> None:
    older = builtin_nodes.nodes()
    copy = [
        replace(
            node,
            key=node.key + 1000,
            parent=None if node.parent is None else node.parent + 1000,
        )
        for node in older
    ]

    found = propose(older, copy)

    assert {(each.older, each.newer) for each in found} == {
        (node.key, node.key + 1000) for node in older
    }
    assert min(each.likeness for each in found) == 1.0


def standard(key: int, name: str, **fields: object) -> Node:
    facts = {"score": Decimal(1), "methods": frozenset({"实地考察"})} | fields
    return Node(key=key, code=f"III-{key}", name=name, level="STANDARD", **facts)  # type: ignore[arg-type]  # the facts are the caller's


def test_a_proposal_gives_its_reasons_in_words() -> None:
    units = frozenset({"市城管局"})
    [found] = propose(
        [standard(1, "停车秩序", typical_units=units)],
        [standard(2, "停车秩序管理", typical_units=units)],
    )

    assert found.reasons == (
        "名称相近",
        "上级相同",
        "责任单位一致",
        "测评方法一致",
        "分值相同",
    )


def test_what_a_person_rejected_is_not_proposed_again() -> None:
    older, newer = [standard(1, "停车秩序")], [standard(2, "停车秩序")]

    assert propose(older, newer, Decisions(rejected={(1, 2)})) == []


def test_what_a_person_confirmed_stands_although_the_names_are_strangers() -> None:
    older, newer = (
        [standard(1, "停车秩序"), standard(3, "公共场所控烟")],
        [standard(2, "公共场所控烟"), standard(4, "停车秩序")],
    )

    found = propose(older, newer, Decisions(confirmed={(1, 2)}))

    assert [(each.older, each.newer) for each in found] == [(1, 2)]
    assert found[0].likeness == 1.0


def test_the_other_part_of_a_confirmed_part_is_still_proposed() -> None:
    half = Decimal("0.5")
    older = [standard(1, "路面与人行道完好")]
    newer = [standard(2, "路面完好", score=half), standard(3, "人行道完好", score=half)]

    found = propose(older, newer, Decisions(confirmed={(1, 2)}))

    assert {(each.older, each.newer) for each in found} == {(1, 2), (1, 3)}
    assert {each.relation for each in found} == {Relation.SPLIT}


def test_a_new_neighbour_with_a_similar_name_is_no_split() -> None:
    older = [standard(1, "停车秩序")]
    newer = [standard(2, "停车秩序"), standard(3, "共享单车停放秩序")]

    assert [(each.older, each.newer) for each in propose(older, newer)] == [(1, 2)]


@pytest.mark.parametrize(
    ("older", "newer"),
    [([], []), ([standard(1, "停车秩序")], []), ([], [standard(2, "停车秩序")])],
    ids=["both empty", "nothing newer", "nothing older"],
)
def test_an_empty_edition_has_nothing_to_propose(
    older: list[Node], newer: list[Node]
) -> None:
    assert propose(older, newer) == []


def test_a_cycle_in_a_draft_does_not_hang_the_matching() -> None:
    older = [replace(standard(1, "停车秩序"), parent=2), standard(2, "控烟", parent=1)]

    assert len(propose(older, older)) == 2


@pytest.mark.parametrize("shape", [(4, 4), (3, 5), (5, 3), (1, 6)])
def test_no_other_assignment_gains_more(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(7)
    for _ in range(30):
        gain = random.uniform(-1, 1, shape)

        found = sum(gain[pair] for pair in best_pairs(gain))

        assert found == pytest.approx(best_by_trying(gain))


def best_by_trying(gain: np.ndarray) -> float:
    """Try every assignment of the shorter side to the longer one."""
    short = gain if gain.shape[0] <= gain.shape[1] else gain.T
    return max(
        sum(max(float(short[row, column]), 0) for row, column in enumerate(chosen))
        for chosen in permutations(range(short.shape[1]), short.shape[0])
    )
