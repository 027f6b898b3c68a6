"""Read what is looked at in each type of place."""

from itertools import count

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import scope_of
from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    Edition,
    Indicator,
    PointType,
)
from chuangcheng.framework.queries import editions


def of_edition(edition: Edition) -> QuerySet[Checklist]:
    """Return an edition's checklists in the order of their types, with how many items each has."""
    return (
        edition.checklists.select_related("point_type")
        .annotate(item_count=Count("items"))
        .order_by("point_type__order", "point_type__code")
    )


def with_items(checklists: QuerySet[Checklist]) -> QuerySet[Checklist]:
    """Add the items of each checklist, and the standard that each item counts for."""
    items = ChecklistItem.objects.select_related("indicator").order_by("order", "code")
    return checklists.select_related("point_type", "edition__framework").prefetch_related(
        Prefetch("items", queryset=items)
    )


def checklist_of(point_type: PointType, edition: Edition | None = None) -> Checklist | None:
    """Return what is looked at in a type of place, by default under the edition in force."""
    edition = edition or editions.current()
    if edition is None:
        return None
    found = edition.checklists.filter(point_type=point_type)
    return with_items(found).first()


def point_types(edition: Edition | None) -> QuerySet[PointType]:
    """Return the types of places, with how many items an edition looks at in each."""
    items = Count("checklists__items", filter=Q(checklists__edition=edition))
    return PointType.objects.annotate(item_count=items).order_by("order", "code")


def visible_to(user: User) -> QuerySet[Checklist]:
    """Return the checklists of the editions a person may see."""
    return Checklist.objects.filter(edition__in=editions.visible_to(user))


def in_drafts(user: User) -> QuerySet[Checklist]:
    """Return the checklists of the drafts that a person may work on."""
    return Checklist.objects.filter(edition__in=editions.drafts(user)).select_related(
        "point_type", "edition__framework"
    )


def items_in_drafts(user: User) -> QuerySet[ChecklistItem]:
    """Return the checklist items of the drafts that a person may work on."""
    return ChecklistItem.objects.filter(
        checklist__edition__in=editions.drafts(user)
    ).select_related("checklist__point_type", "checklist__edition__framework", "indicator")


def types_visible_to(user: User) -> QuerySet[PointType]:
    """Return the types of places for whoever may see the frameworks."""
    may_see = scope_of(user).may(Right.SEE_FRAMEWORK)
    return PointType.objects.all() if may_see else PointType.objects.none()


def editions_naming(point_type: PointType) -> QuerySet[Edition]:
    """Return the editions that name a type of place, in a standard or by a checklist."""
    checklists = Checklist.objects.filter(edition=OuterRef("pk"), point_type=point_type)
    standards = Indicator.objects.filter(
        edition=OuterRef("pk"), point_types__contains=[point_type.code]
    )
    return (
        Edition.objects.filter(Exists(checklists) | Exists(standards))
        .select_related("framework")
        .order_by("-framework__is_main", "-created_at", "-id")
    )


def next_item_code(checklist: Checklist) -> str:
    """Propose a code for a new item: the first number that is free in the checklist."""
    taken = set(checklist.items.values_list("code", flat=True))
    codes = (f"{checklist.point_type.code}-{number:02d}" for number in count(1))
    return next(code for code in codes if code not in taken)
