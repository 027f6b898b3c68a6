"""Find a spot for every place: on a road, at a crossing, at a region's middle, or where its kind belongs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from random import Random
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from chuangcheng.twin.ground.arrays import Bools
from chuangcheng.twin.ground.outlines import lonlat
from chuangcheng.twin.ground.settling import Land
from chuangcheng.twin.places.districting import Districting
from chuangcheng.twin.places.kinds import Kind, Where, shares
from chuangcheng.twin.places.roads import Road

T = TypeVar("T")
# Degrees; about a tenth of a metre.
DECIMALS = 6
# Two places of a kind are further apart than what the import takes for the same place.
_APART = 45.0
_TRIES = 40
_ROADS = {Where.MAIN_ROAD, Where.SIDE_ROAD, Where.CROSSING}
_SEATS = {
    Where.DISTRICT_SEAT,
    Where.STREET_SEAT,
    Where.RURAL_SEAT,
    Where.COMMUNITY_SEAT,
    Where.VILLAGE_SEAT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A kind of place somewhere: in which cell, where exactly, and on which roads if on any."""

    kind: Kind
    pattern: str
    cell: int
    # Metres, and degrees; None for what moves about.
    place: tuple[float, float] | None
    lonlat: tuple[float, float] | None
    roads: tuple[str, ...] = ()


class Finder:
    """Finds spots, keeping those of a kind apart and every one within its grid."""

    def __init__(
        self,
        land: Land,
        districting: Districting,
        grids: Sequence[BaseGeometry],
        roads: Sequence[Road],
        *,
        by_river: Bools,
        origin: tuple[float, float],
        random: Random,
    ) -> None:
        self._sites = land.mesh.sites[: land.cells]
        self._widths = land.widths[: land.cells]
        self._districting = districting
        self._grids = grids
        self._tree = shapely.STRtree(grids)
        self._roads = roads
        self._by_river = by_river
        self._origin = origin
        self._random = random
        self._taken: dict[str, list[tuple[float, float]]] = {}

    def spots(self, total: int) -> Iterator[Spot]:
        """Find spots for about so many places."""
        for kind, count in shares(total):
            yield from islice(self._of_kind(kind), count)

    def _of_kind(self, kind: Kind) -> Iterator[Spot]:
        if kind.where is Where.NOWHERE:
            return self._nowhere(kind)
        if kind.where in _SEATS:
            return self._at_seats(kind)
        if kind.where in _ROADS:
            return self._on_roads(kind)
        return self._anywhere(kind)

    def _nowhere(self, kind: Kind) -> Iterator[Spot]:
        for pattern in kind.patterns:
            for cell in self._shuffled(range(len(self._sites))):
                yield Spot(kind=kind, pattern=pattern, cell=cell, place=None, lonlat=None)

    def _at_seats(self, kind: Kind) -> Iterator[Spot]:
        seats = self._districting.seats(kind.where)
        for pattern, (_, cell) in self._shuffled(product(kind.patterns, seats)):
            spot = self._within(kind, pattern, cell, spread=0.25)
            if spot:
                yield spot

    def _on_roads(self, kind: Kind) -> Iterator[Spot]:
        found = (
            self._crossings()
            if kind.where is Where.CROSSING
            else self._stretches(kind.where)
        )
        for place, names in self._shuffled(found):
            spot = self._at(kind, kind.patterns[0], place, names)
            if spot:
                yield spot

    def _crossings(self) -> Iterator[tuple[tuple[float, float], tuple[str, ...]]]:
        for road in self._roads:
            for crossing in road.crossings:
                if road.name < crossing.other:
                    yield crossing.place, (road.name, crossing.other)

    def _stretches(
        self, where: Where
    ) -> Iterator[tuple[tuple[float, float], tuple[str, ...]]]:
        """Go along the roads from crossing to crossing."""
        for road in self._roads:
            if road.is_main != (where is Where.MAIN_ROAD):
                continue
            for first, second in zip(road.crossings, road.crossings[1:], strict=False):
                middle = (np.array(first.place) + np.array(second.place)) / 2
                place = road.line[((road.line - middle) ** 2).sum(axis=1).argmin()]
                yield (
                    (float(place[0]), float(place[1])),
                    (road.name, first.other, second.other),
                )

    def _anywhere(self, kind: Kind) -> Iterator[Spot]:
        weights = self._districting.weights(kind.where, self._by_river).tolist()
        cells = range(len(weights))
        while True:
            [cell] = self._random.choices(cells, weights)
            spot = self._within(kind, self._random.choice(kind.patterns), cell, spread=0.9)
            if spot:
                yield spot

    def _within(self, kind: Kind, pattern: str, cell: int, *, spread: float) -> Spot | None:
        """Try places around the middle of a cell until one suits."""
        for _ in range(_TRIES):
            off = [
                self._random.uniform(-0.5, 0.5) * spread * self._widths[cell]
                for _ in range(2)
            ]
            spot = self._at(kind, pattern, (self._sites[cell] + off).tolist(), (), cell)
            if spot:
                return spot
        return None

    def _at(
        self,
        kind: Kind,
        pattern: str,
        place: Sequence[float],
        roads: tuple[str, ...],
        cell: int | None = None,
    ) -> Spot | None:
        east, north = place
        degrees = np.round(lonlat(np.array([[east, north]]), self._origin)[0], DECIMALS)
        lon, lat = float(degrees[0]), float(degrees[1])
        found = self._tree.query(shapely.Point(lon, lat), predicate="within").tolist()
        taken = self._taken.setdefault(kind.code, [])
        if (
            len(found) != 1
            or (cell is not None and found != [cell])
            or _near(east, north, taken)
        ):
            return None
        taken.append((east, north))
        return Spot(
            kind=kind,
            pattern=pattern,
            cell=found[0],
            place=(east, north),
            lonlat=(lon, lat),
            roads=roads,
        )

    def _shuffled(self, things: Iterable[T]) -> list[T]:
        shuffled = list(things)
        self._random.shuffle(shuffled)
        return shuffled


def _near(east: float, north: float, taken: Sequence[tuple[float, float]]) -> bool:
    if not taken:
        return False
    return bool((np.hypot(*(np.array(taken) - (east, north)).T) < _APART).any())
