"""One change to many points: counted first, then made to all of them or to none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Post, Unit
from chuangcheng.framework.api import PointType
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.models import Point, PointState
from chuangcheng.points.services import authority

_NAMED = 3


class What(StrEnum):
    """What is changed."""

    UNIT = "unit"
    POST = "post"
    PATRON_UNIT = "patron_unit"
    TYPE = "type"
    DECLARED = "is_declared"
    KEY = "is_key"
    VOID = "void"
    RESTORE = "restore"


class BulkRefused(Refused):
    """The points cannot all be changed like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change and its value; no unit or post means to take it away."""

    what: What
    value: Unit | Post | PointType | bool | str | None

    @property
    def said(self) -> str:
        """Say the change in words: 责任单位改为区园林局."""
        if self.what is What.VOID:
            return f"作废，原因：{self.value}"
        if self.what is What.RESTORE:
            return "恢复使用"
        if isinstance(self.value, bool):
            words = {What.DECLARED: ("已申报", "未申报"), What.KEY: ("重点", "一般")}
            return f"改为{words[self.what][not self.value]}"
        label = str(Point._meta.get_field(self.what.value).verbose_name)  # type: ignore[union-attr]
        return f"{label}改为{self.value}" if self.value else f"清空{label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How many points a change touches, and how many are so already."""

    total: int
    changed: int
    unseated: int

    @property
    def same(self) -> int:
        return self.total - self.changed


def preview(codes: Sequence[str], change: Change) -> Effect:
    """Count what a change would do.

    Raises:
        BulkRefused: it does not fit some of the points.
    """
    return _effect(Point.objects.filter(code__in=codes), change, len(codes))


@transaction.atomic
def apply(
    codes: Sequence[str], change: Change, *, expected: int, by: User, at: datetime
) -> Effect:
    """Make one change to all of the points, in one entry of the log.

    Raises:
        NotYours: the person may not manage points.
        BulkRefused: the points are others than were previewed, or it does not fit some of them.
    """
    authority.require_office(by)
    points = Point.objects.filter(code__in=codes)
    locked = list(points.select_for_update().order_by("id").values_list("id", flat=True))
    if len(locked) != expected:
        raise BulkRefused(
            f"符合条件的点位由 {expected} 个变为 {len(locked)} 个，没有修改，请重新核对。"
        )
    effect = _effect(points, change, len(locked))
    if not effect.changed:
        return effect
    touched = list(points.exclude(_is_so(change)).values_list("id", flat=True))
    if change.what is What.UNIT:
        _foreign_posts(points, change).update(post=None)
    Point.objects.filter(pk__in=touched).update(**_values(change), updated_at=at)
    audit.record(
        "points.point.edited_many",
        subject="点位",
        key=f"{effect.changed} 个点位",
        by=by,
        detail={"change": change.said, "codes": sorted(codes)},
    )
    return effect


def _effect(points: QuerySet[Point], change: Change, total: int) -> Effect:
    if change.what is What.POST and isinstance(change.value, Post):
        _refuse_elsewhere(points, change.value)
    unseated = _foreign_posts(points, change).count() if change.what is What.UNIT else 0
    return Effect(
        total=total, changed=points.exclude(_is_so(change)).count(), unseated=unseated
    )


def _values(change: Change) -> dict[str, object]:
    if change.what is What.VOID:
        return {"state": PointState.VOID, "void_reason": change.value}
    if change.what is What.RESTORE:
        return {"state": PointState.IN_USE, "void_reason": ""}
    return {change.what.value: change.value}


def _is_so(change: Change) -> Q:
    """Ask for the points that need no change; a void point keeps its reason."""
    if change.what is What.VOID:
        return Q(state=PointState.VOID)
    if change.what is What.RESTORE:
        return Q(state=PointState.IN_USE)
    if change.value is None:
        return Q(**{f"{change.what.value}__isnull": True})
    return Q(**{change.what.value: change.value})


def _foreign_posts(points: QuerySet[Point], change: Change) -> QuerySet[Point]:
    """Return the points whose post lies in another unit than the new one."""
    held = points.filter(post__unit__isnull=False)
    return held.exclude(post__unit=change.value) if isinstance(change.value, Unit) else held


def _refuse_elsewhere(points: QuerySet[Point], post: Post) -> None:
    if post.region:
        fitting = points.filter(region__path__startswith=post.region.path)
    else:
        fitting = points.filter(unit=post.unit)
    wrong = points.exclude(pk__in=fitting.values("pk"))
    names = list(wrong.order_by("code").values_list("name", flat=True))
    if names:
        more = f"等 {len(names)} 个点位" if len(names) > _NAMED else ""
        raise BulkRefused(
            f"岗位“{post}”不在{'、'.join(names[:_NAMED])}{more}的责任单位或网格里，"
            "请先改责任单位，或缩小选择范围。"
        )
