"""Read an edition as plain values: for a workbook, and for comparing it with another."""

from collections.abc import Iterable, Mapping

from chuangcheng.framework.exchange import (
    About,
    Condition,
    Content,
    Entry,
    Item,
    Type,
    Veto,
)
from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    Edition,
    Indicator,
    IndicatorLevel,
    Method,
    PointType,
    Provenance,
    Scoring,
    Severity,
)


def content_of(edition: Edition) -> Content:
    """Return everything an edition says, in the order in which it is shown."""
    indicators = in_tree_order(Indicator.objects.filter(edition=edition))
    codes = {each.pk: each.code for each in indicators}
    checklists = {
        each.point_type_id: each for each in Checklist.objects.filter(edition=edition)
    }
    types = PointType.objects.order_by("order", "code")
    items = (
        ChecklistItem.objects.filter(checklist__edition=edition)
        .select_related("checklist__point_type")
        .order_by("checklist__point_type__order", "checklist__point_type", "order", "code")
    )
    return Content(
        about=_about(edition),
        entries=tuple(_entry(each, codes) for each in indicators),
        types=tuple(_type(each, checklists.get(each.pk)) for each in types),
        items=tuple(_item(each, codes) for each in items),
        vetoes=tuple(
            Veto(
                code=each.code,
                name=each.name,
                scope=each.scope,
                consequence=each.consequence,
                order=each.order,
                provenance=Provenance(each.provenance),
                refs=tuple(each.refs),
            )
            for each in edition.negative_items.order_by("order", "code")
        ),
        conditions=tuple(
            Condition(
                name=each.name,
                detail=each.detail,
                order=each.order,
                provenance=Provenance(each.provenance),
                refs=tuple(each.refs),
            )
            for each in edition.preconditions.order_by("order", "name")
        ),
    )


def in_tree_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Sort indicators as a tree is read: each parent before its children, siblings by order."""
    below: dict[int | None, list[Indicator]] = {}
    known = list(indicators)
    keys = {each.pk for each in known}
    for each in known:
        parent = each.parent_id if each.parent_id in keys else None
        below.setdefault(parent, []).append(each)
    for siblings in below.values():
        siblings.sort(key=lambda each: (each.order, each.code), reverse=True)
    found: list[Indicator] = []
    waiting = list(below.get(None, ()))
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += below.get(each.pk, ())
    # What hangs in a circle has no root to be reached from.
    seen = {each.pk for each in found}
    return found + [each for each in known if each.pk not in seen]


def _about(edition: Edition) -> About:
    return About(
        framework=edition.framework.code,
        framework_name=edition.framework.name,
        edition=edition.name,
        full_score=edition.full_score,
        has_reconstructed_scores=edition.has_reconstructed_scores,
        url=edition.url,
        note=edition.note,
    )


def _entry(indicator: Indicator, codes: Mapping[int, str]) -> Entry:
    parent = codes.get(indicator.parent_id or 0, "")
    return Entry(
        level=IndicatorLevel(indicator.level),
        code=indicator.code,
        name=indicator.name,
        text=indicator.text.replace("\r\n", "\n"),
        parent=parent,
        order=indicator.order,
        methods=tuple(Method(each) for each in indicator.methods),
        score=indicator.score,
        weight=indicator.weight,
        weight_provenance=Provenance(indicator.weight_provenance),
        threshold=indicator.threshold,
        evidence_forms=tuple(indicator.evidence_forms),
        point_types=tuple(indicator.point_types),
        typical_units=tuple(indicator.typical_units),
        provenance=Provenance(indicator.provenance),
        refs=tuple(indicator.refs),
        was=indicator.code,
        parent_was=parent,
    )


def _type(kind: PointType, checklist: Checklist | None) -> Type:
    return Type(
        code=kind.code,
        name=kind.name,
        aliases=tuple(kind.aliases),
        group=kind.group,
        typical_unit=kind.typical_unit,
        is_active=kind.is_active,
        has_checklist=checklist is not None,
        observation=checklist.observation if checklist else "",
        observation_metres=checklist.observation_metres if checklist else None,
        observation_minutes=checklist.observation_minutes if checklist else None,
        order=kind.order,
        provenance=Provenance(kind.provenance),
        refs=tuple(kind.refs),
    )


def _item(item: ChecklistItem, codes: Mapping[int, str]) -> Item:
    indicator = codes.get(item.indicator_id or 0, "")
    return Item(
        point_type=item.checklist.point_type.code,
        code=item.code,
        name=item.name,
        criterion=item.criterion,
        category=item.category,
        scoring=Scoring(item.scoring),
        severity=Severity(item.severity),
        indicator=indicator,
        order=item.order,
        provenance=Provenance(item.provenance),
        refs=tuple(item.refs),
        basis=item.basis,
        indicator_was=indicator,
    )
