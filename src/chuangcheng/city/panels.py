"""What other packages show on the pages of units and regions: titled boxes that load by themselves."""

from collections.abc import Callable
from dataclasses import dataclass

from chuangcheng.city.models import Region, Unit
from chuangcheng.city.scope import Scope


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on a page; its content is fetched from `url`."""

    title: str
    url: str


# Functions that offer a panel for a unit or region to a person, or None. Packages append theirs while
# the program starts; the pages behind the addresses check rights on their own.
UNIT_PANELS: list[Callable[[Unit, Scope], Panel | None]] = []
REGION_PANELS: list[Callable[[Region, Scope], Panel | None]] = []


def panels_for(unit: Unit, scope: Scope) -> list[Panel]:
    """List the panels that packages offer for a unit."""
    offered = (offer(unit, scope) for offer in UNIT_PANELS)
    return [panel for panel in offered if panel]


def panels_of_region(region: Region, scope: Scope) -> list[Panel]:
    """List the panels that packages offer for a region."""
    offered = (offer(region, scope) for offer in REGION_PANELS)
    return [panel for panel in offered if panel]
