"""Read one indicator and what belongs to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import (
    ChecklistItem,
    CrosswalkLink,
    Indicator,
    PointType,
    Reference,
)
from chuangcheng.framework.queries import editions


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an entry is from; without an address there is nothing to follow."""

    code: str
    title: str
    url: str


def visible_to(user: User) -> QuerySet[Indicator]:
    """Return the indicators of the editions a person may see."""
    return Indicator.objects.filter(edition__in=editions.visible_to(user)).select_related(
        "edition__framework", "parent"
    )


def trail(indicator: Indicator) -> list[Indicator]:
    """List what an indicator lies under, outermost first."""
    nodes = {
        node.pk: node
        for node in Indicator.objects.filter(edition_id=indicator.edition_id)
        .exclude(level="STANDARD")
        .only("id", "code", "name", "parent_id", "edition_id")
    }
    above: list[Indicator] = []
    parent_id = indicator.parent_id
    # Counted, since a circle of parents would never end.
    while parent_id in nodes and len(above) < len(nodes):
        above.append(nodes[parent_id])
        parent_id = nodes[parent_id].parent_id
    return above[::-1]


def items_of(indicator: Indicator) -> QuerySet[ChecklistItem]:
    """Return the checklist items that count for an indicator."""
    return indicator.checklist_items.select_related("checklist__point_type").order_by(
        "checklist__point_type__order", "order", "code"
    )


def types_of(indicator: Indicator) -> list[PointType]:
    """List the types of places that an indicator touches, unknown codes as types without a key."""
    known = PointType.objects.in_bulk(indicator.point_types, field_name="code")
    return [known.get(code) or PointType(code=code) for code in indicator.point_types]


def sources(refs: Iterable[str]) -> list[Source]:
    """Say where an entry is from, in the order it names its sources."""
    listed = list(refs)
    known = Reference.objects.in_bulk(listed, field_name="code")
    return [_source(ref, known.get(ref)) for ref in listed]


def _source(ref: str, known: Reference | None) -> Source:
    if known:
        return Source(code=known.code, title=known.title, url=known.url)
    is_address = ref.startswith(("http://", "https://"))
    return Source(code="", title=ref, url=ref if is_address else "")


def in_drafts(user: User) -> QuerySet[Indicator]:
    """Return the indicators of the drafts that a person may work on."""
    return visible_to(user).filter(edition__in=editions.drafts(user))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What goes when indicators are removed."""

    standards: int
    items: int
    links: int


def loss_of(doomed: Sequence[Indicator]) -> Loss:
    """Count what hangs on indicators and on everything below them."""
    keys = _with_all_below(doomed)
    return Loss(
        standards=Indicator.objects.standards().filter(pk__in=keys).count(),
        items=ChecklistItem.objects.filter(indicator__in=keys).count(),
        links=CrosswalkLink.objects.filter(
            Q(indicator__in=keys) | Q(other__in=keys)
        ).count(),
    )


def _with_all_below(indicators: Sequence[Indicator]) -> set[int]:
    editions_concerned = {each.edition_id for each in indicators}
    parents = Indicator.objects.filter(edition__in=editions_concerned).values_list(
        "pk", "parent_id"
    )
    below: dict[int | None, list[int]] = {}
    for pk, parent_id in parents:
        below.setdefault(parent_id, []).append(pk)
    keys: set[int] = set()
    waiting = [each.pk for each in indicators]
    while waiting:
        key = waiting.pop()
        if key not in keys:
            keys.add(key)
            waiting += below.get(key, [])
    return keys
