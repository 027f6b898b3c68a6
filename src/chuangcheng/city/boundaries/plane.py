"""A city laid flat, so that tolerances are metres whichever way they point."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from chuangcheng.platform import geo

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
# A millimetre: what is kept, so that a vertex that two areas share stays one vertex.
DECIMALS = 8


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of an origin; straight lines stay straight both ways."""

    origin: tuple[float, float]

    @classmethod
    def around(cls, shapes: Shapes) -> Self:
        west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
        return cls(((west + east) / 2, (south + north) / 2))

    def flat(self, shapes: Shapes) -> Shapes:
        """Lay shapes in degrees flat."""
        laid: Shapes = shapely.transform(
            shapes,
            lambda points: np.stack(geo.to_metres(*points.T, origin=self.origin), axis=-1),
        )
        return laid

    def round(self, shapes: Shapes) -> Shapes:
        """Bring shapes in metres back to degrees."""
        back: Shapes = shapely.transform(shapes, self._rounded)
        return back

    def _rounded(self, points: Floats) -> Floats:
        lons, lats = geo.from_metres(points[:, 0], points[:, 1], origin=self.origin)
        rounded: Floats = np.stack([lons, lats], axis=-1).round(DECIMALS)
        return rounded

    def place(self, shape: BaseGeometry) -> BaseGeometry:
        """Bring one shape back."""
        found: BaseGeometry = self.round(np.array([shape], dtype=np.object_))[0]
        return found


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """Keep what has an area: repairs leave lines and points behind."""
    parts = [
        part
        for part in shapely.get_parts(shape, return_index=False)
        if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    return shapely.union_all(parts) if len(parts) != 1 else parts[0]


def valid(shapes: Shapes) -> Shapes:
    """Make rings that cross themselves into areas, keeping what they enclose."""
    made = shapes.copy()
    for place in np.flatnonzero(~shapely.is_valid(shapes)):
        made[place] = polygonal(
            shapely.make_valid(shapes[place], method="structure", keep_collapsed=False)
        )
    return made


def square_metres(shapes: Shapes) -> Floats:
    """Return the areas of shapes in degrees, each on the parallel of its own middle."""
    _, south, _, north = shapely.bounds(shapes).T
    metre = np.radians(1) * geo.EARTH_RADIUS
    areas: Floats = (
        shapely.area(shapes) * metre**2 * np.cos(np.radians((south + north) / 2))
    )
    return areas
