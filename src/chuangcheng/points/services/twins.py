"""Two points that are one place are merged; two that only look like it are remembered as two."""

from datetime import datetime

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.models import Point, PointsApart, PointState
from chuangcheng.points.services import authority

# What the kept point takes from the other where it has nothing itself.
_FILLED = ("address", "region", "unit", "post", "patron_unit", "note")


class TwinsRefused(Refused):
    """The two cannot be merged."""


@transaction.atomic
def merge(keep: str, drop: str, *, by: User, at: datetime) -> Point:
    """Keep one of two points, filled up from the other, which becomes void.

    Raises:
        NotYours: the person may not manage points.
        TwinsRefused: they are the same, of two types, or one is void.
    """
    authority.require_office(by)
    kept, dropped = _pair(keep, drop)
    if not (kept.is_in_use and dropped.is_in_use):
        raise TwinsRefused("其中一个点位已经作废，不用再合并。")
    if kept.type_id != dropped.type_id:
        raise TwinsRefused("两个点位类型不同，不能合并，请先核对类型。")
    for name in _FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(dropped, name))
    if kept.lon is None:
        kept.lon, kept.lat, kept.region = dropped.lon, dropped.lat, dropped.region
    kept.is_key |= dropped.is_key
    kept.is_declared |= dropped.is_declared
    if kept.post and kept.post.unit_id and kept.post.unit_id != kept.unit_id:
        kept.post = None
    kept.updated_at = dropped.updated_at = at
    dropped.state = PointState.VOID
    dropped.void_reason = f"与 {kept.code} {kept.name}重复，已合并"[:200]
    if not kept.photos.exists():
        dropped.photos.update(point=kept)
    kept.save()
    dropped.save()
    audit.record(
        "points.point.merged",
        subject="点位",
        key=str(kept),
        by=by,
        detail={"dropped": str(dropped)},
    )
    return kept


@transaction.atomic
def keep_apart(first: str, second: str, *, by: User, at: datetime) -> None:
    """Remember that two like points are two places.

    Raises:
        NotYours: the person may not manage points.
        TwinsRefused: they are the same.
    """
    authority.require_office(by)
    point, other = _pair(first, second)
    PointsApart.objects.bulk_create(
        [PointsApart.of(point, other, by=by, at=at)], ignore_conflicts=True
    )
    audit.record(
        "points.point.kept_apart",
        subject="点位",
        key=str(point),
        by=by,
        detail={"other": str(other)},
    )


def _pair(first: str, second: str) -> tuple[Point, Point]:
    found = {
        point.code: point
        for point in Point.objects.select_for_update(of=("self",))
        .select_related("region", "unit", "post__unit", "patron_unit")
        .filter(code__in=[first, second])
        .order_by("id")
    }
    if len(found) != 2:
        raise TwinsRefused("请选择两个不同的点位。")
    return found[first], found[second]
