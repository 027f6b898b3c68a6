"""What other packages show on a point's page, and what the points show on pages of others."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Panel as CityPanel
from chuangcheng.city.api import Region, Scope, Unit
from chuangcheng.points.models import Point


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on the point's page; its content is fetched from `url`."""

    title: str
    url: str


# Functions that offer a panel for a point to a person, or None. Packages append theirs while the
# program starts; the pages behind the addresses check rights on their own.
POINT_PANELS: list[Callable[[Point, User], Panel | None]] = []


def panels_for(point: Point, user: User) -> list[Panel]:
    """List the panels that packages offer for a point."""
    offered = (offer(point, user) for offer in POINT_PANELS)
    return [panel for panel in offered if panel]


def of_unit(unit: Unit, scope: Scope) -> CityPanel | None:
    """Offer a unit's points on its page."""
    if not scope.may(Right.SEE_POINTS):
        return None
    return CityPanel("点位", reverse("points:unit_panel", args=[unit.code]))


def of_region(region: Region, scope: Scope) -> CityPanel | None:
    """Offer the points of a region on its page."""
    if not scope.may(Right.SEE_POINTS):
        return None
    return CityPanel("点位", reverse("points:region_panel", args=[region.code]))
