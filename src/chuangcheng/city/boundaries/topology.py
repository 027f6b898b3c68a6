"""What keeps areas from covering a city once and only once: each finding with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from chuangcheng.city.boundaries.plane import Plane, Shapes, valid
from chuangcheng.city.boundaries.tiles import (
    Tile,
    by_parent,
    is_thin,
    ordered,
    parts_of,
    plane_of,
    shapes_of,
)

LEAST = 1.0
"""Square metres below which nothing is worth a word."""

SLIVER_WIDTH = 2.0
"""Metres below which an overlap or gap is a slip of the pen."""


class Kind(StrEnum):
    """What can be wrong between areas."""

    INVALID = "INVALID"
    OVERLAP = "OVERLAP"
    SLIVER = "SLIVER"
    GAP = "GAP"
    OUTSIDE = "OUTSIDE"
    CHILDLESS = "CHILDLESS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not fit, where it is and how large."""

    kind: Kind
    text: str
    place: BaseGeometry
    codes: tuple[str, ...]
    square_metres: float = 0.0


def check(tiles: Sequence[Tile], parents: Mapping[str, Tile]) -> list[Finding]:
    """Find everything that does not fit among areas of one level, and towards their parents.

    `parents` has, by code, the areas one level up that have a shape.
    """
    if not tiles:
        return []
    ground = _Ground(tiles, parents)
    return [
        *ground.invalid(),
        *ground.overlaps(),
        *ground.gaps(),
        *ground.outside(),
        *ground.childless(),
    ]


class _Ground:
    """The areas laid flat, and what is looked for among them."""

    def __init__(self, tiles: Sequence[Tile], parents: Mapping[str, Tile]) -> None:
        self.tiles = ordered(tiles)
        self.parents = parents
        self.plane = plane_of(self.tiles, parents)
        self.shapes = valid(self.plane.flat(shapes_of(self.tiles)))
        self.around = flat_parents(self.plane, parents)
        self.groups = by_parent(self.tiles)

    def invalid(self) -> Iterator[Finding]:
        shapes = shapes_of(self.tiles)
        for place in np.flatnonzero(~shapely.is_valid(shapes)):
            tile, reason = self.tiles[place], shapely.is_valid_reason(shapes[place])
            where = _POSITION.search(reason)
            lon, lat = (float(where[1]), float(where[2])) if where else _middle(tile)
            yield Finding(
                kind=Kind.INVALID,
                text=f"{tile.name}的边界在（{lon:.6f}，{lat:.6f}）处自相交",
                place=shapely.Point(lon, lat),
                codes=(tile.code,),
            )

    def overlaps(self) -> Iterator[Finding]:
        first, second = shapely.STRtree(self.shapes).query(
            self.shapes, predicate="intersects"
        )
        pairs = [
            (a, b)
            for a, b in zip(first.tolist(), second.tolist(), strict=True)
            if a < b and not self.tiles[b].is_fixed
        ]
        if not pairs:
            return
        left, right = (np.array(side) for side in zip(*pairs, strict=True))
        common = shapely.intersection(self.shapes[left], self.shapes[right])
        for place in np.flatnonzero(shapely.area(common) > LEAST):
            one, other = self.tiles[left[place]], self.tiles[right[place]]
            yield self._finding(
                Kind.OVERLAP,
                common[place],
                f"{one.name}与{other.name}重叠",
                (one.code, other.code),
            )

    def gaps(self) -> Iterator[Finding]:
        """Find what no area covers: inside a parent, and enclosed between areas."""
        known = []
        for code, part in uncovered(self.shapes, self._with_children()):
            if part.area > LEAST:
                known.append(part)
                text = f"{self.parents[code].name}内有一块没有划入任何下级"
                yield self._finding(Kind.GAP, part, text, (code,))
        tree = shapely.STRtree(known)
        for hole in holes_of(self.shapes):
            inside = tree.query(hole.representative_point(), predicate="intersects")
            if hole.area > LEAST and not len(inside):
                near = self._beside(hole)
                text = f"{'、'.join(tile.name for tile in near)}之间有空隙"
                codes = tuple(tile.code for tile in near)
                yield self._finding(Kind.GAP, hole, text, codes)

    def _with_children(self) -> dict[str, BaseGeometry]:
        return {code: self.around[code] for code in self.groups if code in self.around}

    def _beside(self, hole: BaseGeometry) -> list[Tile]:
        near = np.flatnonzero(shapely.dwithin(self.shapes, hole, 0.01))[:3]
        return [self.tiles[place] for place in near]

    def outside(self) -> Iterator[Finding]:
        for code, places in self.groups.items():
            if code not in self.around:
                continue
            over = shapely.difference(self.shapes[places], self.around[code])
            for place in np.flatnonzero(shapely.area(over) > LEAST):
                tile = self.tiles[places[place]]
                if tile.is_fixed or is_thin(over[place], SLIVER_WIDTH):
                    continue
                yield self._finding(
                    Kind.OUTSIDE,
                    over[place],
                    f"{tile.name}超出{self.parents[code].name}",
                    (tile.code, code),
                )

    def childless(self) -> Iterator[Finding]:
        for code, parent in self.parents.items():
            if code not in self.groups:
                yield Finding(
                    kind=Kind.CHILDLESS,
                    text=f"{parent.name}没有下级区划的边界",
                    place=parent.shape,
                    codes=(code,),
                )

    def _finding(
        self, kind: Kind, shape: BaseGeometry, text: str, codes: tuple[str, ...]
    ) -> Finding:
        is_sliver = kind is not Kind.OUTSIDE and is_thin(shape, SLIVER_WIDTH)
        shown = "，只是一条狭缝" if is_sliver else ""
        return Finding(
            kind=Kind.SLIVER if is_sliver else kind,
            text=f"{text} {_area(shape.area)}{shown}",
            place=self.plane.place(shape),
            codes=codes,
            square_metres=shape.area,
        )


_POSITION = re.compile(r"\[([-\d.e+]+) ([-\d.e+]+)\]")


def _middle(tile: Tile) -> tuple[float, float]:
    west, south, east, north = tile.shape.bounds
    return (west + east) / 2, (south + north) / 2


def _area(square_metres: float) -> str:
    if square_metres >= 1e6:
        return f"{square_metres / 1e6:.2f} 平方公里"
    return f"{square_metres:,.0f} 平方米"


def flat_parents(plane: Plane, parents: Mapping[str, Tile]) -> dict[str, BaseGeometry]:
    """Lay the parents flat, by code."""
    if not parents:
        return {}
    laid = valid(plane.flat(shapes_of(list(parents.values()))))
    return dict(zip(parents, laid, strict=True))


def uncovered(
    shapes: Shapes, around: Mapping[str, BaseGeometry]
) -> Iterator[tuple[str, BaseGeometry]]:
    """List what no area covers inside each parent, with the parent's code."""
    tree = shapely.STRtree(shapes)
    for code, parent in around.items():
        # Of all areas, not of its own children alone: a neighbour's may reach in.
        near = shapes[tree.query(parent, predicate="intersects")]
        for part in parts_of(parent - shapely.union_all(near)):
            yield code, part


def holes_of(shapes: Shapes) -> list[BaseGeometry]:
    """List what areas enclose between them without covering it."""
    return [
        shapely.Polygon(ring)
        for part in shapely.get_parts(shapely.union_all(shapes))
        if part.geom_type == "Polygon"
        for ring in part.interiors
    ]
