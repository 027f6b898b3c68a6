"""Points by area, counted for every region at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from chuangcheng.points.api import PointQuerySet


@dataclass(slots=True)
class PointTally:
    """The points in use in a region and below it."""

    count: int = 0
    declared: int = 0
    key: int = 0

    def add(self, count: int, declared: int, key: int) -> None:
        self.count += count
        self.declared += declared
        self.key += key


NO_POINTS = PointTally()
_COUNTS = {
    "count": Count("id"),
    "declared": Count("id", filter=Q(is_declared=True)),
    "key": Count("id", filter=Q(is_key=True)),
}


def points_by_area(points: PointQuerySet) -> Mapping[str, PointTally]:
    """Count points in use for each region's code, those of the regions below it included."""
    rows = (
        points.in_use()
        .filter(region__isnull=False)
        .order_by()
        .values("region__path")
        .annotate(**_COUNTS)
        .values_list("region__path", *_COUNTS)
    )
    areas: defaultdict[str, PointTally] = defaultdict(PointTally)
    for path, *counts in rows:
        for code in path.split("/")[:-1]:
            areas[code].add(*counts)
    return areas


def points_within(points: PointQuerySet, path: str) -> PointTally:
    """Count the points in use in the region of a path."""
    inside = points.in_use().filter(region__path__startswith=path)
    return PointTally(**inside.aggregate(**_COUNTS))
