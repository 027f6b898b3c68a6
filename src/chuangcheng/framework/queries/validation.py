"""Bring an edition before the rules."""

from chuangcheng.framework import rules
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
            known_types=frozenset(PointType.objects.values_list("code", flat=True)),
            full_score=edition.full_score,
        )
    )
