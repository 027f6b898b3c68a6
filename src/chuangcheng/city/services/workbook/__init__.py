"""Take over a workbook: looked at first, then all of it or nothing."""

from chuangcheng.city.services.workbook.importing import (
    SHEET_TITLES,
    WorkbookRefused,
    apply,
    load,
    preview,
)
from chuangcheng.city.services.workbook.report import Powers, Problem, Report, Tally
from chuangcheng.city.services.workbook.uploads import keep, kept, throw_away

__all__ = [
    "SHEET_TITLES",
    "Powers",
    "Problem",
    "Report",
    "Tally",
    "WorkbookRefused",
    "apply",
    "keep",
    "kept",
    "load",
    "preview",
    "throw_away",
]
