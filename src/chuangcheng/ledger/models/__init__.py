"""The tables of the ledger: the document, what was drawn from it, and what is followed to its end."""

from chuangcheng.ledger.models.directives import (
    Directive,
    DirectiveState,
    DraftState,
    DraftTask,
    DraftUnit,
)
from chuangcheng.ledger.models.exchange import (
    ApiReceipt,
    CalendarLink,
    ColumnMemory,
    ImportState,
    LedgerImport,
)
from chuangcheng.ledger.models.progress import (
    Extension,
    Handover,
    LastLook,
    Occurrence,
    OccurrenceState,
    Progress,
    ProgressFigure,
    ProgressFile,
    RequestState,
    Step,
)
from chuangcheng.ledger.models.tasks import (
    Comparator,
    Plan,
    Project,
    Target,
    Task,
    TaskUnit,
    UnitRole,
)

__all__ = [
    "ApiReceipt",
    "CalendarLink",
    "ColumnMemory",
    "Comparator",
    "Directive",
    "DirectiveState",
    "DraftState",
    "DraftTask",
    "DraftUnit",
    "Extension",
    "Handover",
    "ImportState",
    "LastLook",
    "LedgerImport",
    "Occurrence",
    "OccurrenceState",
    "Plan",
    "Progress",
    "ProgressFigure",
    "ProgressFile",
    "Project",
    "RequestState",
    "Step",
    "Target",
    "Task",
    "TaskUnit",
    "UnitRole",
]
