"""The tree of regions: which cells each has, its name and its code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from chuangcheng.twin.ground import partition
from chuangcheng.twin.ground.arrays import Bools, Floats, Ints
from chuangcheng.twin.ground.settling import Land
from chuangcheng.twin.size import Size
from chuangcheng.twin.society.names import (
    CITY_NAME,
    COUNTY_CITY_NAME,
    HINTS,
    HOME_NAME,
    KEPT_STREETS,
    Deck,
)

CITY, DISTRICT, STREET, COMMUNITY, GRID = "市", "区县", "街道(乡镇)", "社区(村)", "网格"
CITY_CODE, HOME_CODE, COUNTY_CITY_CODE = "990100", "990102", "990181"
# The core district's share of the people, where there are no more than three districts.
_CORE_SHARE = 0.45
# Where people live more thickly than at half the town's edge, it is town.
_URBAN = 0.5
_CELLS_IN_COMMUNITY, _CELLS_IN_VILLAGE = 5, 2.2
_COMMUNITIES_IN_TOWN = 2
_FIRST_TOWN, _FIRST_VILLAGE = 101, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the city and the cells it has."""

    code: str
    name: str
    level: str
    parent: str | None
    cells: Ints
    # Whether most of it is built up.
    is_urban: bool

    @property
    def is_village(self) -> bool:
        return self.level == COMMUNITY and self.name.endswith("村")

    def row(self) -> tuple[object, ...]:
        return self.code, self.name, self.level, self.parent, True


def tree(land: Land, size: Size, random: Random) -> list[Region]:
    """Part the land into regions, each before its parts; the core district comes first."""
    return list(_Surveyor(land, size, random).survey())


