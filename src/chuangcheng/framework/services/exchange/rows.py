"""Write the rows of a workbook: new ones are added, known ones changed, missing ones removed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from chuangcheng.framework.exchange import (
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
    NegativeItem,
    PointType,
    Precondition,
)

M = TypeVar("M", bound=Model)
# Fields of a row that are not fields of the indicator under the same name.
_NOT_FIELDS = frozenset({"parent", "was", "parent_was", "row"})
_OF_CHECKLIST = ("observation", "observation_metres", "observation_minutes")


def write_indicators(
    edition: Edition, entries: Sequence[Entry], keeps: Mapping[str, str]
) -> Mapping[str, Indicator]:
    """Write the tree; `keeps` says for a row's code which present indicator it is."""
    present = {each.code: each for each in edition.indicators.all()}
    kept = {code: present[was] for code, was in keeps.items()}
    gone = {each.pk for each in present.values()} - {each.pk for each in kept.values()}
    # Released first, since deleting a group would take along what moved out of it.
    edition.indicators.filter(parent__in=gone).update(parent=None)
    edition.indicators.filter(pk__in=gone).delete()
    _free_codes(kept)
    written = {
        entry.code: kept.get(entry.code) or Indicator(edition=edition) for entry in entries
    }
    for row in _by_depth(entries):
        touched = []
        for entry in row:
            parent = written.get(entry.parent)
            facts = {**_facts(entry), "parent_id": parent.pk if parent else None}
            if _fill(written[entry.code], facts):
                touched.append(written[entry.code])
        _save(Indicator, touched)
    return written


def _free_codes(kept: Mapping[str, Indicator]) -> None:
    """Give renumbered indicators codes that nobody wants, so that two may change places."""
    changed = [each for code, each in kept.items() if each.code != code]
    for each in changed:
        each.code = f"~{each.pk}"
    Indicator.objects.bulk_update(changed, ["code"])


def _facts(entry: Entry) -> Mapping[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(entry).items()
        if name not in _NOT_FIELDS
    }


def _by_depth(entries: Sequence[Entry]) -> Iterable[list[Entry]]:
    """Yield the rows level by level: a parent has its key before its children name it."""
    below: dict[str, list[Entry]] = {}
    for entry in entries:
        below.setdefault(entry.parent, []).append(entry)
    row = below.get("", [])
    while row:
        yield row
        row = [child for entry in row for child in below.get(entry.code, ())]


def write_types(types: Iterable[Type]) -> Mapping[str, PointType]:
    """Add the types that are not known yet; known ones belong to all editions and stay."""
    known = set(PointType.objects.values_list("code", flat=True))
    PointType.objects.bulk_create(
        PointType(
            code=each.code,
            name=each.name,
            aliases=list(each.aliases),
            group=each.group,
            typical_unit=each.typical_unit,
            is_active=each.is_active,
            order=each.order,
            provenance=each.provenance,
            refs=list(each.refs),
        )
        for each in types
        if each.code not in known
    )
    return {each.code: each for each in PointType.objects.all()}


def write_checklists(
    edition: Edition,
    content: Content,
    types: Mapping[str, PointType],
    indicators: Mapping[str, Indicator],
) -> None:
    """Write the checklists with their items; a type with items has a checklist."""
    with_items = {item.point_type for item in content.items}
    described = {each.code: each for each in content.types}
    wanted = with_items | {each.code for each in content.types if each.has_checklist}
    checklists = _sync(
        edition.checklists.select_related("point_type"),
        {
            each.point_type.code: each
            for each in edition.checklists.select_related("point_type")
        },
        {
            code: {
                "edition_id": edition.pk,
                "point_type_id": types[code].pk,
                **{
                    name: getattr(described[code], name)
                    for name in _OF_CHECKLIST
                    if code in described
                },
            }
            for code in sorted(wanted)
        },
        Checklist,
    )
    _write_items(edition, content.items, checklists, indicators)


def _write_items(
    edition: Edition,
    items: Iterable[Item],
    checklists: Mapping[str, Checklist],
    indicators: Mapping[str, Indicator],
) -> None:
    present = ChecklistItem.objects.filter(checklist__edition=edition).select_related(
        "checklist__point_type"
    )
    _sync(
        ChecklistItem.objects.filter(checklist__edition=edition),
        {(each.checklist.point_type.code, each.code): each for each in present},
        {
            (each.point_type, each.code): {
                "checklist_id": checklists[each.point_type].pk,
                "code": each.code,
                "name": each.name,
                "criterion": each.criterion,
                "category": each.category,
                "scoring": each.scoring,
                "severity": each.severity,
                "indicator_id": bound.pk
                if (bound := indicators.get(each.indicator))
                else None,
                "order": each.order,
                "provenance": each.provenance,
                "refs": list(each.refs),
                "basis": each.basis,
            }
            for each in items
        },
        ChecklistItem,
    )


def write_vetoes(edition: Edition, vetoes: Iterable[Veto]) -> None:
    """Write the negative list."""
    _sync(
        edition.negative_items.all(),
        {each.code: each for each in edition.negative_items.all()},
        {each.code: {"edition_id": edition.pk, **_plain(each)} for each in vetoes},
        NegativeItem,
    )


def write_conditions(edition: Edition, conditions: Iterable[Condition]) -> None:
    """Write the preconditions."""
    _sync(
        edition.preconditions.all(),
        {each.name: each for each in edition.preconditions.all()},
        {each.name: {"edition_id": edition.pk, **_plain(each)} for each in conditions},
        Precondition,
    )


def _plain(thing: Veto | Condition) -> Mapping[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(thing).items()
        if name != "row"
    }


def _sync(
    scope: QuerySet[M],
    present: Mapping[Any, M],
    wanted: Mapping[Any, Mapping[str, Any]],
    model: type[M],
) -> Mapping[Any, M]:
    """Make the rows of a scope what is wanted; rows that are so already are not touched."""
    gone = [each.pk for key, each in present.items() if key not in wanted]
    scope.filter(pk__in=gone).delete()
    kept: dict[Any, M] = {}
    touched: list[M] = []
    for key, facts in wanted.items():
        kept[key] = present.get(key) or model()
        if _fill(kept[key], facts):
            touched.append(kept[key])
    _save(model, touched)
    return kept


def _fill(row: Model, facts: Mapping[str, Any]) -> bool:
    """Set a row's fields; tell whether anything is different."""
    is_new = row.pk is None
    differs = is_new
    for name, value in facts.items():
        if is_new or getattr(row, name) != value:
            differs = True
            setattr(row, name, value)
    return differs


def _save(model: type[M], touched: Sequence[M]) -> None:
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    fresh = [each for each in touched if each.pk is None]
    changed = [each for each in touched if each.pk is not None]
    model._default_manager.bulk_create(fresh)
    if changed:
        model._default_manager.bulk_update(changed, fields, batch_size=200)
