"""What other packages may use of the frameworks. Everything else here is private."""

from chuangcheng.framework.models import Checklist, ChecklistItem, Indicator, PointType

__all__ = ["Checklist", "ChecklistItem", "Indicator", "PointType"]
