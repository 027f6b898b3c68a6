"""The boundaries of a made-up city tile: no gap, no overlap, parts within their whole."""

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from chuangcheng.twin.city import City, imagined
from chuangcheng.twin.size import LARGEST, SMALLEST, Size
from tests.twin import cities

SIZES = [(seed, cities.COUNTY) for seed in (1, 2, 3)] + [(1, cities.SMALL), (7, 800_000)]


@pytest.fixture(params=SIZES, ids=str)
def city(request: pytest.FixtureRequest) -> City:
    return cities.city(*request.param)


def test_every_outline_is_one_valid_piece_without_holes(city: City) -> None:
    for region in city.regions:
        shape = city.shapes[region.code]
        assert shape.is_valid, region.name
        assert shape.geom_type == "Polygon", region.name
    assert not shapely.get_num_interior_rings(city.shapes[city.regions[0].code])


def test_parts_fill_their_whole_and_do_not_overlap(city: City) -> None:
    whole = shapely.area(city.shapes[city.regions[0].code])
    for level in ("区县", "街道(乡镇)", "社区(村)", "网格"):
        shapes = _shapes(city, level)
        if not shapes:
            continue
        assert sum(shapely.area(shapes)) == pytest.approx(whole, rel=1e-9), level
        assert shapely.union_all(shapes).area == pytest.approx(whole, rel=1e-9), level
        one, other = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
        assert not len(one), level
        assert not len(other), level


def test_parts_lie_within_their_parent_and_use_its_corners(city: City) -> None:
    for region in city.regions[1:]:
        parent = city.shapes[region.parent or ""]
        shape = city.shapes[region.code]
        outside = shapely.difference(shape, parent)
        assert outside.area <= 1e-12 * shape.area, region.name
    corners = _corners(_shapes(city, "网格"))
    for region in city.regions:
        assert _corners([city.shapes[region.code]]) <= corners, region.name


def test_town_cells_are_small_and_country_cells_large(city: City) -> None:
    areas = np.sort(shapely.area(_shapes(city, "网格")))

    assert areas[-len(areas) // 10] > 8 * areas[len(areas) // 10]


@pytest.mark.parametrize("population", [SMALLEST, 200_000, 800_000, 10_000_000, LARGEST])
def test_a_size_is_plausible(population: int) -> None:
    size = Size(population=population)

    assert size.grids >= 126
    assert size.city_radius > 2 * size.town_radius
    assert size.districts <= 18
    assert 0.4 < size.urban_share < 0.9


def test_the_same_seed_gives_the_same_shapes_and_another_seed_others() -> None:
    first = imagined(3, cities.COUNTY)
    again = imagined(3, cities.COUNTY)
    other = imagined(4, cities.COUNTY)

    assert (
        shapely.to_wkb(list(first.shapes.values())).tolist()
        == shapely.to_wkb(list(again.shapes.values())).tolist()
    )
    assert first.regions[0].name == other.regions[0].name
    assert first.shapes != other.shapes


def _shapes(city: City, level: str) -> list[BaseGeometry]:
    return [city.shapes[each.code] for each in city.regions if each.level == level]


def _corners(shapes: list[BaseGeometry]) -> set[tuple[float, float]]:
    return set(map(tuple, shapely.get_coordinates(shapes).tolist()))
