"""What is assessed, how it is marked, who answers for it, and the standing rules behind it."""

from chuangcheng.framework.models.checklists import (
    Checklist,
    ChecklistItem,
    PointType,
    Scoring,
    Severity,
)
from chuangcheng.framework.models.comparisons import (
    IndicatorMatch,
    MatchState,
    UploadedEdition,
)
from chuangcheng.framework.models.registry import (
    CrosswalkLink,
    Edition,
    EditionState,
    Framework,
    Indicator,
    IndicatorLevel,
    Method,
    NegativeItem,
    Precondition,
    Provenance,
    Reference,
)
from chuangcheng.framework.models.responsibilities import (
    Responsibility,
    ResponsibilityOrigin,
    ResponsibilityRole,
    UploadedDuties,
)
from chuangcheng.framework.models.rulebook import Rule, RuleBinding, RuleVersion

__all__ = [
    "Checklist",
    "ChecklistItem",
    "CrosswalkLink",
    "Edition",
    "EditionState",
    "Framework",
    "Indicator",
    "IndicatorLevel",
    "IndicatorMatch",
    "MatchState",
    "Method",
    "NegativeItem",
    "PointType",
    "Precondition",
    "Provenance",
    "Reference",
    "Responsibility",
    "ResponsibilityOrigin",
    "ResponsibilityRole",
    "Rule",
    "RuleBinding",
    "RuleVersion",
    "Scoring",
    "Severity",
    "UploadedDuties",
    "UploadedEdition",
]
