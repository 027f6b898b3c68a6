"""Boxes that load by themselves: on an indicator's page, and this package's own on a unit's."""

from collections.abc import Callable

from django.urls import reverse

from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Panel, Scope, Unit
from chuangcheng.framework.models import EditionState, Indicator, IndicatorLevel

# Functions that offer a box for an indicator to a person, or None. Subjects append theirs while
# the program starts (`apps.py`); the pages behind the addresses check rights on their own.
INDICATOR_PANELS: list[Callable[[Indicator, Scope], Panel | None]] = []


def panels_for(indicator: Indicator, scope: Scope) -> list[Panel]:
    """List the boxes that subjects offer for an indicator."""
    offered = (offer(indicator, scope) for offer in INDICATOR_PANELS)
    return [panel for panel in offered if panel]


def duties(indicator: Indicator, scope: Scope) -> Panel | None:
    """Offer who answers for a standard."""
    if indicator.level != IndicatorLevel.STANDARD or not scope.may(Right.SEE_FRAMEWORK):
        return None
    return Panel("责任", reverse("framework:duties_panel", args=[indicator.pk]))


def unit_duties(unit: Unit, scope: Scope) -> Panel | None:
    """Offer the standards that a unit answers for, on the unit's page."""
    if not scope.may(Right.SEE_FRAMEWORK):
        return None
    return Panel("负责的测评标准", reverse("framework:unit_duties", args=[unit.code]))


def also_wanted(indicator: Indicator, scope: Scope) -> Panel | None:
    """Offer which other campaigns ask for the same as a standard in force."""
    is_in_force = indicator.edition.state == EditionState.IN_FORCE
    if indicator.level != IndicatorLevel.STANDARD or not is_in_force:
        return None
    if not scope.may(Right.SEE_FRAMEWORK):
        return None
    url = reverse("framework:crosswalk_panel", args=[indicator.pk])
    return Panel("也被这些创建要求", url)


def rules(indicator: Indicator, scope: Scope) -> Panel | None:
    """Offer the standing rules behind a standard."""
    if indicator.level != IndicatorLevel.STANDARD or not scope.may(Right.SEE_FRAMEWORK):
        return None
    return Panel("制度依据", reverse("framework:rules_panel", args=[indicator.pk]))


INDICATOR_PANELS += [duties, also_wanted, rules]
