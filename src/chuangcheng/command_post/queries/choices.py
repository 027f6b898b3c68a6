"""What the map's filter offers, and what its script must know of the types."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from chuangcheng.city.api import Unit
from chuangcheng.framework.api import PointType
from chuangcheng.points.api import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of points that the city has."""

    code: str
    name: str
    group: str


def kinds() -> Sequence[Kind]:
    """List the types that any point has, in the order of the types."""
    used = Exists(Point.objects.filter(type=OuterRef("pk")))
    rows = PointType.objects.filter(used).order_by("order", "code")
    return [
        Kind(code=code, name=name, group=group or "其他")
        for code, name, group in rows.values_list("code", "name", "group")
    ]


def units_with_points() -> QuerySet[Unit]:
    """Return the units that answer for any point."""
    used = Exists(Point.objects.filter(unit=OuterRef("pk")))
    return Unit.objects.filter(used).order_by("order", "code")
