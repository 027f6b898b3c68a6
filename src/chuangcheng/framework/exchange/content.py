"""Everything an edition says, as plain values: what a workbook holds and a database gives back.

`was` fields keep the code under which a row was exported, so that a changed code is seen as
renumbering and not as one row removed and another added. Lines and columns of a workbook are
kept in `row` to say where a problem is; they say nothing about the content.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from chuangcheng.framework.models import (
    IndicatorLevel,
    Method,
    Provenance,
    Scoring,
    Severity,
)

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which edition it is; framework and name together identify it."""

    framework: str = ""
    framework_name: str = ""
    edition: str = ""
    full_score: Decimal | None = None
    has_reconstructed_scores: bool = False
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An indicator; its parent is named by code."""

    level: IndicatorLevel
    code: str
    name: str
    text: str = ""
    parent: str = ""
    order: int = 0
    methods: tuple[Method, ...] = ()
    score: Decimal | None = None
    weight: Decimal | None = None
    weight_provenance: Provenance = Provenance.LOCAL
    threshold: str = ""
    evidence_forms: Texts = ()
    point_types: Texts = ()
    typical_units: Texts = ()
    provenance: Provenance = Provenance.LOCAL
    refs: Texts = ()
    was: str = ""
    parent_was: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type of point, and the window of its checklist in this edition."""

    code: str
    name: str
    aliases: Texts = ()
    group: str = ""
    typical_unit: str = ""
    is_active: bool = True
    has_checklist: bool = False
    observation: str = ""
    observation_metres: int | None = None
    observation_minutes: int | None = None
    order: int = 0
    provenance: Provenance = Provenance.LOCAL
    refs: Texts = ()
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a type's checklist, and the standard it counts for."""

    point_type: str
    code: str
    name: str
    criterion: str
    category: str = ""
    scoring: Scoring = Scoring.PASS_FAIL
    severity: Severity = Severity.MEDIUM
    indicator: str = ""
    order: int = 0
    provenance: Provenance = Provenance.LOCAL
    refs: Texts = ()
    basis: str = ""
    indicator_was: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """An entry of the negative list."""

    code: str
    name: str
    scope: str = ""
    consequence: str = ""
    order: int = 0
    provenance: Provenance = Provenance.LOCAL
    refs: Texts = ()
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A precondition."""

    name: str
    detail: str = ""
    order: int = 0
    provenance: Provenance = Provenance.LOCAL
    refs: Texts = ()
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole edition."""

    about: About = About()
    entries: tuple[Entry, ...] = ()
    types: tuple[Type, ...] = ()
    items: tuple[Item, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    conditions: tuple[Condition, ...] = ()
