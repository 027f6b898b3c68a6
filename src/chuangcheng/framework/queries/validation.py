"""Bring an edition before the rules."""

from chuangcheng.framework import rules
from chuangcheng.framework.exchange import Content
from chuangcheng.framework.models import ChecklistItem, Edition, PointType


def findings(edition: Edition) -> list[rules.Finding]:
    """List what keeps an edition from being put in force, and what is odd about it."""
    items = ChecklistItem.objects.filter(checklist__edition=edition).order_by(
        "checklist__point_type__order", "order", "id"
    )
    return rules.check(
        rules.Whole(
            nodes=[
                rules.Node(
                    key=node.pk,
                    parent_key=node.parent_id,
                    code=node.code,
                    name=node.name,
                    level=node.level,
                    methods=tuple(node.methods),
                    score=node.score,
                    weight=node.weight,
                    point_types=tuple(node.point_types),
                )
                for node in edition.indicators.order_by("order", "id")
            ],
            items=[
                rules.Item(
                    checklist=item.checklist_id,
                    name=str(item),
                    indicator=item.indicator_id,
                )
                for item in items
            ],
            known_types=_known_types(),
            full_score=edition.full_score,
        )
    )


def findings_of_content(content: Content) -> list[rules.Finding]:
    """List what would keep a workbook's content from being put in force; keys are its rows."""
    rows = {entry.code: entry.row for entry in content.entries}
    return rules.check(
        rules.Whole(
            nodes=[
                rules.Node(
                    key=entry.row,
                    parent_key=rows.get(entry.parent),
                    code=entry.code,
                    name=entry.name,
                    level=entry.level,
                    methods=tuple(entry.methods),
                    score=entry.score,
                    weight=entry.weight,
                    point_types=entry.point_types,
                )
                for entry in sorted(
                    content.entries, key=lambda entry: (entry.order, entry.row)
                )
            ],
            items=[
                rules.Item(
                    checklist=item.row,
                    name=f"{item.code} {item.name}",
                    indicator=rows.get(item.indicator),
                )
                for item in content.items
            ],
            known_types=_known_types() | {each.code for each in content.types},
            full_score=content.about.full_score,
        )
    )


def _known_types() -> frozenset[str]:
    return frozenset(PointType.objects.values_list("code", flat=True))
