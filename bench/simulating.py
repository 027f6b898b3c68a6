"""Making cities up, from a county to ten million, against GEOS meshing the same sites alone."""

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np
import shapely

from chuangcheng.twin import folder
from chuangcheng.twin.city import City, imagined

SEED = 7
SIZES = {
    "county of 200,000": 200_000,
    "city of 800,000": 800_000,
    "city of ten million": 10_000_000,
}
Row = dict[str, str | float]
T = TypeVar("T")


def run() -> list[Row]:
    """Return for each size the time to imagine the city, and to write its files."""
    rows: list[Row] = []
    for name, population in SIZES.items():
        city, imagining = _timed(partial(imagined, SEED, population))
        files, writing = _timed(partial(_written, city))
        _, meshing = _timed(partial(_meshed, city))
        megabytes = sum(map(len, files)) / 1e6
        rows += [
            _row(f"imagine a {name}", imagining, "GEOS Voronoi of as many sites", meshing),
            _row(
                f"write its files ({megabytes:.1f} MB)", writing, "imagining it", imagining
            ),
        ]
    return rows


def _written(city: City) -> list[bytes]:
    return [made() for made in folder.files(city).values()]


def _meshed(city: City) -> object:
    sites = np.random.default_rng(SEED).random((city.size.grids, 2))
    return shapely.voronoi_polygons(shapely.MultiPoint(sites))


def _row(name: str, seconds: float, reference: str, took: float) -> Row:
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "reference": reference,
        "ratio": round(seconds / took, 2),
    }


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    made = work()
    return made, time.process_time() - begun
