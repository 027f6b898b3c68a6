"""Read headquarters and special working groups."""

from django.db.models import Prefetch, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.models import ForceMember, TaskForce, Unit
from chuangcheng.city.scope import scope_of


def visible_to(user: User) -> QuerySet[TaskForce]:
    """Return the task forces a person may see: all for whoever may see the city."""
    may_see = scope_of(user).may(Right.SEE_CITY)
    return TaskForce.objects.all() if may_see else TaskForce.objects.none()


def members_visible_to(user: User) -> QuerySet[ForceMember]:
    """Return the memberships a person may see: all for whoever may see the city."""
    may_see = scope_of(user).may(Right.SEE_CITY)
    return ForceMember.objects.all() if may_see else ForceMember.objects.none()


def with_members(forces: QuerySet[TaskForce]) -> QuerySet[TaskForce]:
    """Add who is in each force."""
    members = ForceMember.objects.select_related("person", "unit").order_by(
        "unit__order", "id"
    )
    return (
        forces.select_related("parent")
        .prefetch_related(Prefetch("members", queryset=members))
        .order_by("-is_active", "order", "id")
    )


def of_unit(unit: Unit) -> QuerySet[ForceMember]:
    """Return the places a unit has in task forces at work."""
    return (
        unit.force_memberships.filter(force__is_active=True)
        .select_related("force", "person")
        .order_by("force__order", "id")
    )
