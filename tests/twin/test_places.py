"""The points of a made-up city: by kind, where such places lie, each in its grid."""

from collections import Counter
from importlib import resources

import numpy as np
import pytest
import shapely
import yaml

from chuangcheng.platform.geo import Datum, metres_between
from chuangcheng.twin import tables
from chuangcheng.twin.city import City
from chuangcheng.twin.places.kinds import KINDS
from tests.twin import cities

SIZES = [(1, cities.COUNTY), (2, cities.COUNTY), (1, cities.SMALL), (7, 800_000)]


@pytest.fixture(params=SIZES, ids=str)
def city(request: pytest.FixtureRequest) -> City:
    return cities.city(*request.param)


def test_the_kinds_are_those_of_the_product() -> None:
    path = resources.files("chuangcheng.framework") / "data" / "point_types.yaml"
    known = {
        (each["code"], each["name"])
        for each in yaml.safe_load(path.read_bytes())["point_types"]
    }

    assert {(kind.code, kind.name) for kind in KINDS} == known


def test_there_are_as_many_points_as_the_size_asks_for(city: City) -> None:
    counts = Counter(point.type_name for point in city.points)

    assert len(city.points) == pytest.approx(city.size.points, rel=0.06)
    assert set(counts) == {kind.name for kind in KINDS}
    assert counts["居民小区"] > counts["医院"] > counts["救助管理站"]


def test_every_point_lies_in_its_grid(city: City) -> None:
    placed = [point for point in city.points if point.lonlat]
    grids = [city.shapes[point.grid or ""] for point in placed]

    inside = shapely.contains_xy(grids, np.array([point.lonlat for point in placed]))
    assert inside.all()
    assert {point.type_name for point in city.points if not point.lonlat} == {"出租车"}


def test_points_of_a_kind_differ_in_place_and_name(city: City) -> None:
    by_kind: dict[str, list[tuple[float, float]]] = {}
    for point in city.points:
        if point.lonlat:
            by_kind.setdefault(point.type_name, []).append(point.lonlat)
    for places in by_kind.values():
        lon, lat = np.array(places).T
        apart = metres_between(lon[:, None], lat[:, None], lon, lat)
        np.fill_diagonal(apart, np.inf)
        assert apart.min() > 30
    names = Counter((point.type_name, point.name) for point in city.points)
    assert names.most_common(1)[0][1] == 1


def test_shares_are_as_in_a_real_list() -> None:
    points = cities.city(7, 800_000).points
    declared = sum(point.is_declared for point in points) / len(points)
    void = [point for point in points if point.void_reason]

    assert 0.35 < declared < 0.45
    assert 0 < len(void) < 0.05 * len(points)
    assert any(point.note for point in points)


def test_whoever_answers_for_a_point_exists(city: City) -> None:
    posts = {(post.unit, post.title) for post in city.staff.posts}

    assert {(point.unit.code, point.post) for point in city.points} <= posts
    assert all(point.patron for point in city.points)


def test_names_and_addresses_are_complete(city: City) -> None:
    rows = tables.of_points(city, Datum.WGS84).rows
    words = [f"{row[1]} {row[5]}" for row in rows]

    assert not [each for each in words if "None" in each or "{" in each or "（至" in each]
    assert all(row[5] for row in rows if row[6] is not None)
