"""Who is to be told something about a task."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import ROLE_RIGHTS, Right, Role


def roles_with(right: Right) -> list[Role]:
    """List the roles that carry a right; read from the one table, so the two cannot part."""
    return [role for role, rights in ROLE_RIGHTS.items() if right in rights]


def holding(
    right: Right, *, on: date, units: Iterable[int] | None = None
) -> QuerySet[User]:
    """Return the people whose seat on a day carries a right, in the units named if any are."""
    seats = Q(
        seats__post__role__in=roles_with(right),
        seats__starts_on__lte=on,
    ) & (Q(seats__ends_on__isnull=True) | Q(seats__ends_on__gte=on))
    if units is not None:
        seats &= Q(seats__post__unit__in=list(units))
    return User.objects.filter(seats, is_active=True).distinct().order_by("id")
