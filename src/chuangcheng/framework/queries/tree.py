"""Read an edition's whole tree in one statement, and what a table of it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from chuangcheng.framework import scores
from chuangcheng.framework.models import (
    Edition,
    Indicator,
    IndicatorLevel,
    Method,
    PointType,
    Provenance,
    Responsibility,
    ResponsibilityRole,
)
from chuangcheng.framework.outline import outline

METHOD_WORDS: Mapping[str, str] = {each.value: str(each.label) for each in Method}
ORIGIN_WORDS: Mapping[str, str] = {each.value: str(each.label) for each in Provenance}
LEVEL_WORDS: Mapping[str, str] = {each.value: str(each.label) for each in IndicatorLevel}
# How many names a cell lists before it counts the rest.
_LISTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSearch:
    """What is looked for in a tree; blanks ask for nothing."""

    words: str = ""
    method: str = ""
    provenance: str = ""
    point_type: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.method or self.provenance or self.point_type)


@dataclass(slots=True, kw_only=True)
class Row:
    """A line of the tree as it is shown."""

    key: int
    parent_key: int | None
    code: str
    name: str
    level: str
    level_words: str
    score: Decimal | None
    weight: Decimal | None
    methods: str
    threshold: str
    evidence: str
    point_types: str
    point_type_count: int
    lead: str
    units: str
    provenance: str
    origin: str
    depth: int = 0
    points: str = ""
    gap: str = ""
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """An edition's tree: the rows a search leaves, and sums that are always of the whole."""

    rows: list[Row]
    counts: Mapping[str, int]
    found: int
    total: Decimal
    gap: str
    off_groups: int
    has_thresholds: bool
    types: list[PointType] = field(default_factory=list)
    # What others may be moved under: key, and name set in by depth.
    groups: list[tuple[int, str]] = field(default_factory=list)

    @property
    def total_words(self) -> str:
        return scores.plain(self.total)


def indicators(edition: Edition) -> QuerySet[Indicator]:
    """Return an edition's indicators, siblings in order, each with `lead_name` of its lead unit."""
    leads = Responsibility.objects.filter(
        indicator=OuterRef("pk"), role=ResponsibilityRole.LEAD
    ).annotate(called=Coalesce(NullIf(F("unit__short_name"), Value("")), F("unit__name")))
    return edition.indicators.annotate(
        lead_name=Subquery(leads.values("called")[:1])
    ).order_by("order", "id")


def read(edition: Edition, search: TreeSearch) -> Tree:
    """Read the tree of an edition, cut down to what a search finds and what lies above that."""
    types = list(PointType.objects.order_by("order", "code"))
    nodes = list(indicators(edition))
    names = {each.code: each.name for each in types}
    rows = [_row(node, names) for node in nodes]
    totals = scores.sums(rows)
    total = sum((row.score or Decimal(0) for row in rows), Decimal(0))
    _add_sums(rows, totals)
    placed = [_placed(row, depth) for row, depth in outline(rows)]
    kept = _kept(nodes, placed, search) if search else None
    shown = placed if kept is None else [row for row in placed if row.key in kept]
    standards = [row for row in shown if row.level == IndicatorLevel.STANDARD]
    used = {code for node in nodes for code in node.point_types}
    return Tree(
        rows=shown,
        counts=_counted(rows),
        found=len(standards),
        total=total,
        gap=_total_gap(total, edition),
        off_groups=sum(1 for row in rows if row.gap),
        has_thresholds=any(row.threshold for row in rows),
        types=[each for each in types if each.code in used],
        groups=[
            (row.key, f"{'　' * row.depth}{row.code} {row.name}")
            for row in placed
            if row.is_group
        ],
    )


def _row(node: Indicator, names: Mapping[str, str]) -> Row:
    types = [names.get(code, code) for code in node.point_types]
    return Row(
        key=node.pk,
        parent_key=node.parent_id,
        code=node.code,
        name=node.name,
        level=node.level,
        level_words=LEVEL_WORDS[node.level],
        score=node.score,
        weight=node.weight,
        methods="、".join(METHOD_WORDS.get(each, each) for each in node.methods),
        threshold=node.threshold,
        evidence="、".join(node.evidence_forms),
        point_types=_some(types, "类"),
        point_type_count=len(types),
        lead=node.lead_name or "",  # type: ignore[attr-defined]  # annotated above
        units=_some(node.typical_units, "个"),
        provenance=node.provenance,
        origin=ORIGIN_WORDS[node.provenance],
    )


def _some(names: list[str], measure: str) -> str:
    """List the first names, and count them all when there are more."""
    listed = "、".join(names[:_LISTED])
    return listed if len(names) <= _LISTED else f"{listed}等 {len(names)} {measure}"


def _add_sums(rows: Iterable[Row], totals: Mapping[object, Decimal]) -> None:
    for row in rows:
        row.is_group = row.level != IndicatorLevel.STANDARD
        if row.is_group or row.score is not None:
            row.points = scores.plain(totals[row.key])
        if row.weight is not None:
            row.gap = scores.difference(totals[row.key], row.weight, name="权重")


def _placed(row: Row, depth: int) -> Row:
    row.depth = depth
    return row


def _total_gap(total: Decimal, edition: Edition) -> str:
    if edition.full_score is None:
        return ""
    return scores.difference(total, edition.full_score, name="总分")


def _counted(rows: Iterable[Row]) -> dict[str, int]:
    counts = dict.fromkeys(LEVEL_WORDS.values(), 0)
    for row in rows:
        counts[row.level_words] += 1
    return {words: count for words, count in counts.items() if count}


def _kept(nodes: Iterable[Indicator], rows: Iterable[Row], search: TreeSearch) -> set[int]:
    """Tell which rows a search leaves: those it finds, and the groups above them."""
    found = {node.pk for node in nodes if _is_found(node, search)}
    parents = {row.key: row.parent_key for row in rows}
    kept: set[int] = set()
    for key in found:
        above: int | None = key
        while above is not None and above not in kept:
            kept.add(above)
            above = parents.get(above)
    return kept


def _is_found(node: Indicator, search: TreeSearch) -> bool:
    asks_of_standards = search.method or search.point_type
    if asks_of_standards and node.level != IndicatorLevel.STANDARD:
        return False
    return (
        (not search.words or _says(node, search.words.casefold()))
        and (not search.method or search.method in node.methods)
        and (not search.provenance or search.provenance == node.provenance)
        and (not search.point_type or search.point_type in node.point_types)
    )


def _says(node: Indicator, words: str) -> bool:
    texts = (node.code, node.name, node.text, node.threshold, *node.typical_units)
    return any(words in text.casefold() for text in texts)
