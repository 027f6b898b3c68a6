"""What other packages may use of the points. Everything else here is private."""

from chuangcheng.points.models import Point, PointState
from chuangcheng.points.panels import POINT_PANELS, Panel
from chuangcheng.points.queries.filtering import named
from chuangcheng.points.services.imports.load import load
from chuangcheng.points.services.imports.taking import Outcome
from chuangcheng.points.services.regrid import follow_boundaries

__all__ = [
    "POINT_PANELS",
    "Outcome",
    "Panel",
    "Point",
    "PointState",
    "follow_boundaries",
    "load",
    "named",
]
