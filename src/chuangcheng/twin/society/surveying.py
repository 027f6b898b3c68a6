"""Part the land into districts, streets, communities and grids, and name them."""

from collections.abc import Iterator, Sequence
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
from chuangcheng.twin.society.regions import (
    CITY,
    CITY_CODE,
    COMMUNITY,
    COUNTY_CITY_CODE,
    DISTRICT,
    GRID,
    HOME_CODE,
    STREET,
    Region,
)

# The core district's share of the people, where there are no more than three districts.
_CORE_SHARE = 0.45
# Where people live more thickly than at half the town's edge, it is town.
_URBAN = 0.5
_CELLS_IN_COMMUNITY, _CELLS_IN_VILLAGE = 5, 2.2
_COMMUNITIES_IN_TOWN = 2
_FIRST_TOWN, _FIRST_VILLAGE = 101, 200
_PEOPLE_IN_STREET, _PEOPLE_IN_TOWN = 33_000, 22_000
_USUAL_SIZE = 800_000
_URBAN_DISTRICT = 0.4


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
        others = partition.parted(self._near, rest, count - 1)
        return [home, *sorted(others, key=self._sparseness)]

    def _district_name(self, cells: Ints) -> str:
        is_urban = self._is_urban[cells].mean() > _URBAN_DISTRICT
        return f"{self._deck.district()}{'区' if is_urban else '县'}"

    def _streets(self, above: Region, kept: str, *, forced: bool) -> Iterator[Region]:
        lines = [line.split() for line in kept.strip().splitlines()]
        kept_streets = [line for line in lines if not line[0].endswith("镇")]
        kept_towns = [line for line in lines if line[0].endswith("镇")]
        streets, towns = self._counts(above.cells)
        if forced:
            streets, towns = max(streets, len(kept_streets)), max(towns, len(kept_towns))
        parts = partition.parted(self._near, above.cells, streets + towns)
        parts.sort(key=self._sparseness)
        named = self._hinted(parts[:streets], kept_streets)
        for number, (cells, line) in enumerate(named, start=1):
            head, *communities = line or [f"{self._deck.head()}街道"]
            yield from self._street(above, number, head, cells, communities)
        for at, cells in enumerate(parts[streets:]):
            line = kept_towns[at] if at < len(kept_towns) else [f"{self._deck.head()}镇"]
            yield from self._street(above, _FIRST_TOWN + at, line[0], cells, line[1:])

    def _counts(self, cells: Ints) -> tuple[int, int]:
        """Return how many streets and towns so many people make; in large cities they are larger."""
        larger = max(1.0, self._size.population / _USUAL_SIZE) ** 0.25
        urban = self._is_urban[cells].sum() * self._people_in_cell / larger
        rural = len(cells) * self._people_in_cell / larger - urban
        streets, towns = round(urban / _PEOPLE_IN_STREET), round(rural / _PEOPLE_IN_TOWN)
        return max(1, streets), max(1, towns)

    def _hinted(
        self, parts: Sequence[Ints], lines: Sequence[list[str]]
    ) -> list[tuple[Ints, list[str] | None]]:
        """Give each kept name a part that suits it, then the others theirs, in the order of names."""
        free = list(range(len(parts)))
        fitting: dict[str, Ints] = {}
        heads = [line[0] for line in lines[: len(parts)]]
        # Those with a hint choose first.
        for head in sorted(heads, key=lambda head: head not in HINTS):
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
        parts = partition.parted(self._near, cells, count)
        parts.sort(key=self._sparseness)
        for place, part in enumerate(parts, start=1):
            is_kept = place <= len(kept)
            short = kept[place - 1] if is_kept else self._short(place, is_town=is_town)
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

    def _short(self, place: int, *, is_town: bool) -> str:
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
