"""Begin a draft as a copy of an edition; every copied indicator knows what it continues."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    CrosswalkLink,
    Edition,
    EditionState,
    Indicator,
    IndicatorMatch,
    MatchState,
    NegativeItem,
    Precondition,
)
from chuangcheng.framework.outline import outline
from chuangcheng.framework.services import drafts
from chuangcheng.framework.services.editions import refuse_taken_name

# From the key of what was copied to the copy.
Copies = Mapping[int, Indicator]


@transaction.atomic
def copy(source: Edition, *, name: str, by: User, at: datetime) -> Edition:
    """Begin a draft that holds what an edition holds, under a new name.

    Who answers for the standards is not copied: that is carried over once the draft is settled.

    Raises:
        EditionRefused: the framework has an edition of this name.
    """
    refuse_taken_name(source.framework, name)
    draft = Edition.objects.get(pk=source.pk)
    _renew(draft)
    draft.name, draft.based_on, draft.created_at = name, source, at
    draft.state, draft.in_force_from, draft.retired_on = EditionState.DRAFT, None, None
    draft.save(force_insert=True)
    copies = _copy_tree(source, draft)
    _copy_checklists(source, draft, copies)
    _copy_entries(source, draft)
    _copy_crosswalk(source, copies)
    IndicatorMatch.objects.bulk_create(
        IndicatorMatch(
            older_id=older,
            newer=newer,
            state=MatchState.CONFIRMED,
            likeness=1.0,
            by=by,
            at=at,
        )
        for older, newer in copies.items()
    )
    drafts.note("edition.copied", draft, by=by, source=str(source))
    return draft


def _renew(row: Model) -> None:
    """Make a loaded row a new one that has yet to be saved."""
    row.pk = None
    row._state.adding = True


def _copy_tree(source: Edition, draft: Edition) -> Copies:
    """Copy level by level, since a parent must have its key before its children."""
    levels: dict[int, list[Indicator]] = defaultdict(list)
    for node, depth in outline(source.indicators.order_by("order", "id")):
        levels[depth].append(node)
    copies: dict[int, Indicator] = {}
    for depth in sorted(levels):
        for node in levels[depth]:
            copies[node.pk] = node
            node.edition, node.parent = draft, copies.get(node.parent_id or 0)
            _renew(node)
        Indicator.objects.bulk_create(levels[depth])
    return copies


def _copy_checklists(source: Edition, draft: Edition, copies: Copies) -> None:
    checklists = {each.pk: each for each in source.checklists.order_by("id")}
    for checklist in checklists.values():
        _renew(checklist)
        checklist.edition = draft
    Checklist.objects.bulk_create(checklists.values())
    items = list(ChecklistItem.objects.filter(checklist__in=checklists).order_by("id"))
    for item in items:
        item.checklist = checklists[item.checklist_id]
        item.indicator = copies.get(item.indicator_id or 0)
        _renew(item)
    ChecklistItem.objects.bulk_create(items)


def _copy_entries(source: Edition, draft: Edition) -> None:
    negative_items = list(source.negative_items.order_by("id"))
    for veto in negative_items:
        veto.edition = draft
        _renew(veto)
    NegativeItem.objects.bulk_create(negative_items)
    preconditions = list(source.preconditions.order_by("id"))
    for precondition in preconditions:
        precondition.edition = draft
        _renew(precondition)
    Precondition.objects.bulk_create(preconditions)


def _copy_crosswalk(source: Edition, copies: Copies) -> None:
    forth = CrosswalkLink.objects.filter(indicator__edition=source).order_by("id")
    back = CrosswalkLink.objects.filter(other__edition=source).order_by("id")
    links = []
    for link in forth:
        _renew(link)
        link.indicator = copies[link.indicator_id]
        links.append(link)
    for link in back:
        _renew(link)
        link.other = copies[link.other_id]
        links.append(link)
    CrosswalkLink.objects.bulk_create(links)
