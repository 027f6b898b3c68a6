"""An edition as a workbook and back, without loss; no database."""

from chuangcheng.framework.exchange.content import (
    About,
    Condition,
    Content,
    Entry,
    Item,
    Type,
    Veto,
)
from chuangcheng.framework.exchange.problems import Problem, WorkbookRefused
from chuangcheng.framework.exchange.reading import ReadContent, read
from chuangcheng.framework.exchange.writing import write

__all__ = [
    "About",
    "Condition",
    "Content",
    "Entry",
    "Item",
    "Problem",
    "ReadContent",
    "Type",
    "Veto",
    "WorkbookRefused",
    "read",
    "write",
]
