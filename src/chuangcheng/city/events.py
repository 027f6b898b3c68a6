"""Facts about the city that others may hear of."""

from dataclasses import dataclass

from chuangcheng.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundariesChanged(Event):
    """Shapes of regions were set, changed or taken away."""
