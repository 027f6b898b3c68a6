"""What other subjects show on an indicator's page: titled boxes that load by themselves."""

from collections.abc import Callable

from chuangcheng.city.api import Panel, Scope
from chuangcheng.framework.models import Indicator

# Functions that offer a box for an indicator to a person, or None. Subjects append theirs while
# the program starts (`apps.py`); the pages behind the addresses check rights on their own.
INDICATOR_PANELS: list[Callable[[Indicator, Scope], Panel | None]] = []


def panels_for(indicator: Indicator, scope: Scope) -> list[Panel]:
    """List the boxes that subjects offer for an indicator."""
    offered = (offer(indicator, scope) for offer in INDICATOR_PANELS)
    return [panel for panel in offered if panel]
