"""From cells to outlines: the border of any group of cells, along the very edges that part them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from chuangcheng.platform.geo import EARTH_RADIUS
from chuangcheng.twin.ground.arrays import Bools, Floats, Ints
from chuangcheng.twin.ground.mesh import Mesh

# Degrees; about a centimetre.
DECIMALS = 7


@dataclass(frozen=True, slots=True)
class Edges:
    """The bent edges on the earth's surface, with the cells on their two sides."""

    mesh: Mesh
    lines: Sequence[Floats]

    def outline(self, is_inside: Bools) -> BaseGeometry:
        """Return the outline of the cells that are inside, as a polygon or several."""
        inside_left, inside_right = is_inside[self.mesh.left], is_inside[self.mesh.right]
        forward = np.nonzero(inside_left & ~inside_right)[0]
        backward = np.nonzero(inside_right & ~inside_left)[0]
        return _as_shape(self._rings(forward, backward))

    def _rings(self, forward: Ints, backward: Ints) -> Iterable[Floats]:
        """Chain edges into rings that have the inside on their left."""
        follow = {
            int(self.mesh.starts[edge]): (int(self.mesh.ends[edge]), self.lines[edge])
            for edge in forward
        }
        follow |= {
            int(self.mesh.ends[edge]): (int(self.mesh.starts[edge]), self.lines[edge][::-1])
            for edge in backward
        }
        while follow:
            at, line = follow.pop(next(iter(follow)))
            ring = [line]
            while at in follow:
                at, line = follow.pop(at)
                ring.append(line[1:])
            yield np.vstack(ring)


def _as_shape(rings: Iterable[Floats]) -> BaseGeometry:
    polygons = [Polygon(ring) for ring in rings]
    outer = [each for each in polygons if each.exterior.is_ccw]
    inner = [each for each in polygons if not each.exterior.is_ccw]
    shapes = [
        Polygon(shell.exterior, [hole.exterior for hole in inner if shell.contains(hole)])
        for shell in outer
    ]
    return shapes[0] if len(shapes) == 1 else shapely.multipolygons(shapes)


def on_earth(lines: Iterable[Floats], origin: tuple[float, float]) -> list[Floats]:
    """Lay lines in metres on the earth around `origin`, rounded; shared ends stay shared."""
    return [np.round(lonlat(line, origin), DECIMALS) for line in lines]


def lonlat(points: Floats, origin: tuple[float, float]) -> Floats:
    """Turn metres east and north of `origin` into degrees."""
    north = np.degrees(points[:, 1] / EARTH_RADIUS) + origin[1]
    scale = EARTH_RADIUS * np.cos(np.radians(origin[1]))
    east = np.degrees(points[:, 0] / scale) + origin[0]
    degrees: Floats = np.column_stack([east, north])
    return degrees
