"""Splits and merges: one node on one side, several on the other that together say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from chuangcheng.framework.comparison.likeness import (
    SHARE_OF_WORDS,
    SILENT,
    WEIGHT_OF_PLACE,
    Signals,
    closeness,
)
from chuangcheng.framework.comparison.wording import Bag, Matrix

# A part must share this much of its words with the whole, or the whole with it.
RELATED = 0.35
CANDIDATES = 6
PARTS_AT_MOST = 3
# The sum of the parts' scores is what tells a split from a new neighbour with a similar name.
WEIGHT_OF_SUM = 0.45
# What is left of a likeness when the scores do not add up at all.
LEFT_WITHOUT_SUM = 0.6
# Parts that all repeat the whole, or lie within it, need no scores to prove it.
UNMISTAKABLE = 0.85


@dataclass(frozen=True, slots=True)
class Group:
    """A whole and its parts, by their places, and how likely they belong together, 0…1."""

    whole: int
    parts: tuple[int, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class _Sides:
    """The signals seen from the side of the wholes."""

    names: Bag
    facets: Sequence[tuple[float, Bag]]
    place: Matrix
    whole_scores: NDArray[np.float64]
    part_scores: NDArray[np.float64]


def splits(signals: Signals, allowed: NDArray[np.bool_]) -> list[Group]:
    """Return the likely splits; wholes are older nodes, parts newer ones."""
    return _groups(_sides(signals, is_flipped=False), allowed)


def merges(signals: Signals, allowed: NDArray[np.bool_]) -> list[Group]:
    """Return the likely merges; wholes are newer nodes, parts older ones."""
    return _groups(_sides(signals, is_flipped=True), allowed.T)


def _sides(signals: Signals, *, is_flipped: bool) -> _Sides:
    def seen(bag: Bag) -> Bag:
        return bag.flipped() if is_flipped else bag

    scores = (signals.older_scores, signals.newer_scores)
    whole_scores, part_scores = scores[::-1] if is_flipped else scores
    return _Sides(
        names=seen(signals.name_bag),
        facets=[(facet.weight, seen(bag)) for facet, bag in signals.facets],
        place=signals.place.T if is_flipped else signals.place,
        whole_scores=whole_scores,
        part_scores=part_scores,
    )


def _groups(sides: _Sides, allowed: NDArray[np.bool_]) -> list[Group]:
    within = sides.names.newer_within_older()
    cover = sides.names.older_within_newer()
    related = np.where(allowed, np.maximum(within, cover), 0.0)
    found = []
    for whole in range(len(related)):
        for parts in _candidates(related[whole]):
            found.append(Group(whole, parts, _likeness(sides, whole, parts, related)))
    return found


def _candidates(related: NDArray[np.float64]) -> Iterator[tuple[int, ...]]:
    nearest = [
        int(at) for at in np.argsort(-related)[:CANDIDATES] if related[at] >= RELATED
    ]
    for size in range(2, PARTS_AT_MOST + 1):
        yield from combinations(sorted(nearest), size)


def _likeness(sides: _Sides, whole: int, parts: tuple[int, ...], related: Matrix) -> float:
    chosen = list(parts)
    words = (
        sides.names.cover_by_all(whole, chosen) + float(related[whole, chosen].mean())
    ) / 2
    total = WEIGHT_OF_PLACE * float(sides.place[whole, chosen].mean())
    weights = WEIGHT_OF_PLACE
    for weight, bag in sides.facets:
        overlap, is_silent = bag.overlap_with_all(whole, chosen)
        counted = SILENT * weight if is_silent else weight
        total += counted * overlap
        weights += counted
    summed = closeness(
        sides.whole_scores[[whole]], sides.part_scores[chosen].sum(keepdims=True)
    )
    fit = float(summed[0])
    total += WEIGHT_OF_SUM * fit
    weights += WEIGHT_OF_SUM
    alike = SHARE_OF_WORDS * words + (1 - SHARE_OF_WORDS) * total / weights
    if float(related[whole, chosen].min()) >= UNMISTAKABLE:
        return alike
    return alike * (LEFT_WITHOUT_SUM + (1 - LEFT_WITHOUT_SUM) * fit)
