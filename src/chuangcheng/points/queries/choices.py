"""What the fields of the points' forms offer."""

from dataclasses import dataclass

from django.db.models import Count, Q

from chuangcheng.framework.api import PointType
from chuangcheng.points.models import Point, PointState


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The types in use under their groups, and how many points each has."""

    groups: list[str]
    types: list[tuple[str, list[tuple[str, str]]]]


def types() -> Offered:
    """List the types in use by group, for a select with headings."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    rows = PointType.objects.filter(is_active=True).order_by("order", "code")
    for code, name, group in rows.values_list("code", "name", "group"):
        grouped.setdefault(group or "其他", []).append((code, name))
    return Offered(groups=[each for each in grouped if each], types=list(grouped.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCount:
    """How many points in use there are of a type."""

    code: str
    name: str
    count: int


def counted(points: Q, *, most: int = 100) -> list[TypeCount]:
    """Count the points in use by type, the commonest first."""
    rows = (
        Point.objects.filter(points, state=PointState.IN_USE)
        .values_list("type__code", "type__name")
        .annotate(count=Count("id"))
        .order_by("-count", "type__code")
    )
    return [
        TypeCount(code=code, name=name, count=count) for code, name, count in rows[:most]
    ]
