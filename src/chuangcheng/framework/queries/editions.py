"""Read the frameworks and their editions."""

from django.db.models import Count, Prefetch, Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import scope_of
from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Framework,
    IndicatorLevel,
)


def visible_to(user: User) -> QuerySet[Edition]:
    """Return the editions a person may see; drafts are for those who work on them."""
    scope = scope_of(user)
    editions = Edition.objects.select_related("framework", "based_on")
    if scope.may(Right.MANAGE_FRAMEWORK):
        return editions
    if scope.may(Right.SEE_FRAMEWORK):
        return editions.exclude(state=EditionState.DRAFT)
    return editions.none()


def drafts(user: User) -> QuerySet[Edition]:
    """Return the drafts that a person may work on."""
    return visible_to(user).filter(state=EditionState.DRAFT)


def frameworks(user: User) -> QuerySet[Framework]:
    """Return the frameworks, main first, each with the editions the person may see."""
    counted = visible_to(user).annotate(
        standard_count=Count(
            "indicators", filter=Q(indicators__level=IndicatorLevel.STANDARD)
        )
    )
    return Framework.objects.prefetch_related(
        Prefetch("editions", queryset=counted.order_by("-created_at", "-id"))
    ).order_by("-is_main", "order", "id")


def current() -> Edition | None:
    """Return the edition of the main framework that is in force."""
    return (
        Edition.objects.in_force()
        .filter(framework__is_main=True)
        .select_related("framework")
        .first()
    )


def is_draft(edition: Edition) -> bool:
    """Tell whether an edition can still be edited."""
    return edition.state == EditionState.DRAFT


def in_force_beside(edition: Edition) -> Edition | None:
    """Return the edition of the same framework that counts now, if it is another one."""
    others = edition.framework.editions.in_force().exclude(pk=edition.pk)
    return others.select_related("framework").first()
