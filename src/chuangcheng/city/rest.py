"""Units and regions for programs; mounted by `web.rest`."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from chuangcheng.accounts.models import User
from chuangcheng.accounts.rest import REFUSALS, Denied, Page, Paging, page_of, person_of
from chuangcheng.accounts.roles import Right
from chuangcheng.city.models import Region, Unit
from chuangcheng.city.queries import regions as region_queries
from chuangcheng.city.queries import units as unit_queries
from chuangcheng.city.scope import scope_of

router = Router(tags=["单位与区划"])


class UnitOut(Schema):
    """A unit; `parent` and `region` are codes."""

    code: str = Field(description="单位编码")
    name: str = Field(description="全称")
    short_name: str = Field(description="简称")
    kind: str = Field(description="类别")
    parent: str | None = Field(description="上级单位编码")
    region: str | None = Field(description="所在区划代码")
    is_active: bool = Field(description="在用")


class UnitDetail(UnitOut):
    aliases: list[str] = Field(description="别名")


class RegionOut(Schema):
    """A part of the city; `parent` is a code."""

    code: str = Field(description="区划代码")
    name: str = Field(description="名称")
    level: str = Field(description="级别")
    parent: str | None = Field(description="上级区划代码")
    is_active: bool = Field(description="在用")


class UnitPage(Page):
    items: list[UnitOut]


class RegionPage(Page):
    items: list[RegionOut]


class UnitFilter(Paging):
    q: str = Field("", max_length=80, description="全称、简称、别名或编码")
    kind: str = Field("", max_length=12, description="类别")


class RegionFilter(Paging):
    parent: str = Field("", max_length=20, description="上级区划代码，不填为全市")
    q: str = Field("", max_length=60, description="名称或代码")


@router.get("/units", response={200: UnitPage, **REFUSALS}, summary="单位列表")
def units(request: HttpRequest, asked: Query[UnitFilter]) -> object:
    """在用单位，按排序号、编码排列。"""
    user = _seeing(request)
    search = unit_queries.UnitSearch(words=asked.q, kind=asked.kind)
    found = unit_queries.found(user, search).order_by("order", "code")
    return page_of(found, asked, _unit)


@router.get("/units/{code}", response={200: UnitDetail, **REFUSALS}, summary="单位详情")
def unit(request: HttpRequest, code: str) -> object:
    user = _seeing(request)
    one = get_object_or_404(
        unit_queries.visible_to(user).select_related("parent", "region"), code=code
    )
    names = list(one.aliases.order_by("name").values_list("name", flat=True))
    return {**_unit(one), "aliases": names}


@router.get("/regions", response={200: RegionPage, **REFUSALS}, summary="区划列表")
def regions(request: HttpRequest, asked: Query[RegionFilter]) -> object:
    """在用区划；给出上级时，列出它本身及以下各级。"""
    found = region_queries.visible_to(_seeing(request)).filter(is_active=True)
    if asked.parent:
        found = found.within(get_object_or_404(found, code=asked.parent))
    if asked.q:
        found = found.filter(name__icontains=asked.q) | found.filter(
            code__startswith=asked.q
        )
    return page_of(found.select_related("parent").order_by("path"), asked, _region)


def _seeing(request: HttpRequest) -> User:
    user = person_of(request)
    if not scope_of(user).may(Right.SEE_CITY):
        raise Denied(f"您的岗位没有“{Right.SEE_CITY.label}”的权限。")
    return user


def _unit(one: Unit) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "short_name": one.short_name,
        "kind": one.kind,
        "parent": one.parent.code if one.parent else None,
        "region": one.region.code if one.region else None,
        "is_active": one.is_active,
    }


def _region(one: Region) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "level": one.level,
        "parent": one.parent.code if one.parent else None,
        "is_active": one.is_active,
    }
