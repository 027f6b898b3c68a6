"""Where a position lies: each process keeps a copy of the city's shapes and looks whether it is old.

The version is asked for at most twice a second. Inside a transaction it is asked for each time,
because the caller may have changed the shapes a moment ago; what is not committed yet is seen there
and nowhere else.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Func, TextField
from django.db.models.functions import Cast
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from chuangcheng.city import codes
from chuangcheng.city.locating import Index, Located, Placed
from chuangcheng.city.models import MapVersion, RegionShape

Version = tuple[int, ...]

# With what it takes to read ten thousand shapes this stays below two seconds.
CHECK_EVERY_SECONDS = 0.5
_KEPT = 2


class _Stamp(Func):
    """What PostgreSQL calls one version of a row: another one for each time it was written."""

    template = '"city_regionshape"."xmin"::text || "city_regionshape"."ctid"::text'
    output_field = TextField()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    stamp: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The index over the city's shapes, and what was read for it."""

    index: Index
    shapes: Mapping[int, _Read]


class _Own(threading.local):
    """This thread's connection: asking Django for it would cost as much as finding a position."""

    def __init__(self) -> None:
        self.connection = connections[DEFAULT_DB_ALIAS]


_own = _Own()


class _Copies:
    """The latest copies of this process, by version; threads share them."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._by_version: OrderedDict[Version, Copy] = OrderedDict()
        self._current: Index | None = None
        self._checked_at = 0.0

    def current(self) -> Index:
        """Return a copy that was the city's own half a second ago or later."""
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
            return known.index
        with self._loading:
            if wanted not in self._by_version:
                latest = next(reversed(self._by_version.values()), None)
                self._by_version[wanted] = load(latest)
                while len(self._by_version) > _KEPT:
                    self._by_version.popitem(last=False)
            return self._by_version[wanted].index


_copies = _Copies()


def version() -> Version:
    """Return the version of the shapes; the same version means the same shapes."""
    return tuple(MapVersion.objects.order_by("id").values_list("number", flat=True))


def load(before: Copy | None = None) -> Copy:
    """Read the regions in use, and those of their shapes that an earlier copy does not have."""
    rows = list(
        RegionShape.objects.filter(region__is_active=True)
        .annotate(stamp=_Stamp())
        .order_by("region_id")
        .values_list(
            "id",
            "stamp",
            "region_id",
            "region__code",
            "region__name",
            "region__level",
            "region__path",
        )
    )
    known = before.shapes if before else {}
    shapes = {row[0]: known[row[0]] for row in rows if _is_as_it_was(row, known)}
    shapes |= _read([row[0] for row in rows if row[0] not in shapes])
    placed = [
        Placed(
            Located(region_id=row[2], code=row[3], name=row[4], level=row[5], path=row[6]),
            shapes[row[0]].shape,
        )
        for row in rows
        # What was deleted a moment ago is missing; the version tells of that too.
        if row[0] in shapes
    ]
    earlier = before.index if before else None
    index = Index(placed, levels=tuple(codes.NAMES)[::-1], before=earlier)
    return Copy(index=index, shapes=shapes)


def _is_as_it_was(row: Sequence[Any], known: Mapping[int, _Read]) -> bool:
    return row[0] in known and known[row[0]].stamp == row[1]


def _read(wanted: Sequence[int]) -> dict[int, _Read]:
    """Read shapes by their keys."""
    rows = list(
        RegionShape.objects.filter(pk__in=wanted)
        # As text: the library reads thousands of them in one call.
        .annotate(stamp=_Stamp(), text=Cast("geometry", TextField()))
        .order_by("id")
        .values_list("id", "stamp", "text")
    )
    shapes = shapely.from_geojson([row[2] for row in rows])
    return {
        row[0]: _Read(stamp=row[1], shape=shape)
        for row, shape in zip(rows, shapes, strict=True)
    }


def locate(lon: float, lat: float) -> Located | None:
    """Return the smallest region in use whose shape holds a WGS-84 position, or none.

    A position on a border belongs to the region with the smallest code that touches it.
    """
    return _copies.current().find(lon, lat)


def locate_many(lons: ArrayLike, lats: ArrayLike) -> NDArray[np.int64]:
    """Return the keys of the regions that hold WGS-84 positions, 0 for those outside."""
    return _copies.current().find_many(lons, lats)
