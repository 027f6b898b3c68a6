"""What other packages may use of the points. Everything else here is private."""

from chuangcheng.points.models import Point, PointState
from chuangcheng.points.services.imports.load import load
from chuangcheng.points.services.imports.taking import Outcome

__all__ = ["Outcome", "Point", "PointState", "load"]
