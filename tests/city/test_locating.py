"""Every position belongs to one region, the same one by one, all at once and in every process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from bench import tilings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from chuangcheng.city import api as city
from chuangcheng.city.locating import Index, Located, Placed
from chuangcheng.city.models import Level, Region, RegionShape
from chuangcheng.city.queries import locating
from tests import make

LEVELS = ("GRID", "COMMUNITY", "STREET", "DISTRICT", "CITY")
TILES = tilings.crooked(4, 3, bends=3)
VERTICES = np.unique(shapely.get_coordinates(TILES), axis=0)


def placed(number: int, shape: BaseGeometry, *, level: str = "GRID") -> Placed:
    code = f"{number:015d}"
    return Placed(
        Located(region_id=number, code=code, name="网格", level=level, path=code), shape
    )


def index(*shapes: Placed) -> Index:
    return Index(shapes, levels=LEVELS)


TILED = index(*(placed(number, shape) for number, shape in enumerate(TILES, start=1)))


def by_brute_force(lon: float, lat: float) -> int:
    """Look through all tiles in the order of their codes."""
    touching = np.flatnonzero(shapely.intersects(TILES, Point(lon, lat)))
    return int(touching[0]) + 1 if len(touching) else 0


def key(found: Located | None) -> int:
    return found.region_id if found else 0


@st.composite
def edge_positions(draw: st.DrawFn) -> tuple[float, float]:
    """A vertex of the tiling, or a position as near an edge as numbers can be."""
    ring = shapely.get_coordinates(TILES[draw(st.integers(0, len(TILES) - 1))])
    at = draw(st.integers(0, len(ring) - 2))
    share = draw(st.one_of(st.just(0.0), st.just(0.5), st.floats(0, 1)))
    lon, lat = ring[at] * (1 - share) + ring[at + 1] * share
    return float(lon), float(lat)


anywhere = st.tuples(st.floats(115.998, 116.014), st.floats(38.998, 39.011))


@settings(max_examples=400, deadline=None)
@given(st.one_of(edge_positions(), anywhere))
def test_a_position_is_found_where_brute_force_finds_it(where: tuple[float, float]) -> None:
    lon, lat = where

    alone, together = TILED.find(lon, lat), TILED.find_many([lon], [lat])

    assert key(alone) == together[0] == by_brute_force(lon, lat)


def test_every_vertex_of_the_city_lies_in_exactly_one_grid() -> None:
    lons, lats = VERTICES[:, 0], VERTICES[:, 1]

    together = TILED.find_many(lons, lats)

    assert (together > 0).all()
    assert together.tolist() == [
        key(TILED.find(lon, lat)) for lon, lat in VERTICES.tolist()
    ]


def test_the_shapes_may_come_in_any_order() -> None:
    tiles = [placed(number, shape) for number, shape in enumerate(TILES, start=1)]
    turned = index(*reversed(tiles))

    assert (
        turned.find_many(VERTICES[:, 0], VERTICES[:, 1]).tolist()
        == TILED.find_many(VERTICES[:, 0], VERTICES[:, 1]).tolist()
    )


def square(west: float, south: float, side: float) -> Polygon:
    return shapely.box(west, south, west + side, south + side)


def test_a_border_belongs_to_the_smaller_code() -> None:
    two = index(placed(2, square(116, 39, 1)), placed(1, square(117, 39, 1)))

    found = two.find(117.0, 39.5)

    assert found is not None
    assert found.region_id == 1


def test_the_smallest_level_wins_and_what_it_leaves_open_falls_to_the_next() -> None:
    both = index(
        placed(1, square(116, 39, 1)), placed(9, square(116, 39, 3), level="COMMUNITY")
    )

    found = both.find_many([116.5, 118.0, 120.0], [39.5, 39.5, 39.5])

    assert found.tolist() == [1, 9, 0]


def test_a_hole_is_outside_and_its_rim_inside() -> None:
    ring = index(placed(1, square(116, 39, 3) - square(117, 40, 1)))

    assert ring.find_many([117.5, 117.0], [40.5, 40.5]).tolist() == [0, 1]


def test_a_region_of_two_parts_is_found_in_both() -> None:
    islands = index(placed(1, MultiPolygon([square(116, 39, 1), square(118, 39, 1)])))

    assert islands.find_many([116.5, 117.5, 118.5], [39.5] * 3).tolist() == [1, 0, 1]


@pytest.mark.parametrize("lon", [float("nan"), float("inf"), -200.0])
def test_what_is_no_position_is_outside(lon: float) -> None:
    assert TILED.find(lon, 39.001) is None
    assert TILED.find_many([lon], [39.001]).tolist() == [0]


def test_a_city_without_shapes_holds_nothing() -> None:
    assert index().find(116.0, 39.0) is None
    assert index().find_many([116.0], [39.0]).tolist() == [0]


def test_no_positions_give_no_answers() -> None:
    assert TILED.find_many([], []).tolist() == []


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without a copy, as a new process does."""
    monkeypatch.setattr(locating, "_copies", locating._Copies())


