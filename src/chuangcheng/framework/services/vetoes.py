"""Change the negative list and the preconditions of a draft."""

from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Max, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Edition, NegativeItem, Precondition
from chuangcheng.framework.services import drafts
from chuangcheng.framework.services.drafts import DraftRefused
from chuangcheng.framework.services.overtaken import refuse_overtaken


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeFacts:
    """What a person says about an entry of the negative list."""

    code: str
    name: str
    scope: str
    consequence: str
    provenance: str
    refs: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreconditionFacts:
    """What a person says about a precondition."""

    name: str
    detail: str
    provenance: str
    refs: list[str]


@transaction.atomic
def save_negative_item(
    edition_id: int,
    facts: NegativeFacts,
    *,
    item: NegativeItem | None = None,
    seen: str = "",
    by: User,
) -> NegativeItem:
    """Add an entry to a draft's negative list, or correct one.

    `seen` is the mark of what the person saw before.

    Raises:
        NotADraft: the edition is no draft.
        Overtaken: the entry was changed since.
        DraftRefused: the entry was removed since, or the code is taken.
    """
    edition = drafts.lock(edition_id)
    if item:
        item = drafts.again(item)
        refuse_overtaken(item, NegativeFacts, seen)
    others = edition.negative_items.exclude(pk=item.pk if item else 0)
    if taken := others.filter(code=facts.code).first():
        raise DraftRefused(f"编号 {facts.code} 已用于“{taken.name}”，请换一个编号。")
    item = item or NegativeItem(
        edition=edition, order=_last(edition.negative_items.all()) + 1
    )
    _save(item, facts)
    drafts.note("veto.saved", edition, by=by, name=str(item))
    return item


@transaction.atomic
def save_precondition(
    edition_id: int,
    facts: PreconditionFacts,
    *,
    precondition: Precondition | None = None,
    seen: str = "",
    by: User,
) -> Precondition:
    """Add a precondition to a draft, or correct one.

    `seen` is the mark of what the person saw before.

    Raises:
        NotADraft: the edition is no draft.
        Overtaken: it was changed since.
        DraftRefused: it was removed since, or there is one of this name.
    """
    edition = drafts.lock(edition_id)
    if precondition:
        precondition = drafts.again(precondition)
        refuse_overtaken(precondition, PreconditionFacts, seen)
    others = edition.preconditions.exclude(pk=precondition.pk if precondition else 0)
    if others.filter(name=facts.name).exists():
        raise DraftRefused(f"已有前置条件“{facts.name}”，请换一个名称。")
    precondition = precondition or Precondition(
        edition=edition, order=_last(edition.preconditions.all()) + 1
    )
    _save(precondition, facts)
    drafts.note("precondition.saved", edition, by=by, name=precondition.name)
    return precondition


def _last(entries: "QuerySet[NegativeItem] | QuerySet[Precondition]") -> int:
    return int(entries.aggregate(last=Max("order"))["last"] or 0)


def _save(
    entry: NegativeItem | Precondition, facts: NegativeFacts | PreconditionFacts
) -> None:
    for field in fields(facts):
        setattr(entry, field.name, getattr(facts, field.name))
    entry.save()


@transaction.atomic
def remove(entry: NegativeItem | Precondition, *, by: User) -> None:
    """Remove an entry of either list from a draft.

    Raises:
        NotADraft: its edition is no draft.
    """
    edition: Edition = drafts.lock(entry.edition_id)
    is_veto = isinstance(entry, NegativeItem)
    verb = "veto.removed" if is_veto else "precondition.removed"
    drafts.note(verb, edition, by=by, name=str(entry))
    entry.delete()
