"""Where a position lies: each process keeps a copy of the city's shapes and looks whether it is old.

The version is asked for at most once a second. Inside a transaction it is asked for each time,
because the caller may have changed the shapes a moment ago; what is not committed yet is seen there
and nowhere else.
"""

import threading
import time
from collections import OrderedDict

import numpy as np
import shapely
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import TextField
from django.db.models.functions import Cast
from numpy.typing import ArrayLike, NDArray

from chuangcheng.city import codes
from chuangcheng.city.locating import Index, Located, Placed
from chuangcheng.city.models import MapVersion, RegionShape

Version = tuple[int, ...]

CHECK_EVERY_SECONDS = 1.0
_KEPT = 2


class _Own(threading.local):
    """This thread's connection: asking Django for it would cost as much as finding a position."""

    def __init__(self) -> None:
        self.connection = connections[DEFAULT_DB_ALIAS]


_own = _Own()


class _Copies:
    """The latest copies of this process, by version; threads share them."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._by_version: OrderedDict[Version, Index] = OrderedDict()
        self._current: Index | None = None
        self._checked_at = 0.0

    def current(self) -> Index:
        """Return a copy that was the city's own a second ago or later."""
        if _own.connection.in_atomic_block:
            return self._of(version())
        now = time.monotonic()
        if self._current is None or now - self._checked_at >= CHECK_EVERY_SECONDS:
            # Before asking, so that the other threads go on with the copy they have.
            self._checked_at = now
            self._current = self._of(version())
        return self._current

    def _of(self, wanted: Version) -> Index:
        known = self._by_version.get(wanted)
        if known is not None:
            return known
        with self._loading:
            if wanted not in self._by_version:
                self._by_version[wanted] = load()
                while len(self._by_version) > _KEPT:
                    self._by_version.popitem(last=False)
            return self._by_version[wanted]


_copies = _Copies()


def version() -> Version:
    """Return the version of the shapes; the same version means the same shapes."""
    return tuple(MapVersion.objects.order_by("id").values_list("number", flat=True))


def load() -> Index:
    """Read the shapes of all regions in use."""
    rows = list(
        RegionShape.objects.filter(region__is_active=True)
        # As text: the library reads thousands of them in one call.
        .annotate(text=Cast("geometry", TextField()))
        .order_by("region_id")
        .values_list(
            "region_id",
            "region__code",
            "region__name",
            "region__level",
            "region__path",
            "text",
        )
    )
    shapes = shapely.from_geojson([row[5] for row in rows])
    placed = [
        Placed(
            Located(region_id=row[0], code=row[1], name=row[2], level=row[3], path=row[4]),
            shape,
        )
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return Index(placed, levels=tuple(codes.NAMES)[::-1])


def locate(lon: float, lat: float) -> Located | None:
    """Return the smallest region in use whose shape holds a WGS-84 position, or none.

    A position on a border belongs to the region with the smallest code that touches it.
    """
    return _copies.current().find(lon, lat)


def locate_many(lons: ArrayLike, lats: ArrayLike) -> NDArray[np.int64]:
    """Return the keys of the regions that hold WGS-84 positions, 0 for those outside."""
    return _copies.current().find_many(lons, lats)
