"""In which region positions lie, asked of the city; and what to say of those that lie nowhere."""

from collections.abc import Sequence

import numpy as np

from chuangcheng.city import api as city
from chuangcheng.city.api import Region

OUTSIDE = "不在本市边界内，请核对经纬度和坐标系"
SWAPPED = "经度和纬度填反了（经度在前，约 73～136；纬度在后，约 3～54），请对调"


def has_boundaries() -> bool:
    """Tell whether any region has a shape; without shapes nothing can be outside."""
    return Region.objects.filter(shape__isnull=False).exists()


def regions_at(positions: Sequence[tuple[float, float]]) -> list[int | None]:
    """Return for each WGS-84 position the smallest region that holds it."""
    if not positions:
        return []
    lons, lats = np.array(positions, dtype=np.float64).T
    return [int(pk) or None for pk in city.locate_many(lons, lats)]


def narrower(said: Region | None, located: Region | None) -> Region | None:
    """Choose between the region a person names and the one a position falls in.

    The position decides, unless the person names a part of that region which has no shape itself.
    """
    if located is None:
        return said
    if said is not None and said.path.startswith(located.path):
        return said
    return located
