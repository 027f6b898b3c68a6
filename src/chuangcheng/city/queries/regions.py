"""Read the tree of regions."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.models import Level, Region, RegionQuerySet
from chuangcheng.city.scope import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCount:
    """How many regions of a level are in use."""

    label: str
    count: int


def visible_to(user: User) -> RegionQuerySet:
    """Return the regions a person may see: all for whoever may see the city."""
    may_see = scope_of(user).may(Right.SEE_CITY)
    return Region.objects.all() if may_see else Region.objects.none()


def parts_of(user: User, region: Region | None, *, words: str = "") -> QuerySet[Region]:
    """Return what lies right below a region, or what a search finds anywhere below it."""
    regions = visible_to(user)
    if words:
        regions = regions.filter(Q(name__icontains=words) | Q(code__startswith=words))
        if region:
            regions = regions.within(region).exclude(pk=region.pk)
    else:
        regions = regions.filter(parent=region)
    return (
        regions.select_related("parent")
        .annotate(
            part_count=Count("children", filter=Q(children__is_active=True), distinct=True),
            unit_count=Count("units", filter=Q(units__is_active=True), distinct=True),
        )
        .order_by("-is_active", "code")
    )


def above(region: Region) -> list[Region]:
    """List the regions that this one lies in, outermost first."""
    codes = region.path.split("/")[:-2]
    return list(Region.objects.filter(code__in=codes).order_by("path"))


def counted(user: User, within: Region | None = None) -> list[LevelCount]:
    """Count the regions in use by level, below a region or in the whole city."""
    regions = visible_to(user).filter(is_active=True)
    if within:
        regions = regions.within(within).exclude(pk=within.pk)
    numbers = dict(regions.values_list("level").annotate(Count("id")).order_by("level"))
    return [
        LevelCount(label=str(level.label), count=numbers[level.value])
        for level in Level
        if level.value in numbers and level is not Level.CITY
    ]
