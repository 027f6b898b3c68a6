"""Put points into the grids in which they lie after the city's boundaries have changed."""

from datetime import datetime

import numpy as np
from django.db import transaction
from django.utils import timezone

from chuangcheng.city import api as city
from chuangcheng.city.api import Region
from chuangcheng.platform import audit
from chuangcheng.points.models import Point
from chuangcheng.points.services import locating

_BATCH = 2000


@transaction.atomic
def regrid(*, at: datetime) -> int:
    """Find the grid of every point with a position anew; returns how many have changed.

    A point that now lies outside every shape keeps its grid: boundaries may come in one by one.
    """
    points = list(Point.objects.select_for_update(of=("self",)).placed().order_by("id"))
    if not points or not locating.has_boundaries():
        return 0
    positions = np.array([(point.lon, point.lat) for point in points], dtype=np.float64)
    found = city.locate_many(positions[:, 0], positions[:, 1]).tolist()
    regions = Region.objects.in_bulk()
    moved = []
    for point, pk in zip(points, found, strict=True):
        said = regions.get(point.region_id) if point.region_id else None
        chosen = locating.narrower(said, regions.get(pk))
        if chosen != said:
            point.region, point.updated_at = chosen, at
            moved.append(point)
    Point.objects.bulk_update(moved, ["region", "updated_at"], batch_size=_BATCH)
    if moved:
        audit.record(
            "points.point.regridded",
            subject="点位",
            key=f"{len(moved)} 个点位",
            detail={"count": len(moved)},
        )
    return len(moved)


def follow_boundaries(_event: city.BoundariesChanged) -> None:
    """Put the points where they lie now; the city tells of it after every change of its shapes."""
    regrid(at=timezone.now())
