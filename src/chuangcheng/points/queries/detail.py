"""Everything the page of one point shows."""

from dataclasses import dataclass

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Region, holders_of_posts, locate
from chuangcheng.framework.api import Checklist, checklist_of
from chuangcheng.points.models import Point, PointPhoto
from chuangcheng.points.panels import Panel, panels_for
from chuangcheng.points.queries import history
from chuangcheng.points.queries.history import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """Who answers for a point today: the person in its post."""

    name: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointPage:
    """One point with its checklist, its person, where it lies and what happened to it."""

    checklist: Checklist | None
    person: Answerable | None
    trail: tuple[str, ...]
    photo: PointPhoto | None
    panels: list[Panel]
    history: list[Step]


def page(user: User, point: Point) -> PointPage:
    """Gather what the page of a point shows, in a fixed number of statements."""
    return PointPage(
        checklist=checklist_of(point.type),
        person=_person(point),
        trail=_trail(point.region),
        photo=point.photos.order_by("-at", "-id").first(),
        panels=panels_for(point, user),
        history=history.of_point(point),
    )


def _person(point: Point) -> Answerable | None:
    if point.post is None:
        return None
    holder = holders_of_posts([point.post.pk]).get(point.post.pk)
    if holder is None:
        return None
    return Answerable(name=holder.name, title=holder.title, phone=holder.phone)


def where(lon: float, lat: float) -> str:
    """Say in which regions a position lies, the largest first."""
    located = locate(lon, lat)
    if located is None:
        return "这个位置不在已导入的边界内。"
    trail = _trail(Region.objects.get(pk=located.region_id))
    return f"在{' › '.join(trail)}。"


def _trail(region: Region | None) -> tuple[str, ...]:
    """Name the regions a point lies in below the city, the largest first."""
    if region is None:
        return ()
    codes = region.path.split("/")[1:-1] or [region.code]
    above = Region.objects.filter(code__in=codes).order_by("path")
    return tuple(above.values_list("name", flat=True))