class _Surveyor:
    """Parts the land level by level, giving names as it goes."""

    def __init__(self, land: Land, size: Size, random: Random) -> None:
        self._size = size
        self._random = random
        self._deck = Deck(random)
        self._near = partition.neighbours(land)
        self._density: Floats = land.terrain.density(self._near.places)
        self._is_urban: Bools = self._density > _URBAN
        self._by_river: Bools = by_river(land)
        self._people_in_cell = size.population / land.cells

    def survey(self) -> Iterator[Region]:
        everything = np.arange(len(self._density))
        if not self._size.has_districts:
            city = self._region(COUNTY_CITY_CODE, COUNTY_CITY_NAME, CITY, None, everything)
            yield city
            yield from self._streets(city, KEPT_STREETS[HOME_NAME], forced=False)
            return
        yield self._region(CITY_CODE, CITY_NAME, CITY, None, everything)
        for at, cells in enumerate(self._district_cells(everything)):
            code = str(int(HOME_CODE) + at)
            kept = list(KEPT_STREETS)[at : at + 1]
            name = kept[0] if kept else self._district_name(cells)
            district = self._region(code, name, DISTRICT, CITY_CODE, cells)
            yield district
            yield from self._streets(district, KEPT_STREETS.get(name, ""), forced=at == 0)

    def _district_cells(self, everything: Ints) -> list[Ints]:
        count = self._size.districts
        share = max(_CORE_SHARE * 3 / count**1.3, 1 / count) if count > 3 else _CORE_SHARE
        towards = self._random.uniform(0, 2 * np.pi)
        home, rest = partition.core(self._near, everything, share, towards=towards)
        others = partition.parted(self._near, rest, [1.0] * (count - 1))
        return [home, *sorted(others, key=self._sparseness)]

    def _district_name(self, cells: Ints) -> str:
        return self._deck.district() + (
            "区" if self._is_urban[cells].mean() > 0.4 else "县"
        )

    def _streets(self, above: Region, kept: str, *, forced: bool) -> Iterator[Region]:
        lines = [line.split() for line in kept.strip().splitlines()]
        kept_streets = [line for line in lines if not line[0].endswith("镇")]
        kept_towns = [line for line in lines if line[0].endswith("镇")]
        streets, towns = self._counts(above.cells)
        if forced:
            streets, towns = max(streets, len(kept_streets)), max(towns, len(kept_towns))
        parts = partition.parted(self._near, above.cells, [1.0] * (streets + towns))
        parts.sort(key=self._sparseness)
        named = self._hinted(parts[:streets], kept_streets)
        for number, (cells, line) in enumerate(named, start=1):
            head, *communities = line or [f"{self._deck.head()}街道"]
            yield from self._street(above, number, head, cells, communities)
        for at, cells in enumerate(parts[streets:]):
            line = kept_towns[at] if at < len(kept_towns) else [f"{self._deck.head()}镇"]
            yield from self._street(above, _FIRST_TOWN + at, line[0], cells, line[1:])

    def _counts(self, cells: Ints) -> tuple[int, int]:
        """Return how many streets and towns so many people are parted into; larger cities have larger ones."""
        larger = max(1.0, self._size.population / 800_000) ** 0.25
        urban = self._is_urban[cells].sum() * self._people_in_cell
        rural = len(cells) * self._people_in_cell - urban
        return max(1, round(urban / 33_000 / larger)), max(
            1, round(rural / 22_000 / larger)
        )

    def _hinted(
        self, parts: Sequence[Ints], lines: Sequence[list[str]]
    ) -> list[tuple[Ints, list[str] | None]]:
        """Give each kept name a part that suits it, then the others theirs, in the order of names."""
        free = list(range(len(parts)))
        fitting: dict[str, Ints] = {}
        heads = [line[0] for line in lines[: len(parts)]]
        for head in sorted(
            heads, key=lambda head: list(HINTS).index(head) if head in HINTS else 99
        ):
            chosen = min(free, key=lambda at: self._misfit(parts[at], head))
            free.remove(chosen)
            fitting[head] = parts[chosen]
        named: list[tuple[Ints, list[str] | None]] = [
            (fitting[line[0]], line) for line in lines[: len(parts)]
        ]
        return [*named, *((parts[at], None) for at in free)]

    def _misfit(self, cells: Ints, head: str) -> float:
        if head not in HINTS:
            return 0.0
        hint = HINTS[head]
        if hint is None:
            return -float(self._by_river[cells].mean())
        middle = self._near.places[cells].mean(axis=0) / self._size.town_radius
        return float(np.hypot(*(middle - np.array(hint))))

    def _street(
        self, above: Region, number: int, name: str, cells: Ints, kept: Sequence[str]
    ) -> Iterator[Region]:
        code = f"{above.code}{number:03d}"
        yield self._region(code, name, STREET, above.code, cells)
        is_town = name.endswith("镇")
        for_one = _CELLS_IN_VILLAGE if is_town else _CELLS_IN_COMMUNITY
        count = min(max(len(kept), round(len(cells) / for_one)), len(cells))
        parts = partition.parted(self._near, cells, [1.0] * max(1, count))
        parts.sort(key=self._sparseness)
        for place, part in enumerate(parts, start=1):
            short = (
                kept[place - 1]
                if place <= len(kept)
                else self._short(part, place, is_town=is_town)
            )
            is_village = is_town and short.endswith("村")
            below = self._region(
                f"{code}{place + (_FIRST_VILLAGE - 1 if is_village else 0):03d}",
                short if is_village else f"{short}社区",
                COMMUNITY,
                code,
                part,
            )
            yield below
            yield from self._grids(below, short)

    def _short(self, cells: Ints, place: int, *, is_town: bool) -> str:
        if is_town and place > _COMMUNITIES_IN_TOWN:
            return self._deck.village()
        return self._deck.head()

    def _grids(self, community: Region, short: str) -> Iterator[Region]:
        """Number the grids from north to south."""
        order = np.argsort(-self._near.places[community.cells, 1], kind="stable")
        for number, cell in enumerate(community.cells[order], start=1):
            yield self._region(
                f"{community.code}{number:03d}",
                f"{short}第{number}网格",
                GRID,
                community.code,
                np.array([cell]),
            )

    def _region(
        self, code: str, name: str, level: str, parent: str | None, cells: Ints
    ) -> Region:
        return Region(
            code=code,
            name=name,
            level=level,
            parent=parent,
            cells=cells,
            is_urban=bool(self._is_urban[cells].mean() > 0.5),
        )

    def _sparseness(self, cells: Ints) -> float:
        return -float(np.log(self._density[cells]).mean())


def by_river(land: Land) -> Bools:
    """Tell which cells have the river as a border."""
    mesh = land.mesh
    across = land.is_left_bank[mesh.left] != land.is_left_bank[mesh.right]
    by_river = np.zeros(len(mesh.sites), dtype=bool)
    by_river[mesh.left[across]] = by_river[mesh.right[across]] = True
    return by_river
