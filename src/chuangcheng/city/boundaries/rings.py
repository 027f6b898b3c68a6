"""Numbers of a file into polygons, or a sentence that says what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
_FEWEST = 3


class BadRing(Exception):
    """A ring cannot be drawn; the message goes behind the name of the feature."""


@dataclass(slots=True)
class Mended:
    """What was put right on the way, because there is only one way to do it."""

    closed: int = 0
    flattened: int = 0


def polygons(parts: Sequence[object], mended: Mended) -> BaseGeometry:
    """Draw the polygons of one feature, each a list of an outer ring and holes.

    Raises:
        BadRing: there is no ring, or one has too few or bad positions.
    """
    drawn = [_polygon(part, mended) for part in parts]
    if not drawn:
        raise BadRing("没有边界坐标，请补上或删去这个要素")
    # Holes clockwise, outer rings the other way round, as GeoJSON wants them.
    whole = drawn[0] if len(drawn) == 1 else shapely.MultiPolygon(drawn)
    return shapely.orient_polygons(whole)


def _polygon(part: object, mended: Mended) -> shapely.Polygon:
    if not isinstance(part, list | tuple) or not part:
        raise BadRing("没有边界坐标，请补上或删去这个要素")
    rings = [_ring(ring, place, mended) for place, ring in enumerate(part, start=1)]
    return shapely.Polygon(rings[0], rings[1:])


def _ring(ring: object, place: int, mended: Mended) -> Floats:
    points = _points(ring, place)
    if points.shape[1] > 2:
        mended.flattened += 1
    points = points[:, :2]
    if not np.isfinite(points).all():
        bad = int(np.flatnonzero(~np.isfinite(points).all(axis=1))[0]) + 1
        raise BadRing(f"第 {place} 个环的第 {bad} 个点坐标是空值(NaN)，请改正")
    if not np.array_equal(points[0], points[-1]):
        mended.closed += 1
        points = np.concatenate([points, points[:1]])
    count = len(np.unique(points, axis=0))
    if count < _FEWEST:
        raise BadRing(f"第 {place} 个环只有 {count} 个不同的点，至少要 3 个才围成一块")
    return points


def _points(ring: object, place: int) -> Floats:
    try:
        points = np.asarray(ring, dtype=np.float64)
    except (TypeError, ValueError):
        # Some positions have a height and others none.
        points = _uneven(ring, place)
    if points.ndim != 2 or points.shape[1] < 2 or not len(points):
        raise BadRing(f"第 {place} 个环的坐标不是成对的数字，请改正")
    return points


def _uneven(ring: object, place: int) -> Floats:
    try:
        return np.asarray([tuple(point)[:2] for point in ring], dtype=np.float64)  # type: ignore[attr-defined]  # anything may come; what cannot be walked through is refused
    except (TypeError, ValueError) as bad:
        raise BadRing(f"第 {place} 个环的坐标不是成对的数字，请改正") from bad
