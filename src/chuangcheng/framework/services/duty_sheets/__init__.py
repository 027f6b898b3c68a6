"""Take responsibilities over from Excel: looked at first, then all of it or nothing."""

from chuangcheng.framework.services.duty_sheets.importing import (
    SheetRefused,
    apply,
    load,
    preview,
)
from chuangcheng.framework.services.duty_sheets.report import Problem, Report
from chuangcheng.framework.services.duty_sheets.uploads import keep, kept, throw_away

__all__ = [
    "Problem",
    "Report",
    "SheetRefused",
    "apply",
    "keep",
    "kept",
    "load",
    "preview",
    "throw_away",
]
