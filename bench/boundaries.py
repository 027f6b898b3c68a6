"""How long it takes to check and mend the grids of a large city, each drawn by itself."""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from bench import tilings
from chuangcheng.city.boundaries.mending import Repair, mend
from chuangcheng.city.boundaries.plane import Plane
from chuangcheng.city.boundaries.tiles import Tile
from chuangcheng.city.boundaries.topology import check

_ACROSS = 71
_SIDE_OF_COMMUNITY = 5
# Sixty centimetres.
_JITTER = 0.6 / 111_195

Row = dict[str, str | float]
T = TypeVar("T")


def run() -> list[Row]:
    """Return the seconds for some 5,000 grids in communities, every vertex drawn twice."""
    shapes = tilings.crooked(_ACROSS, _ACROSS, bends=4)
    tiles, parents = _drawn(shapes)
    checking, findings = _timed(lambda: check(tiles, parents))
    mending, mended = _timed(lambda: mend(tiles, parents, list(Repair), findings))
    if check(mended.tiles, parents):
        raise RuntimeError("something is left to mend")
    flat = Plane.around(shapes).flat(np.array([t.shape for t in tiles], dtype=np.object_))
    bare, _ = _timed(
        lambda: shapely.coverage_clean(flat, snapping_distance=2, gap_width=2)  # type: ignore[attr-defined]  # newer than its stubs
    )
    return [
        {
            "name": f"{verb} {len(tiles)} jittered grids ({len(findings)} findings)",
            "value": seconds,
            "unit": "s",
            "reference": "shapely.coverage_clean of the same grids",
            "ratio": seconds / bare,
        }
        for verb, seconds in (("check", checking), ("mend", mending))
    ]


def _drawn(shapes: tilings.Shapes) -> tuple[list[Tile], dict[str, Tile]]:
    rng = np.random.default_rng(7)
    whole: dict[str, list[shapely.Geometry]] = {}
    tiles = []
    for place, shape in enumerate(shapes):
        column, row = place % _ACROSS, place // _ACROSS
        code = f"{column // _SIDE_OF_COMMUNITY:03d}{row // _SIDE_OF_COMMUNITY:03d}"
        whole.setdefault(code, []).append(shape)
        drawn = shapely.transform(shape, lambda points: _jittered(points, rng))
        tiles.append(Tile(code=f"{code}{place:05d}", name="网格", parent=code, shape=drawn))
    return tiles, {
        code: Tile(code=code, name="社区", parent="", shape=shapely.union_all(parts))
        for code, parts in whole.items()
    }


def _jittered(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    moved = points[:-1] + rng.uniform(-_JITTER, _JITTER, (len(points) - 1, 2))
    closed: NDArray[np.float64] = np.concatenate([moved, moved[:1]])
    return closed


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done
