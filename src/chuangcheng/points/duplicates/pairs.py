"""Pairs of likely the same place, found without comparing everything with everything."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from chuangcheng.platform.geo import metres_between, to_metres
from chuangcheng.points.duplicates.names import likenesses, plain_names

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

CLOSE_METRES = 30.0
NEAR_METRES = 200.0
SAME_NAME = 100.0
ALIKE = 85.0
RATHER_ALIKE = 60.0
ALIKE_WITHOUT_POSITION = 90.0
OTHER_ADDRESS = 70.0
# More of one type on the very same spot were put there by a program: the spot says nothing.
CROWD = 10
MOST_PAIRS = 20_000
_AT_ONCE = 100
# Types are laid so far apart that points of two types never meet in one index.
_TYPE_STEP = 10_000_000.0


class Strength(IntEnum):
    """How likely two points are one place."""

    NEAR = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Points in columns: type, position in degrees (NaN where unknown), name, address."""

    kinds: Indices
    lons: Floats
    lats: Floats
    names: Sequence[str]
    addresses: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two points by their place in the list, and what speaks for their being one."""

    first: int
    second: int
    metres: float | None
    likeness: float
    strength: Strength


def find(
    places: Places,
    *,
    fresh: NDArray[np.bool_] | None = None,
    prefixes: Sequence[str] = (),
) -> list[Pair]:
    """Find pairs of one type within 30 m, or with like names close by or without position.

    With `fresh` only pairs with a fresh point are looked for. At most `MOST_PAIRS` are returned, so
    that a list with senseless positions ends as well; the strongest come first.
    """
    if fresh is None:
        fresh = np.ones(len(places.names), dtype=np.bool_)
    plain = plain_names(places.names, prefixes=prefixes)
    placed = _placed(places)
    found: list[Pair] = []
    for first, second in _candidates(places, plain, placed, fresh):
        found += judged(places, plain, first, second, placed=placed)
        if len(found) > MOST_PAIRS:
            break
    found.sort(key=lambda pair: (-pair.strength, pair.first, pair.second))
    return found[:MOST_PAIRS]


def judged(
    places: Places,
    plain: Sequence[str],
    first: Indices,
    second: Indices,
    *,
    placed: NDArray[np.bool_],
) -> list[Pair]:
    """Weigh candidates; those that nothing speaks for are left out."""
    scores = likenesses([plain[i] for i in first], [plain[i] for i in second])
    lons, lats = places.lons, places.lats
    metres = metres_between(lons[first], lats[first], lons[second], lats[second])
    metres = np.where(placed[first] & placed[second], metres, np.nan)
    strengths = _strengths(metres, scores)
    unplaced = np.isnan(metres)
    return [
        Pair(
            first=int(first[k]),
            second=int(second[k]),
            metres=None if unplaced[k] else float(metres[k]),
            likeness=float(scores[k]),
            strength=Strength(int(strengths[k])),
        )
        for k in np.flatnonzero(strengths)
        if not (unplaced[k] and _live_apart(places, int(first[k]), int(second[k])))
    ]


def _strengths(metres: Floats, scores: Floats) -> Indices:
    close, near, unplaced = (
        metres <= CLOSE_METRES,
        metres <= NEAR_METRES,
        np.isnan(metres),
    )
    sure = (close & (scores >= ALIKE)) | (near & (scores >= SAME_NAME))
    likely = (
        (close & (scores >= RATHER_ALIKE))
        | (near & (scores >= ALIKE_WITHOUT_POSITION))
        | (unplaced & (scores >= ALIKE_WITHOUT_POSITION))
    )
    chosen: Indices = np.select(
        [sure, likely, close], [Strength.SURE, Strength.LIKELY, Strength.NEAR], default=0
    ).astype(np.int64)
    return chosen


def _live_apart(places: Places, first: int, second: int) -> bool:
    address, other = places.addresses[first], places.addresses[second]
    return bool(address and other) and fuzz.ratio(address, other) < OTHER_ADDRESS


def _placed(places: Places) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = ~np.isnan(places.lons)
    spots = Counter(
        zip(
            places.kinds[known].tolist(),
            places.lons[known].tolist(),
            places.lats[known].tolist(),
            strict=True,
        )
    )
    crowded = {spot for spot, count in spots.items() if count > CROWD}
    if crowded:
        spots_of = zip(
            places.kinds.tolist(), places.lons.tolist(), places.lats.tolist(), strict=True
        )
        known &= np.array([spot not in crowded for spot in spots_of], dtype=np.bool_)
    return known


def _candidates(
    places: Places,
    plain: Sequence[str],
    placed: NDArray[np.bool_],
    fresh: NDArray[np.bool_],
) -> Iterator[tuple[Indices, Indices]]:
    yield from _close_by(places, placed, fresh)
    yield from _without_position(places, plain, placed, fresh)


def _close_by(
    places: Places, placed: NDArray[np.bool_], fresh: NDArray[np.bool_]
) -> Iterator[tuple[Indices, Indices]]:
    """Ask an index for the neighbours of every fresh point, a hundred points at a time."""
    where = np.flatnonzero(placed)
    if not len(where):
        return
    lons, lats = places.lons[where], places.lats[where]
    x, y = to_metres(lons, lats, origin=(float(lons.mean()), float(lats.mean())))
    # Equal types may have any numbers; their ranks are small.
    _, ranks = np.unique(places.kinds[where], return_inverse=True)
    laid = np.column_stack([x + ranks * _TYPE_STEP, y])
    spots = np.asarray(shapely.points(laid), dtype=np.object_)
    tree = shapely.STRtree(spots)
    asking = np.flatnonzero(fresh[where])
    for start in range(0, len(asking), _AT_ONCE):
        some = asking[start : start + _AT_ONCE]
        # A little wider, since the plane is not exactly the earth.
        asked, answered = tree.query(
            spots[some], predicate="dwithin", distance=NEAR_METRES * 1.01
        )
        yield _ordered(where[some[asked]], where[answered], fresh)


def _ordered(
    asked: Indices, answered: Indices, fresh: NDArray[np.bool_]
) -> tuple[Indices, Indices]:
    """Keep each pair once: fresh ones find each other twice, and everybody finds themselves."""
    once = (asked < answered) | (~fresh[answered] & (asked != answered))
    asked, answered = asked[once], answered[once]
    return np.minimum(asked, answered), np.maximum(asked, answered)


def _without_position(
    places: Places,
    plain: Sequence[str],
    placed: NDArray[np.bool_],
    fresh: NDArray[np.bool_],
) -> Iterator[tuple[Indices, Indices]]:
    """Compare names within a type where one of the two has no position."""
    by_kind: dict[int, list[int]] = defaultdict(list)
    for index, kind in enumerate(places.kinds.tolist()):
        by_kind[kind].append(index)
    for listed in by_kind.values():
        members = np.array(listed, dtype=np.int64)
        lost = members[~placed[members]]
        for start in range(0, len(lost), _AT_ONCE):
            some = lost[start : start + _AT_ONCE]
            scores = process.cdist(
                [plain[i] for i in some],
                [plain[i] for i in members],
                scorer=fuzz.ratio,
                score_cutoff=ALIKE_WITHOUT_POSITION - 1,
                dtype=np.uint8,
            )
            rows, columns = np.nonzero(scores)
            asked, answered = some[rows], members[columns]
            # Of two without position each finds the other; of one with a position only one does.
            once = (asked < answered) | (placed[answered] & (asked != answered))
            once &= fresh[asked] | fresh[answered]
            yield (
                np.minimum(asked[once], answered[once]),
                np.maximum(asked[once], answered[once]),
            )
