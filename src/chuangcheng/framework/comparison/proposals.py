"""From the signals to proposals: which newer node continues which older one, how surely and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from chuangcheng.framework.comparison import groups, likeness
from chuangcheng.framework.comparison.assignment import best_pairs
from chuangcheng.framework.comparison.groups import Group
from chuangcheng.framework.comparison.likeness import Known, Signals
from chuangcheng.framework.comparison.nodes import Node, Tree
from chuangcheng.framework.comparison.wording import Matrix

# Below this a pair is left for a person to find; chosen on the seeds 1…10 of tests.
ENOUGH = 0.52
LEVELS = ("DOMAIN", "CRITERION", "STANDARD")
SAME, NEAR = 0.999, 0.8
NOTHING: frozenset[tuple[int, int]] = frozenset()


class Relation(StrEnum):
    """How a newer node continues an older one: alone, as one of several parts, or of several."""

    SAME = "SAME"
    SPLIT = "SPLIT"
    MERGED = "MERGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pair of keys, how likely it is right (0…1), and the reasons in words."""

    older: int
    newer: int
    relation: Relation
    likeness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Pairs that a person has decided about; they go before anything worked out here."""

    confirmed: Collection[tuple[int, int]] = NOTHING
    rejected: Collection[tuple[int, int]] = NOTHING


UNDECIDED = Decisions()


def propose(
    older: Iterable[Node], newer: Iterable[Node], decisions: Decisions = UNDECIDED
) -> list[Proposal]:
    """Propose pairs between two editions, level by level; confirmed ones are among them.

    Codes are not looked at: an edition may be renumbered from end to end.
    """
    trees = Tree(older), Tree(newer)
    known = Known(*trees)
    found: list[Proposal] = []
    for level in LEVELS:
        ours = [node for node in trees[0].nodes if node.level == level]
        theirs = [node for node in trees[1].nodes if node.level == level]
        if ours and theirs:
            found += _Level(ours, theirs, trees, known, decisions).proposals()
    return found


def likeness_of(
    older: Iterable[Node], newer: Iterable[Node], pairs: Collection[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """Return how alike the nodes of given pairs are; those of two levels are not compared."""
    trees = Tree(older), Tree(newer)
    known = Known(*trees)
    found: dict[tuple[int, int], float] = {}
    for level in LEVELS:
        ours = [node for node in trees[0].nodes if node.level == level]
        theirs = [node for node in trees[1].nodes if node.level == level]
        if ours and theirs:
            at = _Level(ours, theirs, trees, known, UNDECIDED)
            rows = {node.key: row for row, node in enumerate(ours)}
            columns = {node.key: column for column, node in enumerate(theirs)}
            found |= {
                (older_key, newer_key): round(
                    min(float(at.unaided[rows[older_key], columns[newer_key]]), 1.0), 3
                )
                for older_key, newer_key in pairs
                if older_key in rows and newer_key in columns
            }
    return found


@dataclass(slots=True)
class _Level:
    """The work on one level: places stand for nodes, rows for older and columns for newer ones."""

    older: Sequence[Node]
    newer: Sequence[Node]
    trees: tuple[Tree, Tree]
    known: Known
    decisions: Decisions
    signals: Signals = field(init=False)
    alike: Matrix = field(init=False)
    # The same before any decision.
    unaided: Matrix = field(init=False)
    allowed: NDArray[np.bool_] = field(init=False)
    confirmed: set[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.signals = likeness.signals(self.older, self.newer, self.trees, self.known)
        self.alike = self.signals.likeness()
        self.unaided = self.alike.copy()
        self.confirmed = self._places(self.decisions.confirmed)
        self.allowed = np.ones(self.alike.shape, dtype=np.bool_)
        for row, column in self._places(self.decisions.rejected):
            self.allowed[row, column] = False
            self.alike[row, column] = 0.0
        for row, column in self.confirmed:
            self.alike[row, column] = 1.0
        self.known.learn(self.older, self.newer, self.alike)

    def proposals(self) -> list[Proposal]:
        chosen = self._groups()
        taken_rows = {row for row, _ in self.confirmed}
        taken_columns = {column for _, column in self.confirmed}
        found = [
            self._proposal(pair, Relation.SAME, 1.0)
            for pair in sorted(self.confirmed)
            if not any(pair in _pairs(group, relation) for group, relation in chosen)
        ]
        for group, relation in chosen:
            for pair in _pairs(group, relation):
                sure = 1.0 if pair in self.confirmed else group.likeness
                found.append(self._proposal(pair, relation, sure))
                taken_rows.add(pair[0])
                taken_columns.add(pair[1])
        found += [
            self._proposal(pair, Relation.SAME, float(self.alike[pair]))
            for pair in self._pairs_outside(taken_rows, taken_columns)
        ]
        return found

    def _groups(self) -> list[tuple[Group, Relation]]:
        """Choose the splits and merges that explain more than the single pairs they break up."""
        single = {
            pair: float(self.unaided[pair]) for pair in self._pairs_outside(set(), set())
        }
        found = [
            (group, relation)
            for relation, groups_of in (
                (Relation.SPLIT, groups.splits),
                (Relation.MERGED, groups.merges),
            )
            for group in groups_of(self.signals, self._loose())
            if group.likeness > ENOUGH and self._respects_decisions(group, relation)
        ]
        gains = [(self._gain(each, single), at) for at, each in enumerate(found)]
        chosen: list[tuple[Group, Relation]] = []
        rows: set[int] = set()
        columns: set[int] = set()
        for gain, at in sorted(gains, key=lambda pair: (-pair[0], pair[1])):
            pairs = _pairs(*found[at])
            ours, theirs = {row for row, _ in pairs}, {column for _, column in pairs}
            if gain > 0 and not (ours & rows or theirs & columns):
                chosen.append(found[at])
                rows |= ours
                columns |= theirs
        return chosen

    def _loose(self) -> NDArray[np.bool_]:
        """Return the pairs that may be parts of a group: what stayed as it was is no part of one."""
        stayed = self.unaided >= SAME
        loose = self.allowed.copy()
        loose[stayed.any(axis=1), :] = False
        loose[:, stayed.any(axis=0)] = False
        return loose

    def _gain(
        self, found: tuple[Group, Relation], single: dict[tuple[int, int], float]
    ) -> float:
        """Count what a group is worth over the pairs it would take its nodes from."""
        pairs = _pairs(*found)
        rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
        worth = (len(pairs) + 1) * (found[0].likeness - ENOUGH)
        broken = sum(
            2 * (alike - ENOUGH)
            for (row, column), alike in single.items()
            if row in rows or column in columns
        )
        return worth - broken

    def _respects_decisions(self, group: Group, relation: Relation) -> bool:
        pairs = set(_pairs(group, relation))
        rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
        return all(
            pair in pairs
            for pair in self.confirmed
            if pair[0] in rows or pair[1] in columns
        )

    def _pairs_outside(self, rows: set[int], columns: set[int]) -> list[tuple[int, int]]:
        gain = self.alike - ENOUGH
        gain[sorted(rows), :] = -1.0
        gain[:, sorted(columns)] = -1.0
        return best_pairs(gain)

    def _places(self, keys: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        rows = {node.key: at for at, node in enumerate(self.older)}
        columns = {node.key: at for at, node in enumerate(self.newer)}
        return {
            (rows[older], columns[newer])
            for older, newer in keys
            if older in rows and newer in columns
        }

    def _proposal(
        self, pair: tuple[int, int], relation: Relation, likeness: float
    ) -> Proposal:
        row, column = pair
        return Proposal(
            older=self.older[row].key,
            newer=self.newer[column].key,
            relation=relation,
            likeness=round(min(likeness, 1.0), 3),
            reasons=tuple(self._reasons(row, column, relation)),
        )

    def _reasons(self, row: int, column: int, relation: Relation) -> Iterable[str]:
        name = self.signals.names[row, column]
        if name >= SAME:
            yield "名称相同"
        elif name >= ENOUGH:
            yield "名称相近"
        if relation is not Relation.SAME:
            yield _WORDS_OF_RELATION[relation]
        if self.signals.place[row, column] >= NEAR:
            yield likeness.WORDS_OF_PLACE
        for (facet, bag), agreement in zip(
            self.signals.facets, self.signals.agreements, strict=True
        ):
            if agreement[row, column] >= NEAR and not bag.is_silent(row, column):
                yield facet.words
        if self.signals.score[row, column] >= SAME:
            yield "分值相同"


_WORDS_OF_RELATION = {
    Relation.SPLIT: "与其他项合起来等于原指标",
    Relation.MERGED: "与其他原指标合起来等于此项",
}


def _pairs(group: Group, relation: Relation) -> list[tuple[int, int]]:
    if relation is Relation.SPLIT:
        return [(group.whole, part) for part in group.parts]
    return [(part, group.whole) for part in group.parts]
