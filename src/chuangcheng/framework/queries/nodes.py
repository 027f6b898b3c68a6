"""Turn indicators into the plain nodes that the comparison works on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chuangcheng.framework.comparison import Node
from chuangcheng.framework.exchange import Content, Entry
from chuangcheng.framework.models import (
    ChecklistItem,
    Edition,
    Indicator,
    Method,
    PointType,
)
from chuangcheng.framework.queries.contents import in_tree_order

Checks = Mapping[int, frozenset[str]]
NO_CHECKS: frozenset[str] = frozenset()


def type_names() -> Mapping[str, str]:
    """Return what each type of point is called, by code."""
    return dict(PointType.objects.values_list("code", "name"))


def of_editions(
    editions: Sequence[Edition], names: Mapping[str, str]
) -> Mapping[int, tuple[Node, ...]]:
    """Return the nodes of editions by edition, in tree order; as many statements for one as for two."""
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for each in Indicator.objects.filter(edition__in=editions):
        indicators[each.edition_id].append(each)
    checks = _checks(editions)
    return {
        edition.pk: tuple(
            _node(
                each,
                key=each.pk,
                parent=each.parent_id,
                checks=checks.get(each.pk, NO_CHECKS),
                names=names,
            )
            for each in in_tree_order(indicators[edition.pk])
        )
        for edition in editions
    }


def of_content(content: Content, names: Mapping[str, str]) -> tuple[Node, ...]:
    """Return the nodes of a workbook's content; their keys are their rows."""
    rows = {entry.code: entry.row for entry in content.entries}
    kinds = {**names, **{each.code: each.name for each in content.types}}
    checks: dict[str, set[str]] = defaultdict(set)
    for item in content.items:
        checks[item.indicator].add(_check(kinds.get(item.point_type, ""), item.name))
    return tuple(
        _node(
            entry,
            key=entry.row,
            parent=rows.get(entry.parent) if entry.parent else None,
            checks=frozenset(checks.get(entry.code, ())),
            names=kinds,
        )
        for entry in content.entries
    )


def _checks(editions: Iterable[Edition]) -> Checks:
    found: dict[int, set[str]] = defaultdict(set)
    for indicator, kind, name in ChecklistItem.objects.filter(
        checklist__edition__in=editions, indicator__isnull=False
    ).values_list("indicator_id", "checklist__point_type__name", "name"):
        found[indicator or 0].add(_check(kind, name))
    return {key: frozenset(names) for key, names in found.items()}


def _check(kind: str, name: str) -> str:
    return f"{kind} {name}"


def _node(
    of: Indicator | Entry,
    *,
    key: int,
    parent: int | None,
    checks: frozenset[str],
    names: Mapping[str, str],
) -> Node:
    return Node(
        key=key,
        code=of.code,
        name=of.name,
        level=str(of.level),
        text=of.text,
        parent=parent,
        order=of.order,
        score=of.score,
        weight=of.weight,
        methods=frozenset(str(Method(each).label) for each in of.methods),
        threshold=of.threshold,
        point_types=frozenset(
            f"{code} {names.get(code, '')}".rstrip() for code in of.point_types
        ),
        evidence_forms=frozenset(of.evidence_forms),
        typical_units=frozenset(of.typical_units),
        checks=checks,
    )
