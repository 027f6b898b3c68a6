"""Regions as the map shows them: who answers, how many points, how many tasks wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import (
    NOBODY,
    Answering,
    Region,
    answering,
    regions_above,
    regions_visible_to,
    scope_of,
)
from chuangcheng.command_post.queries.tallies import (
    NO_POINTS,
    PointTally,
    points_by_area,
    points_within,
)
from chuangcheng.ledger.api import AreaLoad, UnitLoad, load_by_area, load_within
from chuangcheng.points.api import points_visible_to

_NO_TASKS = AreaLoad(open=0, late=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """One region in the table."""

    region: Region
    who: Answering
    points: PointTally
    tasks: AreaLoad


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCard(RegionRow):
    """One region, with where it lies and the units that have tasks there."""

    above: Sequence[Region]
    units: Sequence[UnitLoad]


def found(user: User, *, words: str = "", level: str = "") -> QuerySet[Region]:
    """Return the regions in use that a search finds, larger ones before their parts."""
    regions = regions_visible_to(user).filter(is_active=True)
    if words:
        regions = regions.filter(Q(name__icontains=words) | Q(code__startswith=words))
    if level:
        regions = regions.filter(level=level)
    return regions.select_related("parent").order_by("path")


def rows(user: User, regions: Sequence[Region]) -> list[RegionRow]:
    """Add to a page of regions what its table shows, in a fixed number of statements."""
    shown = regions_visible_to(user).filter(pk__in=[region.pk for region in regions])
    who = answering(shown, day=timezone.localdate())
    points = points_by_area(points_visible_to(user))
    tasks = load_by_area(user) if may_see_tasks(user) else {}
    return [
        RegionRow(
            region=region,
            who=who.get(region.pk, NOBODY),
            points=points.get(region.code, NO_POINTS),
            tasks=tasks.get(region.code, _NO_TASKS),
        )
        for region in regions
    ]


def card(user: User, region: Region) -> RegionCard:
    """Gather what the map says of one region."""
    itself = regions_visible_to(user).filter(pk=region.pk)
    who = answering(itself, day=timezone.localdate())
    sees_tasks = may_see_tasks(user)
    tasks, units = load_within(user, region.path) if sees_tasks else (_NO_TASKS, [])
    return RegionCard(
        region=region,
        who=who.get(region.pk, NOBODY),
        points=points_within(points_visible_to(user), region.path),
        tasks=tasks,
        above=regions_above(region),
        units=units,
    )


def may_see_tasks(user: User) -> bool:
    return bool(scope_of(user).rights & {Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS})
