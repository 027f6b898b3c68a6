"""Make areas fit: what each repair does, and how much ground it moves."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from chuangcheng.city.boundaries.plane import Plane, Shapes, polygonal, valid
from chuangcheng.city.boundaries.tiles import (
    Tile,
    by_parent,
    is_thin,
    ordered,
    plane_of,
    shapes_of,
)
from chuangcheng.city.boundaries.topology import (
    LEAST,
    SLIVER_WIDTH,
    Finding,
    Kind,
    flat_parents,
    holes_of,
    uncovered,
)

SNAP = 2.0
"""Metres within which vertices of neighbours are taken for one."""

LARGEST_GAP = 10_000.0
"""Square metres, the usual size of one unit grid: a larger gap is no slip but a grid forgotten."""


class Repair(StrEnum):
    """What a person can have done."""

    CUT = "CUT"
    MATCH = "MATCH"
    FILL = "FILL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How much of an area changed hands."""

    code: str
    name: str
    square_metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The areas after the repairs, and which of them changed, most first."""

    tiles: Sequence[Tile]
    moved: Sequence[Moved]
    # Square metres that each repair moved, one after the other.
    by_repair: Mapping[Repair, float]

    @property
    def square_metres(self) -> float:
        return sum(each.square_metres for each in self.moved)


_CURES: Mapping[Repair, frozenset[Kind]] = {
    Repair.CUT: frozenset({Kind.OUTSIDE}),
    Repair.MATCH: frozenset({Kind.OVERLAP, Kind.SLIVER}),
    Repair.FILL: frozenset({Kind.GAP, Kind.SLIVER}),
}


def repairs_for(findings: Sequence[Finding]) -> list[Repair]:
    """List the repairs that would help against what was found."""
    kinds = {finding.kind for finding in findings}
    return [repair for repair in Repair if _CURES[repair] & kinds]


def mend(
    tiles: Sequence[Tile],
    parents: Mapping[str, Tile],
    repairs: Collection[Repair],
    findings: Sequence[Finding],
) -> Mended:
    """Make the areas of one level fit; what is fixed stays as it is.

    A repair against which nothing was found is left out, so that borders that fit are not touched
    and mending twice changes nothing.

    Rings that cross themselves are always made valid, since nothing can be said of them otherwise.
    CUT takes away what reaches beyond the parent; MATCH joins borders that nearly meet and gives what
    several claim to the first in order; FILL gives small gaps to the neighbour with the longest border.
    """
    sequence = ordered(tiles)
    plane = plane_of(sequence, parents)
    before = valid(plane.flat(shapes_of(sequence)))
    free = np.array([not tile.is_fixed for tile in sequence])
    around = flat_parents(plane, parents)
    steps: Mapping[Repair, Callable[[Shapes], Shapes]] = {
        Repair.CUT: lambda shapes: _cut(shapes, sequence, around),
        Repair.MATCH: lambda shapes: _matched(shapes, free),
        Repair.FILL: lambda shapes: _filled(shapes, sequence, around),
    }
    shapes, helpful = before, set(repairs) & set(repairs_for(findings))
    by_repair = {}
    for repair, step in steps.items():
        if repair in helpful:
            earlier, shapes = shapes, np.where(free, step(shapes), before)
            by_repair[repair] = float(_changed(earlier, shapes).sum())
    return Mended(
        tiles=_tiles(sequence, plane, before, shapes),
        moved=_moved(sequence, before, shapes),
        by_repair=by_repair,
    )


def _tiles(
    tiles: Sequence[Tile], plane: Plane, before: Shapes, after: Shapes
) -> list[Tile]:
    """Bring back what was changed; the others keep their numbers to the last digit."""
    is_kept = shapely.is_valid(shapes_of(tiles)) & shapely.equals_exact(before, after, 0)
    back = valid(plane.round(after))
    return [
        tile
        if kept or tile.is_fixed
        else replace(tile, shape=shapely.orient_polygons(shape))
        for tile, kept, shape in zip(tiles, is_kept, back, strict=True)
    ]


def _cut(
    shapes: Shapes, tiles: Sequence[Tile], around: Mapping[str, BaseGeometry]
) -> Shapes:
    """Keep of each area what lies in its parent."""
    cut = shapes.copy()
    for code, places in by_parent(tiles).items():
        if code not in around:
            continue
        for place in places:
            over = shapes[place] - around[code]
            # Thin strips are how two drawings of one line differ; a bite of them would only fray it.
            if over.area > LEAST and not is_thin(over, SLIVER_WIDTH):
                kept = polygonal(shapes[place] & around[code])
                cut[place] = kept if kept.area > LEAST else shapes[place]
    return cut


def _matched(shapes: Shapes, free: NDArray[np.bool_]) -> Shapes:
    """Join borders that nearly meet; the first in order keeps what several claim."""
    matched = shapely.coverage_clean(  # type: ignore[attr-defined]  # newer than its stubs
        shapes, snapping_distance=SNAP, gap_width=SLIVER_WIDTH, merge_strategy="min_index"
    )
    fixed = shapes[~free]
    if len(fixed):
        _give_back(matched, fixed, free)
    # An area of which nothing would be left is a mistake of another kind, for a person to see.
    return np.where(shapely.area(matched) > LEAST, matched, shapes)


def _give_back(matched: Shapes, fixed: Shapes, free: NDArray[np.bool_]) -> None:
    """Take from the new areas what the fixed ones, which do not move, still cover."""
    tree = shapely.STRtree(fixed)
    for place in np.flatnonzero(free):
        for other in tree.query(matched[place], predicate="intersects"):
            if (matched[place] & fixed[other]).area > 0:
                matched[place] = polygonal(matched[place] - fixed[other])


def _filled(
    shapes: Shapes, tiles: Sequence[Tile], around: Mapping[str, BaseGeometry]
) -> Shapes:
    """Give each small gap to the area with which it has the longest border."""
    filled = shapes.copy()
    groups = by_parent(tiles)
    parts = uncovered(shapes, {code: around[code] for code in groups if code in around})
    gaps: dict[str, list[BaseGeometry]] = {}
    for code, part in parts:
        gaps.setdefault(code, []).append(part)
    for code, left in gaps.items():
        _give(filled, [p for p in groups[code] if not tiles[p].is_fixed], left)
    free = [place for place, tile in enumerate(tiles) if not tile.is_fixed]
    _give(filled, free, holes_of(filled))
    return filled


def _give(filled: Shapes, places: Sequence[int], gaps: Sequence[BaseGeometry]) -> None:
    if not places:
        return
    takers = np.array(places)
    tree = shapely.STRtree(filled[takers])
    given: dict[int, list[BaseGeometry]] = {}
    for gap in gaps:
        near = np.sort(tree.query(gap, predicate="dwithin", distance=0.01))
        if gap.area > LARGEST_GAP or not len(near):
            continue
        # Widened a little: after rounding a border that is shared need not be the same line.
        shared = shapely.length(gap.boundary & shapely.buffer(filled[takers[near]], 0.01))
        if shared.max() > 0:
            given.setdefault(int(takers[near[shared.argmax()]]), []).append(gap)
    for place, parts in given.items():
        filled[place] = polygonal(shapely.union_all([filled[place], *parts]))


def _moved(tiles: Sequence[Tile], before: Shapes, after: Shapes) -> list[Moved]:
    changed = _changed(before, after)
    moved = [
        Moved(code=tile.code, name=tile.name, square_metres=float(area))
        for tile, area in zip(tiles, changed, strict=True)
        if area > LEAST
    ]
    return sorted(moved, key=lambda each: (-each.square_metres, each.code))


def _changed(before: Shapes, after: Shapes) -> NDArray[np.float64]:
    """Return how many square metres of each area are not as they were."""
    areas = np.zeros(len(before))
    touched = ~shapely.equals_exact(before, after, 0)
    areas[touched] = shapely.area(
        shapely.symmetric_difference(before[touched], after[touched])
    )
    return areas
