"""Read the pairs of two editions for the person who confirms them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.framework.comparison import Node, Proposal, Relation, propose
from chuangcheng.framework.comparison.changes import LEVELS
from chuangcheng.framework.comparison.nodes import Tree
from chuangcheng.framework.models import Edition
from chuangcheng.framework.queries import matches, nodes

RELATIONS: Mapping[Relation, str] = {
    Relation.SAME: "",
    Relation.SPLIT: "拆分",
    Relation.MERGED: "合并",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two indicators side by side, and why they are thought the same."""

    older: Node
    newer: Node
    older_place: str
    newer_place: str
    relation: str
    likeness: float
    reasons: str

    @property
    def value(self) -> str:
        return f"{self.older.key}-{self.newer.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """An indicator without a counterpart, and where it stands."""

    node: Node
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The indicators of one level that can be paired by hand, those without a counterpart first."""

    label: str
    options: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Where the pairing of two editions stands."""

    open: Sequence[Pair]
    confirmed: Sequence[Pair]
    rejected: Sequence[Pair]
    only_older: Sequence[Alone]
    only_newer: Sequence[Alone]
    older_choices: Sequence[Choices]
    newer_choices: Sequence[Choices]

    def sure(self, least: float) -> int:
        return sum(pair.likeness >= least for pair in self.open)


def matching(older: Edition, newer: Edition) -> Matching:
    """Return all pairs, the doubtful ones first."""
    known = nodes.of_editions([older, newer], nodes.type_names())
    trees = Tree(known[older.pk]), Tree(known[newer.pk])
    decided = matches.decisions(older, newer)
    found = propose(known[older.pk], known[newer.pk], decided)
    confirmed = set(decided.confirmed)
    pairs = [
        (_pair(each, trees), (each.older, each.newer) in confirmed)
        for each in sorted(found, key=lambda each: each.likeness)
    ]
    ours, theirs = {each.older for each in found}, {each.newer for each in found}
    return Matching(
        open=[pair for pair, is_confirmed in pairs if not is_confirmed],
        confirmed=[pair for pair, is_confirmed in pairs if is_confirmed],
        rejected=[
            _pair(each, trees)
            for each in _rejected(decided.rejected)
            if each.older in trees[0].by_key and each.newer in trees[1].by_key
        ],
        only_older=_alone(trees[0], ours),
        only_newer=_alone(trees[1], theirs),
        older_choices=_choices(trees[0], ours),
        newer_choices=_choices(trees[1], theirs),
    )


def _rejected(pairs: Iterable[tuple[int, int]]) -> list[Proposal]:
    return [
        Proposal(older=older, newer=newer, relation=Relation.SAME, likeness=0.0, reasons=())
        for older, newer in sorted(pairs)
    ]


def _pair(proposal: Proposal, trees: tuple[Tree, Tree]) -> Pair:
    older, newer = trees[0].by_key[proposal.older], trees[1].by_key[proposal.newer]
    return Pair(
        older=older,
        newer=newer,
        older_place=_place(trees[0], older),
        newer_place=_place(trees[1], newer),
        relation=RELATIONS[proposal.relation],
        likeness=proposal.likeness,
        reasons="、".join(proposal.reasons),
    )


def _alone(tree: Tree, paired: set[int]) -> list[Alone]:
    return [
        Alone(node=node, place=_place(tree, node))
        for node in tree.nodes
        if node.key not in paired
    ]


def _choices(tree: Tree, paired: set[int]) -> list[Choices]:
    return [
        Choices(
            label=label,
            options=[
                (node.key, f"{node.code} {node.name}{'' if is_paired else '（未对应）'}")
                for is_paired, node in sorted(
                    (
                        (node.key in paired, node)
                        for node in tree.nodes
                        if node.level == level
                    ),
                    key=lambda pair: pair[0],
                )
            ],
        )
        for level, label in reversed(list(LEVELS.items()))
        if any(node.level == level for node in tree.nodes)
    ]


def _place(tree: Tree, node: Node) -> str:
    """Tell where an indicator stands, from the top down."""
    return " › ".join(each.name for each in reversed(tree.above(node)))
