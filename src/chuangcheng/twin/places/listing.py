"""The list of points as a city would keep it: names, addresses, owners, and what has been given up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely

from chuangcheng.twin.places.districting import Districting
from chuangcheng.twin.places.owners import Owners
from chuangcheng.twin.places.roads import Road
from chuangcheng.twin.places.spots import Spot
from chuangcheng.twin.society.names import word
from chuangcheng.twin.society.regions import COMMUNITY, DISTRICT, GRID, STREET
from chuangcheng.twin.society.units import Unit

_DECLARED, _KEY, _VOID, _NOTED = 0.4, 0.15, 0.02, 0.04
_NEAR_ROAD = 500.0
_NAME_TRIES = 12
_REASONS = (
    "已拆除，场地另作他用",
    "停止营业",
    "搬迁，新址另行登记",
    "与相邻点位合并",
)
_NOTES = (
    "早晚高峰车流量大",
    "集贸日人流多",
    "正在改造，预计年底完工",
    "上轮测评失分点位",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One row of the list."""

    code: str
    name: str
    type_name: str
    is_declared: bool
    is_key: bool
    address: str
    lonlat: tuple[float, float] | None
    grid: str | None
    unit: Unit
    post: str
    patron: Unit | None
    void_reason: str
    note: str


class Listing:
    """Writes the list, spot by spot."""

    def __init__(
        self,
        districting: Districting,
        owners: Owners,
        roads: Sequence[Road],
        patrons: Mapping[str, Unit],
        random: Random,
    ) -> None:
        self._of_cell = districting.of_cell
        self._owners = owners
        self._patrons = patrons
        self._random = random
        self._names: set[tuple[str, str]] = set()
        self._road_names = [road.name for road in roads for _ in road.line]
        places = np.vstack([road.line for road in roads])
        self._road_tree = shapely.STRtree([shapely.Point(*place) for place in places])

    def points(self, spots: Iterator[Spot]) -> Iterator[Point]:
        """Number and describe the spots; one whose names are all taken is left out."""
        number = 0
        for spot in spots:
            name = self._name(spot)
            if name:
                number += 1
                yield self._point(f"DW-{number:05d}", name, spot)

    def _name(self, spot: Spot) -> str | None:
        patterns = [spot.pattern, *spot.kind.patterns]
        for attempt in range(_NAME_TRIES):
            name = self._filled(patterns[attempt % len(patterns)], spot)
            if (spot.kind.code, name) not in self._names:
                self._names.add((spot.kind.code, name))
                return name
        return None

    def _filled(self, pattern: str, spot: Spot) -> str:
        cell, random = spot.cell, self._random
        district = self._of_cell[DISTRICT][cell].name
        roads = [*spot.roads, "", "", ""]
        return pattern.format(
            c=self._of_cell[COMMUNITY][cell].name.removesuffix("社区").removesuffix("村"),
            s=self._of_cell[STREET][cell].name.removesuffix("街道").removesuffix("镇"),
            k=self._owners.local("X", cell).short_name,
            r=roads[0] or self._road_near(spot) or "环城路",
            x=roads[1],
            f=roads[1],
            t=roads[2],
            w=word(random),
            d=district,
            h=district[:-1],
            n=random.choice("一二三四五六七八九"),
            b=random.randrange(1, 99),
        )

    def _point(self, code: str, name: str, spot: Spot) -> Point:
        random, kind = self._random, spot.kind
        owner = self._owners.owner(random.choice(kind.owners), spot.cell)
        is_void = random.random() < _VOID
        return Point(
            code=code,
            name=name,
            type_name=kind.name,
            is_declared=random.random() < _DECLARED,
            is_key=random.random() < _KEY,
            address=self._address(spot),
            lonlat=spot.lonlat,
            grid=self._of_cell[GRID][spot.cell].code if spot.lonlat else None,
            unit=owner.unit,
            post=owner.post,
            patron=self._patrons.get(self._of_cell[COMMUNITY][spot.cell].code),
            void_reason=random.choice(_REASONS) if is_void else "",
            note=random.choice(_NOTES) if random.random() < _NOTED else "",
        )

    def _address(self, spot: Spot) -> str:
        if spot.place is None:
            return ""
        road = spot.roads[0] if spot.roads else self._road_near(spot)
        district, street, community = (
            self._of_cell[level][spot.cell].name for level in (DISTRICT, STREET, COMMUNITY)
        )
        if spot.roads:
            return f"{district}{street}{road}"
        if road:
            return f"{district}{street}{road}{self._random.randrange(1, 400)}号"
        return f"{district}{street}{community}"

    def _road_near(self, spot: Spot) -> str | None:
        if spot.place is None:
            return None
        found = self._road_tree.query_nearest(
            shapely.Point(*spot.place), max_distance=_NEAR_ROAD, all_matches=False
        )
        return self._road_names[int(found[0])] if len(found) else None
