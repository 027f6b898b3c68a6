"""How alike the nodes of one level are, signal by signal: words, place in the tree, facets, score."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chuangcheng.framework.comparison import wording
from chuangcheng.framework.comparison.nodes import Node, Tree
from chuangcheng.framework.comparison.wording import Bag, Matrix

STANDARD = "STANDARD"
# Words say more than circumstances; neither is enough alone.
SHARE_OF_WORDS = 0.6
# Where both texts are given, the one that stayed counts more: names are polished, texts copied.
SHARE_OF_BETTER = 0.65
# Both saying nothing is some agreement, but little.
SILENT = 0.3
PARENT, ROOT = 0.6, 0.4
SCORE_UNKNOWN = 0.5


class Facet(NamedTuple):
    """A set of things a node names, how much its agreement counts, and the words for it."""

    words: str
    weight: float
    of: Callable[[Tree, Node], Collection[str]]


FACETS_OF_STANDARDS: Sequence[Facet] = (
    Facet("责任单位一致", 0.25, lambda _, node: node.typical_units),
    Facet("点位类型一致", 0.20, lambda _, node: node.point_types),
    Facet("测评方法一致", 0.15, lambda _, node: node.methods),
    Facet("检查项一致", 0.15, lambda _, node: node.checks),
    Facet("申报材料一致", 0.10, lambda _, node: node.evidence_forms),
)
FACETS_OF_GROUPS: Sequence[Facet] = (
    Facet("下级标准一致", 1.2, lambda tree, node: _words_below(tree, node)),
)
WEIGHT_OF_PLACE, WEIGHT_OF_SCORE = 0.30, 0.05
WORDS_OF_PLACE = "上级相同"


def _words_below(tree: Tree, node: Node) -> frozenset[str]:
    return frozenset(
        piece
        for each in tree.below(node)
        if each.level == STANDARD
        for piece in wording.pieces(each.name)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Every signal between the older and the newer nodes of a level, as matrices."""

    names: Matrix
    words: Matrix
    place: Matrix
    name_bag: Bag
    facets: Sequence[tuple[Facet, Bag]]
    # How far both agree in each facet, in the order of the facets.
    agreements: Sequence[Matrix]
    older_scores: NDArray[np.float64]
    newer_scores: NDArray[np.float64]

    @property
    def score(self) -> Matrix:
        return closeness(self.older_scores[:, None], self.newer_scores[None, :])

    def circumstances(self) -> Matrix:
        """Return the weighted mean of place, facets and score; silence on both sides counts little."""
        total = WEIGHT_OF_PLACE * self.place + WEIGHT_OF_SCORE * self.score
        weights = np.full(self.place.shape, WEIGHT_OF_PLACE + WEIGHT_OF_SCORE)
        for (facet, bag), agreement in zip(self.facets, self.agreements, strict=True):
            weight = np.where(bag.both_are_empty(), SILENT * facet.weight, facet.weight)
            total += weight * agreement
            weights += weight
        mean: Matrix = total / weights
        return mean

    def likeness(self) -> Matrix:
        return SHARE_OF_WORDS * self.words + (1 - SHARE_OF_WORDS) * self.circumstances()


def closeness(older: NDArray[np.float64], newer: NDArray[np.float64]) -> Matrix:
    """Return 1 for equal scores down to 0; an unknown score says nothing either way."""
    larger = np.maximum(older, newer)
    near = 1 - np.divide(
        np.abs(older - newer), larger, out=np.zeros(larger.shape), where=larger > 0
    )
    return np.where(np.isnan(larger), SCORE_UNKNOWN, near)