@pytest.mark.django_db
@pytest.mark.usefixtures("forgetful")
class TestCopies:
    def test_a_new_shape_is_seen_at_once_where_it_was_drawn(self) -> None:
        region = make.region()
        assert city.locate(116.005, 39.005) is None

        make.square(region, west=116, south=39)

        found = city.locate(116.005, 39.005)
        assert found is not None
        assert (found.region_id, found.code) == (region.pk, region.code)
        assert city.locate_many([116.005, 1.0], [39.005, 1.0]).tolist() == [region.pk, 0]

    def test_a_region_out_of_use_holds_nothing(self) -> None:
        region = make.region()
        make.square(region, west=116, south=39)
        assert city.locate(116.005, 39.005) is not None

        Region.objects.filter(pk=region.pk).update(is_active=False)

        assert city.locate(116.005, 39.005) is None

    def test_what_is_taken_back_was_never_there(self) -> None:
        region = make.region()
        with transaction.atomic():
            make.square(region, west=116, south=39)
            assert city.locate(116.005, 39.005) is not None
            transaction.set_rollback(True)

        assert city.locate(116.005, 39.005) is None

    def test_a_version_is_never_given_twice(self) -> None:
        region = make.region()
        with transaction.atomic():
            make.square(region, west=116, south=39)
            taken_back = locating.version()
            transaction.set_rollback(True)

        make.square(region, west=117, south=39)

        assert locating.version() != taken_back

    def test_only_what_changed_is_read_again(self) -> None:
        east, west = make.region(), make.region()
        kept = make.square(east, west=117, south=39)
        moved = make.square(west, west=116, south=39)
        before = locating.load()

        with transaction.atomic():
            for number in (118.0, 119.0):  # twice in one transaction is twice
                moved.geometry = square(number, 39, 0.01).__geo_interface__
                moved.save()
                after = locating.load(before)

                found = after.index.find(number + 0.005, 39.005)
                assert found is not None
                assert found.region_id == west.pk
                assert after.index.find(116.005, 39.005) is None
                assert [
                    pk for pk in after.shapes if after.shapes[pk] is before.shapes.get(pk)
                ] == [kept.pk]
                before = after

    def test_a_new_name_is_read_without_the_shapes(self) -> None:
        region = make.region()
        make.square(region, west=116, south=39)
        before = locating.load()
        Region.objects.update(name="云溪市")

        with CaptureQueriesContext(connection) as asked:
            after = locating.load(before)

        found = after.index.find(116.005, 39.005)
        assert found is not None
        assert found.name == "云溪市"
        assert not any("geometry" in each["sql"] for each in asked)


_WATCHER = """
import sys, time
from chuangcheng.platform import database
database.ensure_running(unsafe_fast=True)
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from chuangcheng.city import api as city
print("ready" if city.locate(116.005, 39.005) is None else "wrong", flush=True)
until = time.monotonic() + 20
while city.locate(116.005, 39.005) is None and time.monotonic() < until:
    time.sleep(0.01)
print(time.time(), flush=True)
"""


@pytest.fixture
def watcher(transactional_db: None) -> Iterator[subprocess.Popen[str]]:
    """Another process on the same database, which locates one position again and again."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "chuangcheng.web.settings"}
    process = subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", _WATCHER, str(connection.settings_dict["NAME"])],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    yield process
    process.kill()
    process.wait()


def test_another_process_sees_a_change_within_two_seconds(
    watcher: subprocess.Popen[str],
) -> None:
    region = make.region()
    assert watcher.stdout
    assert watcher.stdout.readline().strip() == "ready"

    make.square(region, west=116, south=39)
    changed_at = time.time()

    assert float(watcher.stdout.readline()) - changed_at < 2
    assert RegionShape.objects.get().region.level == Level.CITY
