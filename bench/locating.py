"""How fast positions are located, against shapely's own tree asked in the plainest way."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils import timezone
from numpy.typing import NDArray

from bench import tilings
from chuangcheng.city import api as city
from chuangcheng.city.models import Level, Region, RegionShape
from chuangcheng.city.queries import locating

_ACROSS, _BENDS, _POSITIONS, _TIMES = 100, 6, 20_000, 9

Row = dict[str, str | float]


def run() -> list[Row]:
    """Return positions a second, one by one and in one call, over 10,000 polygons in the database."""
    shapes = tilings.crooked(_ACROSS, _ACROSS, bends=_BENDS)
    tree = shapely.STRtree(shapes)
    keys = _fill(shapes)
    loading = _seconds(locating.load)
    lons, lats = _positions(shapes)
    found = city.locate_many(lons, lats)
    _check(tree, keys, found, lons, lats)
    rows = _compare(tree, _Sample("", lons, lats))
    # Where a position lies near a border, the geometry itself must be asked.
    rows += _compare(tree, _Sample(" within 10 m of a border", *_near_borders(shapes)))
    known = locating.load()
    _touch_one()
    return [
        *rows,
        _loading("load the copy", loading, shapes),
        _loading(
            "load the copy after one was redrawn, of",
            _seconds(lambda: locating.load(known)),
            shapes,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Sample:
    """Positions to be found."""

    where: str
    lons: tilings.Floats
    lats: tilings.Floats


def _compare(tree: shapely.STRtree, sample: _Sample) -> list[Row]:
    """Ask both for the same positions, by turns."""
    lons, lats = sample.lons, sample.lats
    pairs = list(zip(lons.tolist(), lats.tolist(), strict=True))
    points = np.array([shapely.Point(lon, lat) for lon, lat in pairs], dtype=np.object_)

    def one_by_one() -> None:
        for lon, lat in pairs:
            city.locate(lon, lat)

    def raw_one_by_one() -> None:
        for point in points:
            tree.query(point, predicate="intersects")

    def raw_from_numbers() -> None:
        for lon, lat in pairs:
            tree.query(shapely.Point(lon, lat), predicate="intersects")

    alone, raw, from_numbers = _rates(one_by_one, raw_one_by_one, raw_from_numbers)
    together, raw_together = _rates(
        lambda: city.locate_many(lons, lats),
        lambda: tree.query(points, predicate="intersects"),
    )
    return [
        _row(f"one by one{sample.where}", rate, reference, reference_rate)
        for rate, reference, reference_rate in (
            (alone, "STRtree.query, points made beforehand", raw),
            (alone, "STRtree.query(Point(lon, lat))", from_numbers),
        )
    ] + [
        _row(
            f"in one call{sample.where}",
            together,
            "STRtree.query of all points, made beforehand",
            raw_together,
        )
    ]


def _row(how: str, rate: float, reference: str, reference_rate: float) -> Row:
    return {
        "name": f"locate {_POSITIONS} positions among {_ACROSS**2} polygons {how}",
        "value": rate,
        "unit": "positions/s",
        "reference": reference,
        "ratio": rate / reference_rate,
    }


def _loading(what: str, seconds: float, shapes: tilings.Shapes) -> Row:
    return {
        "name": f"{what} {_ACROSS**2} shapes from the database",
        "value": seconds,
        "unit": "s",
        "reference": "building the STRtree alone",
        "ratio": seconds / _seconds(lambda: shapely.STRtree(shapes)),
    }


def _touch_one() -> None:
    """Write one shape again, as a border that was moved is written."""
    shape = RegionShape.objects.order_by("id")[_ACROSS]
    shape.save(update_fields=["geometry"])


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


def _near_borders(shapes: tilings.Shapes) -> tuple[tilings.Floats, tilings.Floats]:
    rng = np.random.default_rng(8)
    corners = shapely.get_coordinates(shapes)
    near = corners[rng.integers(0, len(corners), _POSITIONS)]
    near = near + rng.uniform(-1, 1, near.shape) * 10 / 111_000
    return near[:, 0].copy(), near[:, 1].copy()


def _check(
    tree: shapely.STRtree,
    keys: NDArray[np.int64],
    found: NDArray[np.int64],
    lons: tilings.Floats,
    lats: tilings.Floats,
) -> None:
    """Both must give the same answers, or the comparison says nothing."""
    expected = np.zeros(_POSITIONS, dtype=np.int64)
    places, touching = tree.query(shapely.points(lons, lats), predicate="intersects")
    expected[places] = keys[touching]
    if not np.array_equal(found, expected):
        raise RuntimeError("the index and the tree disagree")


def _rates(*works: Callable[[], object]) -> list[float]:
    """Return positions a second of each: of several rounds, in which all take turns, the fastest."""
    rounds = [[_seconds(work) for work in works] for _ in range(_TIMES)]
    return [_POSITIONS / min(seconds) for seconds in zip(*rounds, strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
