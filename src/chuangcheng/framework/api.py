"""What other packages may use of the frameworks. Everything else here is private."""

from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    Edition,
    Indicator,
    PointType,
)
from chuangcheng.framework.queries.checklists import checklist_of
from chuangcheng.framework.queries.editions import current as current_edition
from chuangcheng.framework.queries.matches import successors_of
from chuangcheng.framework.queries.responsibilities import standards_of
from chuangcheng.framework.services.builtin import load as load_builtin
from chuangcheng.framework.services.duty_sheets import load as load_responsibilities

__all__ = [
    "Checklist",
    "ChecklistItem",
    "Edition",
    "Indicator",
    "PointType",
    "checklist_of",
    "current_edition",
    "load_builtin",
    "load_responsibilities",
    "standards_of",
    "successors_of",
]
