"""Change what is looked at in a type of place, in a draft."""

from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Max

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    Indicator,
    PointType,
)
from chuangcheng.framework.services import drafts
from chuangcheng.framework.services.drafts import DraftRefused
from chuangcheng.framework.services.overtaken import refuse_overtaken
from chuangcheng.framework.shipped import observation


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What a person says about a checklist item."""

    code: str
    name: str
    criterion: str
    category: str
    scoring: str
    severity: str
    indicator: Indicator | None
    provenance: str
    basis: str
    refs: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How far to walk or how long to stand."""

    observation: str


@transaction.atomic
def add(edition_id: int, point_type: PointType, *, window: str, by: User) -> Checklist:
    """Begin a checklist for a type of place in a draft.

    Raises:
        NotADraft: the edition is no draft.
        DraftRefused: the draft has one for this type.
    """
    edition = drafts.lock(edition_id)
    if edition.checklists.filter(point_type=point_type).exists():
        raise DraftRefused(f"这一版已有“{point_type}”的检查清单，请直接修改那一张。")
    checklist = Checklist(edition=edition, point_type=point_type)
    _set_window(checklist, window)
    drafts.note("checklist.added", edition, by=by, name=point_type.name)
    return checklist


@transaction.atomic
def set_window(checklist: Checklist, window: str, *, seen: str = "", by: User) -> None:
    """Say how far to walk or how long to stand; `seen` is the mark of what was said before.

    Raises:
        NotADraft: its edition is no draft.
        Overtaken: it was changed since.
        DraftRefused: the checklist was removed since.
    """
    edition = drafts.lock(checklist.edition_id)
    checklist = drafts.again(checklist)
    refuse_overtaken(checklist, Window, seen)
    _set_window(checklist, window)
    drafts.note("checklist.edited", edition, by=by, name=checklist.point_type.name)


def _set_window(checklist: Checklist, window: str) -> None:
    checklist.observation = window
    checklist.observation_metres = observation.metres(window)
    checklist.observation_minutes = observation.minutes(window)
    checklist.save()


@transaction.atomic
def remove(checklist: Checklist, *, by: User) -> None:
    """Remove a checklist with its items from a draft.

    Raises:
        NotADraft: its edition is no draft.
    """
    edition = drafts.lock(checklist.edition_id)
    drafts.note("checklist.removed", edition, by=by, name=checklist.point_type.name)
    checklist.delete()


@transaction.atomic
def save_item(
    checklist: Checklist,
    facts: ItemFacts,
    *,
    item: ChecklistItem | None = None,
    seen: str = "",
    by: User,
) -> ChecklistItem:
    """Add an item to a draft's checklist, or correct one.

    `seen` is the mark of what the person saw before.

    Raises:
        NotADraft: its edition is no draft.
        Overtaken: the item was changed since.
        DraftRefused: the checklist or the item was removed since, or the code is taken.
    """
    edition = drafts.lock(checklist.edition_id)
    checklist = drafts.again(checklist)
    if item:
        item = drafts.again(item)
        refuse_overtaken(item, ItemFacts, seen)
    others = checklist.items.exclude(pk=item.pk if item else 0)
    if taken := others.filter(code=facts.code).first():
        raise DraftRefused(f"编号 {facts.code} 已用于“{taken.name}”，请换一个编号。")
    if item is None:
        last = checklist.items.aggregate(last=Max("order"))["last"] or 0
        item = ChecklistItem(checklist=checklist, order=last + 1)
    for field in fields(facts):
        setattr(item, field.name, getattr(facts, field.name))
    item.save()
    drafts.note("checklist.item_saved", edition, by=by, name=str(item))
    return item


@transaction.atomic
def remove_item(item: ChecklistItem, *, by: User) -> None:
    """Remove an item from a draft's checklist.

    Raises:
        NotADraft: its edition is no draft.
    """
    edition = drafts.lock(item.checklist.edition_id)
    drafts.note("checklist.item_removed", edition, by=by, name=str(item))
    item.delete()
