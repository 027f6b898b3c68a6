"""How fast positions are located, against shapely's own tree asked in the plainest way."""

import json
import time
from collections.abc import Callable

import numpy as np
import shapely
from django.utils import timezone
from numpy.typing import NDArray

from bench import tilings
from chuangcheng.city import api as city
from chuangcheng.city.models import Level, Region, RegionShape
from chuangcheng.city.queries import locating

_ACROSS, _BENDS, _POSITIONS, _TIMES = 100, 6, 20_000, 5

Row = dict[str, str | float]


def run() -> list[Row]:
    """Return positions a second, one by one and in one call, over 10,000 polygons in the database."""
    shapes = tilings.crooked(_ACROSS, _ACROSS, bends=_BENDS)
    tree = shapely.STRtree(shapes)
    keys = _fill(shapes)
    loading = _seconds(locating.load)
    lons, lats = _positions(shapes)
    pairs = list(zip(lons.tolist(), lats.tolist(), strict=True))
    points = np.array([shapely.Point(lon, lat) for lon, lat in pairs], dtype=np.object_)

    def raw_one_by_one() -> None:
        for point in points:
            tree.query(point, predicate="intersects")

    def raw_from_numbers() -> None:
        for lon, lat in pairs:
            tree.query(shapely.Point(lon, lat), predicate="intersects")

    def one_by_one() -> None:
        for lon, lat in pairs:
            city.locate(lon, lat)

    _check(tree, keys, lons, lats)
    alone, together = _rate(one_by_one), _rate(lambda: city.locate_many(lons, lats))
    return [
        _row(
            "one by one",
            alone,
            "STRtree.query, points made beforehand",
            _rate(raw_one_by_one),
        ),
        _row(
            "one by one", alone, "STRtree.query(Point(lon, lat))", _rate(raw_from_numbers)
        ),
        _row(
            "in one call",
            together,
            "STRtree.query of all points, made beforehand",
            _rate(lambda: tree.query(points, predicate="intersects")),
        ),
        {
            "name": f"load the copy of {_ACROSS**2} shapes from the database",
            "value": loading,
            "unit": "s",
            "reference": "building the STRtree alone",
            "ratio": loading / _seconds(lambda: shapely.STRtree(shapes)),
        },
    ]


def _row(how: str, rate: float, reference: str, reference_rate: float) -> Row:
    return {
        "name": f"locate {_POSITIONS} positions among {_ACROSS**2} polygons {how}",
        "value": rate,
        "unit": "positions/s",
        "reference": reference,
        "ratio": rate / reference_rate,
    }


def _fill(shapes: tilings.Shapes) -> NDArray[np.int64]:
    """Write the shapes into the database as grids of one city; return their keys in order."""
    root = Region.objects.create(
        code="990100", name="云溪市", level=Level.CITY, path="990100/"
    )
    grids = Region.objects.bulk_create(
        Region(
            code=f"990101001001{number:05d}",
            name=f"第{number}网格",
            level=Level.GRID,
            parent=root,
            path=f"{root.path}990101001001{number:05d}/",
        )
        for number in range(len(shapes))
    )
    now = timezone.now()
    RegionShape.objects.bulk_create(
        RegionShape(
            region=grid,
            geometry=json.loads(text),
            west=box[0],
            south=box[1],
            east=box[2],
            north=box[3],
            area=1.0,
            updated_at=now,
        )
        for grid, text, box in zip(
            grids, shapely.to_geojson(shapes), shapely.bounds(shapes).tolist(), strict=True
        )
    )
    return np.array([grid.pk for grid in grids], dtype=np.int64)


def _positions(shapes: tilings.Shapes) -> tuple[tilings.Floats, tilings.Floats]:
    west, south, east, north = shapely.total_bounds(shapes)
    rng = np.random.default_rng(7)
    return rng.uniform(west, east, _POSITIONS), rng.uniform(south, north, _POSITIONS)


def _check(
    tree: shapely.STRtree,
    keys: NDArray[np.int64],
    lons: tilings.Floats,
    lats: tilings.Floats,
) -> None:
    """Both must give the same answers, or the comparison says nothing."""
    expected = np.zeros(_POSITIONS, dtype=np.int64)
    places, found = tree.query(shapely.points(lons, lats), predicate="intersects")
    expected[places] = keys[found]
    if not np.array_equal(city.locate_many(lons, lats), expected):
        raise RuntimeError("the index and the tree disagree")


def _rate(work: Callable[[], object]) -> float:
    """Return positions a second, of several runs the fastest."""
    return _POSITIONS / min(_seconds(work) for _ in range(_TIMES))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
