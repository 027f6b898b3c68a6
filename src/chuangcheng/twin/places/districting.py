"""Which grid, community, street and district each cell lies in, and what surrounds it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chuangcheng.twin.ground.arrays import Bools, Floats, Ints
from chuangcheng.twin.ground.settling import Land
from chuangcheng.twin.places.kinds import Where
from chuangcheng.twin.society.regions import (
    COMMUNITY,
    DISTRICT,
    GRID,
    STREET,
    Region,
)

_URBAN, _CENTRAL, _COUNTRY = 0.5, 1.2, 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Districting:
    """The regions by level, and for each cell its region of every level."""

    regions: Sequence[Region]
    of_cell: dict[str, list[Region]]
    density: Floats

    def seats(self, where: Where) -> list[tuple[Region, int]]:
        """List the regions that have one such place each, with the cell that is their middle."""
        level, wanted = _SEATS[where]
        regions = [region for region in self.regions if region.level == level]
        if level == DISTRICT and not regions:
            regions = [self.regions[0]]
        return [
            (region, self._middle(region.cells)) for region in regions if wanted(region)
        ]

    def weights(self, where: Where, by_river: Bools) -> Floats:
        """Weigh every cell by how likely such a place lies there."""
        density = self.density
        choices: dict[Where, Bools | Floats] = {
            Where.CENTRE: density > _CENTRAL,
            Where.TOWN: density > _URBAN,
            Where.SETTLED: np.where(density > _URBAN, 1.0, 0.12 + (density > _COUNTRY)),
            Where.EDGE: (density > _COUNTRY) & (density < 0.8),
            Where.COUNTRY: density < _COUNTRY,
            Where.RIVER: by_river & (density < _URBAN),
        }
        weights = choices.get(where, np.ones(len(density))).astype(np.float64)
        return weights if weights.any() else np.ones(len(density))

    def _middle(self, cells: Ints) -> int:
        return int(cells[self.density[cells].argmax()])


def _any(region: Region) -> bool:
    return True


_SEATS = {
    Where.DISTRICT_SEAT: (DISTRICT, _any),
    Where.STREET_SEAT: (STREET, _any),
    Where.RURAL_SEAT: (STREET, lambda region: region.name.endswith("镇")),
    Where.COMMUNITY_SEAT: (COMMUNITY, lambda region: not region.is_village),
    Where.VILLAGE_SEAT: (COMMUNITY, lambda region: region.is_village),
}


def districting(land: Land, regions: Sequence[Region]) -> Districting:
    """Look up every cell's regions."""
    of_cell = {
        level: [regions[0]] * land.cells for level in (DISTRICT, STREET, COMMUNITY, GRID)
    }
    for region in regions[1:]:
        for cell in region.cells.tolist():
            of_cell[region.level][cell] = region
    density = land.terrain.density(land.mesh.sites[: land.cells])
    return Districting(regions=regions, of_cell=of_cell, density=density)