def signals(
    older: Sequence[Node],
    newer: Sequence[Node],
    trees: tuple[Tree, Tree],
    known: "Known",
) -> Signals:
    """Work out the signals between nodes of one level; `known` tells how alike their parents are."""
    facets = (
        FACETS_OF_STANDARDS if older and older[0].level == STANDARD else FACETS_OF_GROUPS
    )
    bags = [
        (facet, bag)
        for facet in facets
        if (
            bag := Bag(
                [facet.of(trees[0], node) for node in older],
                [facet.of(trees[1], node) for node in newer],
            )
        ).is_told_on_both_sides
    ]
    name_bag = _bag(older, newer, lambda node: wording.pieces(node.name))
    names = _names(older, newer, name_bag)
    return Signals(
        names=names,
        words=_words(older, newer, names),
        place=known.place(older, newer, trees),
        name_bag=name_bag,
        facets=bags,
        agreements=[bag.overlap() for _, bag in bags],
        older_scores=_scores(trees[0], older),
        newer_scores=_scores(trees[1], newer),
    )


class Known:
    """How alike nodes of the levels above are, by their keys."""

    def __init__(self, older: Tree, newer: Tree) -> None:
        self._row = {node.key: at for at, node in enumerate(older.nodes)}
        self._column = {node.key: at for at, node in enumerate(newer.nodes)}
        # One more row and column stand for "nothing above".
        self._alike = np.zeros((len(self._row) + 1, len(self._column) + 1))
        self._alike[-1, -1] = 1.0

    def learn(self, older: Sequence[Node], newer: Sequence[Node], alike: Matrix) -> None:
        """Take in how alike the nodes of a level are."""
        rows = [self._row[node.key] for node in older]
        columns = [self._column[node.key] for node in newer]
        self._alike[np.ix_(rows, columns)] = alike

    def place(
        self, older: Sequence[Node], newer: Sequence[Node], trees: tuple[Tree, Tree]
    ) -> Matrix:
        """Return how alike what stands above the nodes is: directly above, and at the root."""
        ours = [_ancestry(trees[0], node) for node in older]
        theirs = [_ancestry(trees[1], node) for node in newer]
        found = np.zeros((len(ours), len(theirs)))
        for at, share in ((0, PARENT), (1, ROOT)):
            rows = [self._row.get(each[at], -1) for each in ours]
            columns = [self._column.get(each[at], -1) for each in theirs]
            found += share * self._alike[np.ix_(rows, columns)]
        return found


def _ancestry(tree: Tree, node: Node) -> tuple[int, int]:
    above = tree.above(node)
    return (above[0].key, above[-1].key) if above else (-1, -1)


def _bag(
    older: Sequence[Node], newer: Sequence[Node], of: Callable[[Node], Collection[str]]
) -> Bag:
    return Bag([of(node) for node in older], [of(node) for node in newer])


def _names(older: Sequence[Node], newer: Sequence[Node], bag: Bag) -> Matrix:
    return _alike([node.name for node in older], [node.name for node in newer], bag)


def _words(older: Sequence[Node], newer: Sequence[Node], names: Matrix) -> Matrix:
    bag = _bag(older, newer, lambda node: wording.pieces(node.text))
    texts = _alike([node.text for node in older], [node.text for node in newer], bag)
    better, worse = np.maximum(names, texts), np.minimum(names, texts)
    both = SHARE_OF_BETTER * better + (1 - SHARE_OF_BETTER) * worse
    return np.where(bag.either_is_empty(), names, both)


def _alike(older: Sequence[str], newer: Sequence[str], bag: Bag) -> Matrix:
    edits = np.maximum(wording.edit_ratio(older, newer), wording.token_ratio(older, newer))
    mixed: Matrix = (bag.cosine() + edits) / 2
    return mixed


def _scores(tree: Tree, nodes: Sequence[Node]) -> NDArray[np.float64]:
    return np.array([_score(tree, node) for node in nodes], dtype=np.float64)


def _score(tree: Tree, node: Node) -> float:
    """Return a standard's score, or what the standards below a group add up to."""
    of = [node] if node.level == STANDARD else tree.below(node)
    known = [float(each.score) for each in of if each.score is not None]
    return sum(known) if known else float("nan")
