"""Make rows of what the shipped files say, entry by entry, yet unsaved."""

from collections.abc import Iterable, Iterator, Mapping

from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    CrosswalkLink,
    Edition,
    Indicator,
    IndicatorLevel,
    Method,
    NegativeItem,
    PointType,
    Precondition,
    Provenance,
    Reference,
    Scoring,
    Severity,
)
from chuangcheng.framework.shipped import observation
from chuangcheng.framework.shipped.entries import (
    Condition,
    Crossing,
    Item,
    Node,
    Source,
    Type,
    Veto,
)

_METHODS = {str(method.label): method for method in Method}
_SCORINGS = {str(scoring.label): scoring for scoring in Scoring}
_SEVERITIES = {str(severity.label): severity for severity in Severity}


def reference(entry: Source) -> Reference:
    """Make a source that attests others."""
    return Reference(code=entry.code, title=entry.title, url=entry.url)


def indicator(
    node: Node,
    edition: Edition,
    level: IndicatorLevel,
    *,
    order: int,
    parent: Indicator | None = None,
) -> Indicator:
    """Make a node of the tree; its figures are reconstructed, whatever attests the rest."""
    has_figures = node.score is not None or node.weight is not None
    return Indicator(
        edition=edition,
        code=node.code,
        name=node.name,
        level=level,
        parent=parent,
        order=order,
        methods=[_METHODS[label] for label in node.methods],
        score=node.score,
        weight=node.weight,
        weight_provenance=(
            Provenance.RECONSTRUCTED if has_figures else Provenance(node.provenance)
        ),
        threshold=node.threshold,
        evidence_forms=list(node.evidence_forms),
        point_types=list(node.point_types),
        typical_units=list(node.units),
        provenance=Provenance(node.provenance),
        refs=list(node.refs),
    )


def negative_item(veto: Veto, edition: Edition, order: int) -> NegativeItem:
    """Make an entry of the negative list."""
    return NegativeItem(
        edition=edition,
        code=veto.code,
        name=veto.name,
        scope=veto.scope,
        consequence=veto.consequence,
        provenance=Provenance(veto.provenance),
        refs=list(veto.refs),
        order=order,
    )


def precondition(entry: Condition, edition: Edition, order: int) -> Precondition:
    """Make a precondition."""
    return Precondition(
        edition=edition,
        name=entry.name,
        detail=entry.detail,
        provenance=Provenance(entry.provenance),
        refs=list(entry.refs),
        order=order,
    )


def point_type(entry: Type, order: int) -> PointType:
    """Make a type of place."""
    return PointType(
        code=entry.code,
        name=entry.name,
        aliases=list(entry.aliases),
        group=entry.group,
        typical_unit=entry.typical_unit,
        provenance=Provenance(entry.provenance),
        refs=list(entry.refs),
        order=order,
    )


def checklist(entry: Type, edition: Edition, of: PointType) -> Checklist:
    """Make the checklist of a type, its window also in figures."""
    return Checklist(
        edition=edition,
        point_type=of,
        observation=entry.observation,
        observation_metres=observation.metres(entry.observation),
        observation_minutes=observation.minutes(entry.observation),
    )


def checklist_item(
    item: Item, within: Checklist, standard: Indicator, order: int
) -> ChecklistItem:
    """Make an item of a checklist."""
    return ChecklistItem(
        checklist=within,
        code=item.code,
        name=item.name,
        criterion=item.criterion,
        category=item.category,
        scoring=_SCORINGS[item.scoring],
        severity=_SEVERITIES[item.severity],
        indicator=standard,
        provenance=Provenance(item.provenance),
        refs=list(item.refs),
        basis=item.basis,
        order=order,
    )


def links(
    crossings: Iterable[Crossing],
    standards: Mapping[str, Indicator],
    others: Mapping[str, Indicator],
) -> Iterator[CrosswalkLink]:
    """Make a link for each sister's indicator that asks for the same as a main standard."""
    for crossing in crossings:
        for other in crossing.others:
            yield CrosswalkLink(
                indicator=standards[crossing.standard],
                other=others[other],
                provenance=Provenance.RECONSTRUCTED,
            )
