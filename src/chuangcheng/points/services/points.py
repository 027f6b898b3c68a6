"""One point: add, correct, move, void and restore."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Post, Region, Unit
from chuangcheng.framework.api import PointType
from chuangcheng.platform import audit, numbering
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.models import Point, PointState
from chuangcheng.points.rules import CODE, looks_swapped, rounded
from chuangcheng.points.services import authority, codes, locating


class PointRefused(Refused):
    """The point cannot be changed like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFacts:
    """What a person says about a point; `region` counts where the position tells nothing."""

    name: str
    type: PointType
    is_declared: bool
    is_key: bool
    address: str
    lon: float | None
    lat: float | None
    region: Region | None
    unit: Unit | None
    post: Post | None
    patron_unit: Unit | None
    note: str


@transaction.atomic
def add(facts: PointFacts, *, code: str = "", by: User, at: datetime) -> Point:
    """Add a point; without a code it gets the next free one.

    Raises:
        NotYours: the person may not manage points.
        PointRefused: the code is taken, or the facts do not fit together.
    """
    authority.require_office(by)
    if code and not CODE.fullmatch(code):
        raise PointRefused("点位编号只能用字母、数字和短横线，最多 30 个字。")
    # Held until the end: of two people adding the same code the second is told.
    numbering.take(codes.SERIES, count=0)
    if code and Point.objects.filter(code=code).exists():
        raise PointRefused(f"点位编号 {code} 已被使用，请换一个，或空着由系统编号。")
    point = Point(code=code or codes.fresh(1)[0])
    _take_over(point, facts, at)
    point.save(force_insert=True)
    _record("added", point, by=by, detail={"name": point.name})
    return point


@transaction.atomic
def edit(code: str, facts: PointFacts, *, by: User, at: datetime) -> Point:
    """Correct what is known of a point.

    Raises:
        NotYours: the person may not manage points.
        PointRefused: the facts do not fit together.
    """
    authority.require_office(by)
    point = _locked(code)
    before = _values(point)
    _take_over(point, facts, at)
    changed = sorted(
        name for name, value in _values(point).items() if before[name] != value
    )
    if changed:
        point.save()
        labels = {each.attname: str(each.verbose_name) for each in Point._meta.fields}
        _record(
            "edited", point, by=by, detail={"fields": [labels[name] for name in changed]}
        )
    return point


@transaction.atomic
def place(code: str, lon: float, lat: float, *, by: User, at: datetime) -> Point:
    """Say where a point is; its grid follows.

    Raises:
        NotYours: the person acts neither for the office nor for the responsible unit.
        PointRefused: the position lies outside the city.
    """
    point = _locked(code)
    authority.require_tender(by, point)
    lon, lat = rounded(lon), rounded(lat)
    if (point.lon, point.lat) == (lon, lat):
        return point
    point.region = _region(lon, lat, point.region)
    point.lon, point.lat, point.updated_at = lon, lat, at
    point.save(update_fields=["lon", "lat", "region", "updated_at"])
    _record("placed", point, by=by, detail={"region": str(point.region or "")})
    return point


@transaction.atomic
def void(code: str, *, reason: str, by: User, at: datetime) -> Point:
    """Take a point out of use, with the reason.

    Raises:
        NotYours: the person may not manage points.
        PointRefused: there is no reason, or it is void already.
    """
    authority.require_office(by)
    point = _locked(code)
    if not reason.strip():
        raise PointRefused("请写明作废原因，例如：已拆除、已停业、与某点位重复。")
    if not point.is_in_use:
        raise PointRefused(f"{point}已经作废：{point.void_reason}。")
    point.state, point.void_reason, point.updated_at = PointState.VOID, reason.strip(), at
    point.save(update_fields=["state", "void_reason", "updated_at"])
    _record("voided", point, by=by, detail={"reason": point.void_reason})
    return point


@transaction.atomic
def restore(code: str, *, by: User, at: datetime) -> Point:
    """Put a void point in use again.

    Raises:
        NotYours: the person may not manage points.
    """
    authority.require_office(by)
    point = _locked(code)
    if point.is_in_use:
        return point
    reason = point.void_reason
    point.state, point.void_reason, point.updated_at = PointState.IN_USE, "", at
    point.save(update_fields=["state", "void_reason", "updated_at"])
    _record("restored", point, by=by, detail={"reason": reason})
    return point


def _locked(code: str) -> Point:
    return (
        Point.objects.select_for_update(of=("self",))
        .select_related("type", "region", "unit")
        .get(code=code)
    )


def _take_over(point: Point, facts: PointFacts, at: datetime) -> None:
    for each in fields(facts):
        setattr(point, each.name, getattr(facts, each.name))
    if facts.lon is not None and facts.lat is not None:
        point.lon, point.lat = rounded(facts.lon), rounded(facts.lat)
        point.region = _region(point.lon, point.lat, facts.region)
    refuse_foreign_post(facts.post, unit=facts.unit, region=point.region)
    point.updated_at = at


def _values(point: Point) -> dict[str, object]:
    return {
        each.attname: getattr(point, each.attname)
        for each in Point._meta.fields
        if each.name not in {"id", "updated_at"}
    }


def _region(lon: float, lat: float, said: Region | None) -> Region | None:
    if looks_swapped(lon, lat):
        raise PointRefused(f"{locating.SWAPPED}。")
    pk = locating.regions_at([(lon, lat)])[0]
    if pk is None and locating.has_boundaries():
        raise PointRefused(
            "这个位置不在本市边界内。请在地图上重新点选，或核对经纬度和坐标系；"
            "边界有误的，请先在“单位与区划”里更正边界。"
        )
    return locating.narrower(said, Region.objects.get(pk=pk) if pk else None)


def refuse_foreign_post(
    post: Post | None, *, unit: Unit | None, region: Region | None
) -> None:
    """Turn down a post that is neither in the responsible unit nor in the grid or above it.

    Raises:
        PointRefused: naming the post.
    """
    if post is None or (post.unit_id and unit and post.unit_id == unit.pk):
        return
    codes_above = region.path.split("/")[:-1] if region else []
    if post.region and post.region.code in codes_above:
        return
    raise PointRefused(
        f"岗位“{post}”不在责任单位里，也不在点位所在的网格、社区或街道里，请另选岗位。"
    )


def _record(verb: str, point: Point, *, by: User, detail: dict[str, object]) -> None:
    audit.record(
        f"points.point.{verb}", subject="点位", key=str(point), by=by, detail=detail
    )
