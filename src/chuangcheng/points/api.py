"""What other packages may use of the points. Everything else here is private."""

from chuangcheng.points.models import Point, PointState

__all__ = ["Point", "PointState"]
