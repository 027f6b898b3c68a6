"""Read what can cost a city its title, and what it must fulfil before it may try."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Edition, NegativeItem, Precondition
from chuangcheng.framework.queries import editions
from chuangcheng.framework.queries.indicators import Source, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """An entry with where it is from."""

    entry: NegativeItem | Precondition
    sources: Sequence[Source]


def negative_items(edition: Edition) -> list[Sourced]:
    """List an edition's negative list in its order."""
    return _sourced(list(edition.negative_items.order_by("order", "id")))


def preconditions(edition: Edition) -> list[Sourced]:
    """List an edition's preconditions in their order."""
    return _sourced(list(edition.preconditions.order_by("order", "id")))


def _sourced(entries: Sequence[NegativeItem | Precondition]) -> list[Sourced]:
    refs = list(dict.fromkeys(ref for entry in entries for ref in entry.refs))
    known = dict(zip(refs, sources(refs), strict=True))
    return [
        Sourced(entry=entry, sources=[known[ref] for ref in entry.refs])
        for entry in entries
    ]


def negative_items_in_drafts(user: User) -> QuerySet[NegativeItem]:
    """Return the entries of the negative lists of drafts that a person may work on."""
    return NegativeItem.objects.filter(edition__in=editions.drafts(user)).select_related(
        "edition__framework"
    )


def preconditions_in_drafts(user: User) -> QuerySet[Precondition]:
    """Return the preconditions of drafts that a person may work on."""
    return Precondition.objects.filter(edition__in=editions.drafts(user)).select_related(
        "edition__framework"
    )
