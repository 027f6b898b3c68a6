"""What other packages may use of the points. Everything else here is private."""

from chuangcheng.points.models import Point, PointQuerySet, PointState
from chuangcheng.points.panels import POINT_PANELS, Panel
from chuangcheng.points.queries.detail import PointPage
from chuangcheng.points.queries.detail import page as point_page
from chuangcheng.points.queries.filtering import Search as PointSearch
from chuangcheng.points.queries.filtering import found as find_points
from chuangcheng.points.queries.filtering import named
from chuangcheng.points.queries.points import visible_to as points_visible_to
from chuangcheng.points.queries.points import with_facts as with_point_facts
from chuangcheng.points.services.imports.load import load
from chuangcheng.points.services.imports.taking import Outcome
from chuangcheng.points.services.regrid import follow_boundaries

__all__ = [
    "POINT_PANELS",
    "Outcome",
    "Panel",
    "Point",
    "PointPage",
    "PointQuerySet",
    "PointSearch",
    "PointState",
    "find_points",
    "follow_boundaries",
    "load",
    "named",
    "point_page",
    "points_visible_to",
    "with_point_facts",
]
