"""Read points: who sees them, and what a row of theirs shows."""

from typing import Protocol

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import scope_of
from chuangcheng.points.models import Point, PointPhoto, PointQuerySet


class ShownPoint(Protocol):
    """A point with what the list adds: who sits in its post today, and whether there is a photo."""

    holder: str | None
    has_photo: bool


def visible_to(user: User) -> PointQuerySet:
    """Return the points a person may see: all of them, for whoever may see points."""
    may_see = scope_of(user).may(Right.SEE_POINTS)
    return Point.objects.all() if may_see else Point.objects.none()


def with_holder(points: QuerySet[Point]) -> QuerySet[Point]:
    """Name who sits in each point's post today as `holder`; nobody sits there twice."""
    today = timezone.localdate()
    held = Q(post__seats__starts_on__lte=today) & (
        Q(post__seats__ends_on__isnull=True) | Q(post__seats__ends_on__gte=today)
    )
    return points.annotate(
        held=FilteredRelation("post__seats", condition=held),
        holder=F("held__person__name"),
    )


def with_facts(points: QuerySet[Point]) -> QuerySet[Point]:
    """Add everything a row shows, in the statement that fetches it."""
    photos = PointPhoto.objects.filter(point=OuterRef("pk"))
    return (
        with_holder(points)
        .annotate(has_photo=Exists(photos))
        .select_related(
            "type", "region", "unit", "post", "post__unit", "post__region", "patron_unit"
        )
    )


def may_manage(user: User) -> bool:
    return scope_of(user).may(Right.MANAGE_POINTS)


def may_tend(user: User, point: Point) -> bool:
    """Tell whether a person may set a point's position and photo: the office, or its unit's own."""
    if may_manage(user):
        return True
    return point.unit_id is not None and scope_of(user).may_act_for(
        point.unit_id, Right.ACT_FOR_UNIT
    )
