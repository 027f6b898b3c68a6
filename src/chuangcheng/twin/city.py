"""A whole made-up city: the land, the society on it, its places, from one seed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from shapely.geometry.base import BaseGeometry

from chuangcheng.twin import duties
from chuangcheng.twin.ground import mesh, outlines, settling, terrain
from chuangcheng.twin.ground.arrays import Bools
from chuangcheng.twin.ground.outlines import Edges
from chuangcheng.twin.ground.settling import Land
from chuangcheng.twin.places.districting import districting
from chuangcheng.twin.places.listing import Listing, Point
from chuangcheng.twin.places.owners import Owners
from chuangcheng.twin.places.roads import laid
from chuangcheng.twin.places.spots import Finder
from chuangcheng.twin.size import Size
from chuangcheng.twin.society import answering, forces, staff, surveying, units
from chuangcheng.twin.society.regions import GRID, Region
from chuangcheng.twin.society.staff import Staff
from chuangcheng.twin.society.units import Unit

Row = tuple[object, ...]
# In the middle of the country's east, where no real code is used anyway.
_WEST, _EAST, _SOUTH, _NORTH = 111.0, 116.5, 28.5, 34.5
# Town borders are streets, almost straight; country borders wind.
_TOWN_SWING, _COUNTRY_SWING, _TOWN_FROM = 0.06, 0.45, 0.5
_STEP_SHARE, _SHORTEST_STEP = 0.1, 30.0
# Each subject draws from its own source, so that a change to one leaves the others as they were.
_LAND, _BORDERS, _REGIONS, _PEOPLE, _PATRONS, _ROADS, _SPOTS, _LIST = range(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """Everything that is written down about the city."""

    seed: int
    size: Size
    regions: Sequence[Region]
    shapes: Mapping[str, BaseGeometry]
    units: Sequence[Unit]
    staff: Staff
    answerable: Sequence[Row]
    patrons: Sequence[Row]
    forces: Sequence[Row]
    members: Sequence[Row]
    points: Sequence[Point]
    responsibilities: Sequence[Row]


def imagined(
    seed: int, population: int, *, tell: Callable[[str], None] = lambda step: None
) -> City:
    """Imagine a city; `tell` hears what is being worked on.

    The same seed and number of people give the same city.
    """
    size = Size(population=population)
    tell("地形和网格")
    land = settling.settled(
        terrain.drawn(size, _numbers(seed, _LAND)), size.grids, _numbers(seed, _LAND, 1)
    )
    tree = surveying.tree(land, size, _random(seed, _REGIONS))
    tell("边界")
    origin = _origin(seed)
    shapes = _shapes(land, tree, origin, _numbers(seed, _BORDERS))
    tell("单位、岗位和人员")
    bodies = units.invented(tree)
    people = staff.hired(bodies, tree, _random(seed, _PEOPLE))
    patrons = answering.patrons(tree, bodies, people, _random(seed, _PATRONS))
    tell("点位")
    return City(
        seed=seed,
        size=size,
        regions=tree,
        shapes=shapes,
        units=bodies,
        staff=people,
        answerable=answering.answerable(tree, bodies),
        patrons=patrons,
        forces=forces.forces(),
        members=forces.members(bodies, people),
        points=_points(land, tree, shapes, bodies, patrons, origin, seed, size),
        responsibilities=duties.shared_out(bodies),
    )


def _numbers(seed: int, *subject: int) -> np.random.Generator:
    return np.random.default_rng([seed, *subject])


def _random(seed: int, subject: int) -> Random:
    return Random(1000 * seed + subject)  # noqa: S311 - the same city for the same seed is the point


def _origin(seed: int) -> tuple[float, float]:
    drawn = _numbers(seed, _LAND, 2)
    return float(drawn.uniform(_WEST, _EAST)), float(drawn.uniform(_SOUTH, _NORTH))


def _shapes(
    land: Land,
    tree: Sequence[Region],
    origin: tuple[float, float],
    random: np.random.Generator,
) -> dict[str, BaseGeometry]:
    """Draw every region's outline from the same bent edges."""
    cells = land.mesh
    density = land.terrain.density(cells.sites)
    town = np.minimum(density[cells.left], density[cells.right]) / _TOWN_FROM
    town = np.minimum(town, 1.0)
    widths = (land.widths[cells.left] + land.widths[cells.right]) / 2
    lines = mesh.bent_edges(
        cells,
        step=np.maximum(widths * _STEP_SHARE, _SHORTEST_STEP),
        swing=_TOWN_SWING * town + _COUNTRY_SWING * (1 - town),
        random=random,
    )
    edges = Edges(cells, outlines.on_earth(lines, origin))
    return {region.code: edges.outline(_is_in(region, len(cells.sites))) for region in tree}


def _is_in(region: Region, count: int) -> Bools:
    is_in = np.zeros(count, dtype=bool)
    is_in[region.cells] = True
    return is_in


def _points(
    land: Land,
    tree: Sequence[Region],
    shapes: Mapping[str, BaseGeometry],
    bodies: Sequence[Unit],
    patrons: Sequence[Row],
    origin: tuple[float, float],
    seed: int,
    size: Size,
) -> list[Point]:
    lookup = districting(land, tree)
    roads = laid(land.terrain, _random(seed, _ROADS))
    finder = Finder(
        land,
        lookup,
        [shapes[grid.code] for grid in lookup.of_cell[GRID]],
        roads,
        by_river=surveying.by_river(land)[: land.cells],
        origin=origin,
        random=_random(seed, _SPOTS),
    )
    by_code = {unit.code: unit for unit in bodies}
    behind = {str(row[0]): by_code[str(row[3])] for row in patrons}
    listing = Listing(lookup, Owners(lookup, bodies), roads, behind, _random(seed, _LIST))
    return list(listing.points(finder.spots(size.points)))
