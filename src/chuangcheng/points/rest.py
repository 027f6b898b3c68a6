"""Points for programs; mounted by `web.rest`."""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from chuangcheng.accounts.models import User
from chuangcheng.accounts.rest import REFUSALS, Denied, Page, Paging, page_of, person_of
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Region, Unit, scope_of
from chuangcheng.framework.api import checklist_of
from chuangcheng.points.models import Point
from chuangcheng.points.queries import filtering
from chuangcheng.points.queries import points as queries

router = Router(tags=["点位"])


class PointOut(Schema):
    """A point; `type`, `region` and units are codes, the position is WGS-84."""

    code: str = Field(description="点位编号")
    name: str = Field(description="点位名称")
    type: str = Field(description="点位类型代码")
    type_name: str = Field(description="点位类型")
    is_declared: bool = Field(description="已申报")
    is_key: bool = Field(description="重点点位")
    address: str = Field(description="地址")
    lon: float | None = Field(description="经度")
    lat: float | None = Field(description="纬度")
    region: str | None = Field(description="所在网格代码")
    unit: str | None = Field(description="责任单位编码")
    post: str | None = Field(description="责任岗位")
    person: str | None = Field(description="现任责任人")
    patron_unit: str | None = Field(description="包联单位编码")
    state: str = Field(description="状态")
    void_reason: str = Field(description="作废原因")
    updated_at: datetime = Field(description="更新时间")


class ItemOut(Schema):
    """One thing looked at in places of this type."""

    code: str = Field(description="编号")
    name: str = Field(description="检查项")
    criterion: str = Field(description="标准")
    scoring: str = Field(description="计分方式")
    severity: str = Field(description="严重程度")
    provenance: str = Field(description="来源")
    indicator: str | None = Field(description="测评标准编号")


class PointDetail(PointOut):
    checklist: list[ItemOut] = Field(description="现行版本的检查项")


class PointPage(Page):
    items: list[PointOut]


class PointFilter(Paging):
    q: str = Field("", max_length=100, description="名称、地址或编号")
    type: str = Field("", max_length=12, description="点位类型代码")
    region: str = Field("", max_length=20, description="区划代码，含以下各级")
    unit: str = Field("", max_length=30, description="责任单位编码，含下级")
    state: str = Field("IN_USE", pattern="^(IN_USE|VOID|ALL)$", description="状态")


_CHIPS = {"IN_USE": "in_use", "VOID": "void", "ALL": "all"}


@router.get("/points", response={200: PointPage, **REFUSALS}, summary="点位列表")
def points(request: HttpRequest, asked: Query[PointFilter]) -> object:
    """按编号排列；默认只列在用的。"""
    user = _seeing(request)
    search = filtering.Search(
        chip=_CHIPS[asked.state],
        words=asked.q,
        type=asked.type,
        region=get_object_or_404(Region, code=asked.region) if asked.region else None,
        unit=get_object_or_404(Unit, code=asked.unit) if asked.unit else None,
    )
    found = Point.objects.filter(pk__in=filtering.found(user, search).values("pk"))
    return page_of(queries.with_facts(found).order_by("code"), asked, _point)


@router.get("/points/{code}", response={200: PointDetail, **REFUSALS}, summary="点位详情")
def point(request: HttpRequest, code: str) -> object:
    shown = queries.with_facts(queries.visible_to(_seeing(request)))
    one = get_object_or_404(shown, code=code)
    checklist = checklist_of(one.type)
    items = [
        {
            "code": item.code,
            "name": item.name,
            "criterion": item.criterion,
            "scoring": item.scoring,
            "severity": item.severity,
            "provenance": item.provenance,
            "indicator": item.indicator.code if item.indicator else None,
        }
        for item in (checklist.items.all() if checklist else ())
    ]
    return {**_point(one), "checklist": items}


def _seeing(request: HttpRequest) -> User:
    user = person_of(request)
    if not scope_of(user).may(Right.SEE_POINTS):
        raise Denied(f"您的岗位没有“{Right.SEE_POINTS.label}”的权限。")
    return user


def _point(one: Point) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "type": one.type.code,
        "type_name": one.type.name,
        "is_declared": one.is_declared,
        "is_key": one.is_key,
        "address": one.address,
        "lon": one.lon,
        "lat": one.lat,
        "region": one.region.code if one.region else None,
        "unit": one.unit.code if one.unit else None,
        "post": one.post.title if one.post else None,
        "person": getattr(one, "holder", None),
        "patron_unit": one.patron_unit.code if one.patron_unit else None,
        "state": one.state,
        "void_reason": one.void_reason,
        "updated_at": one.updated_at,
    }
