"""The areas of one level that together should cover a city once and only once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from chuangcheng.city.boundaries.plane import Plane, Shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One area in WGS-84; a fixed one is in the city already and is not to be moved."""

    code: str
    name: str
    parent: str
    shape: BaseGeometry
    is_fixed: bool = False


def ordered(tiles: Sequence[Tile]) -> list[Tile]:
    """Put first whoever keeps what several claim: what the city has, then the smaller code."""
    return sorted(tiles, key=lambda tile: (not tile.is_fixed, tile.code))


def shapes_of(tiles: Sequence[Tile]) -> Shapes:
    return np.array([tile.shape for tile in tiles], dtype=np.object_)


def plane_of(tiles: Sequence[Tile], parents: Mapping[str, Tile]) -> Plane:
    """Lay the ground so that the same tiles always lie in the same place of it."""
    # Parents first: they do not move when the tiles are mended, and no more does the origin.
    return Plane.around(shapes_of(list(parents.values()) or list(tiles)))


def by_parent(tiles: Sequence[Tile]) -> dict[str, list[int]]:
    """Group the places of the tiles by the parent they lie in."""
    groups: dict[str, list[int]] = {}
    for place, tile in enumerate(tiles):
        groups.setdefault(tile.parent, []).append(place)
    return groups


def is_thin(shape: BaseGeometry, width: float) -> bool:
    """Tell whether a shape is narrower than a width all along."""
    # A long strip has half its outline on each side.
    return bool(2 * shape.area < width * shape.length)


def parts_of(shape: BaseGeometry) -> list[BaseGeometry]:
    """List the areas that a shape consists of; lines and points are left out."""
    return [part for part in shapely.get_parts(shape) if part.area > 0]
