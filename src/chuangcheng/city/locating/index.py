"""The index: one tier of shapes a level, the smallest level asked first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import is_

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from chuangcheng.city.locating import cells
from chuangcheng.city.locating.cells import BORDER, OUTSIDE, Floats, Places

NOWHERE = 0
"""Stands for "outside" among the keys of regions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The region that holds a position, in plain values; `path` has the codes from the city down."""

    region_id: int
    code: str
    name: str
    level: str
    path: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A region and where it lies."""

    region: Located
    shape: BaseGeometry


class Index:
    """Finds the smallest region whose shape holds a position; never changed once made."""

    def __init__(
        self,
        placed: Sequence[Placed],
        *,
        levels: Sequence[str],
        before: "Index | None" = None,
    ) -> None:
        """Lay the shapes out; `levels` go from the smallest to the largest.

        A level whose shapes are the very objects that `before` had is not laid out again.
        """
        known = [tier.layout for tier in before._tiers] if before else []
        by_level: dict[str, list[Placed]] = {level: [] for level in levels}
        for each in placed:
            by_level[each.region.level].append(each)
        self._tiers: list[_Tier] = [
            _Tier(each, known) for each in by_level.values() if each
        ]
        self._regions: Mapping[int, Located] = {
            each.region.region_id: each.region for each in placed
        }

    def __len__(self) -> int:
        return len(self._regions)

    def find(self, lon: float, lat: float) -> Located | None:
        """Return the smallest region that holds the position, or none."""
        for tier in self._tiers:
            found = tier.find(lon, lat)
            if found is not None:
                return found
        return None

    def find_many(self, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.int64]:
        """Return the keys of the regions that hold the positions, 0 for those outside."""
        east = np.asarray(lons, dtype=np.float64)
        north = np.asarray(lats, dtype=np.float64)
        keys = np.full(len(east), NOWHERE, dtype=np.int64)
        waiting = np.arange(len(east))
        for tier in self._tiers:
            found = tier.find_many(east[waiting], north[waiting])
            keys[waiting] = found
            waiting = waiting[found == NOWHERE]
            if not len(waiting):
                break
        return keys


class _Layout:
    """Shapes in order under a chessboard; what it answers are places in that order."""

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self.shapes = shapes
        laid = np.array(shapes, dtype=np.object_)
        self.tree = shapely.STRtree(laid)
        self.board = cells.board_over(laid)
        marked = cells.border_cells(self.board, laid)
        patches = cells.patches(marked, self.board)
        held = self.look(*self.board.centres(patches.samples))
        self.answers = np.full(len(marked), BORDER, dtype=np.int32)
        self.answers[patches.cells] = held[patches.numbers]

    def is_of(self, shapes: Sequence[BaseGeometry]) -> bool:
        """Tell whether it was made of these very objects."""
        return len(shapes) == len(self.shapes) and all(map(is_, shapes, self.shapes))

    def look(self, lons: Floats, lats: Floats) -> Places:
        """Ask the geometry itself; of several shapes that touch a position the first counts."""
        positions, touching = self.tree.query(
            shapely.points(lons, lats), predicate="intersects"
        )
        places = np.full(len(lons), len(self.shapes), dtype=np.int64)
        np.minimum.at(places, positions, touching)
        places[places == len(self.shapes)] = OUTSIDE
        return places


class _Tier:
    """The regions of one level, in the order of their codes: the first that touches wins."""

    def __init__(self, placed: Sequence[Placed], known: Sequence[_Layout]) -> None:
        ordered = sorted(placed, key=lambda each: each.region.code)
        shapes = [each.shape for each in ordered]
        found = (each for each in known if each.is_of(shapes))
        self.layout = next(found, None) or _Layout(shapes)
        self._regions = [each.region for each in ordered]
        # One more at the end: OUTSIDE, which is -1, leads to it.
        self._keys = np.array([*(each.region_id for each in self._regions), NOWHERE])
        # At hand, for the one question that is asked most.
        self._board, self._tree = self.layout.board, self.layout.tree
        # Reading single numbers through it costs a third of reading them from the array.
        self._quick = self.layout.answers.data

    def find(self, lon: float, lat: float) -> Located | None:
        board = self._board
        if not (board.west <= lon <= board.east and board.south <= lat <= board.north):
            return None
        column = min(int((lon - board.west) * board.rate_across), board.across - 1)
        row = min(int((lat - board.south) * board.rate_up), board.up - 1)
        place = self._quick[row * board.across + column]
        if place == BORDER:
            # As a list of one: half the time of asking for a single point.
            position = shapely.points([[lon, lat]])
            _, touching = self._tree.query(position, predicate="intersects")
            place = min(touching.tolist(), default=OUTSIDE)
        return None if place == OUTSIDE else self._regions[place]

    def find_many(self, lons: Floats, lats: Floats) -> Places:
        places = np.full(len(lons), OUTSIDE, dtype=np.int64)
        on_board = np.flatnonzero(self._board.holds(lons, lats))
        answers = self.layout.answers[self._board.cells_of(lons[on_board], lats[on_board])]
        places[on_board] = answers
        near = on_board[answers == BORDER]
        places[near] = self.layout.look(lons[near], lats[near])
        keys: Places = self._keys[places]
        return keys
