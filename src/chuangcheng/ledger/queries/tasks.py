"""Tasks as people see them: whose they may see, with their light, filtered and sorted."""

from django.db.models import Exists, OuterRef, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import scope_of
from chuangcheng.ledger.models import Task, TaskUnit, UnitRole


def visible_to(user: User) -> QuerySet[Task]:
    """Return the tasks a person may see; every door of the ledger starts here.

    Whoever dispatches or oversees sees all. A unit sees what was dispatched to it or to a unit
    below it, and nothing that is still being planned.
    """
    scope = scope_of(user)
    if scope.may(Right.SEE_ALL_TASKS):
        return Task.objects.all()
    if scope.may(Right.SEE_UNIT_TASKS) and scope.unit_ids:
        return Task.objects.dispatched().filter(with_part(scope.unit_ids))
    return Task.objects.none()


def own_units(user: User) -> frozenset[int] | None:
    """Return the units whose every task a person sees; None for whoever sees all."""
    scope = scope_of(user)
    return None if scope.may(Right.SEE_ALL_TASKS) else scope.unit_ids


def with_part(
    unit_ids: frozenset[int] | None, *roles: UnitRole, unsigned: bool = False
) -> Exists:
    """Tell whether a task has a part of one of the units (None for any unit).

    `roles` narrows it to those roles, `unsigned` to parts nobody has signed for yet.
    """
    parts = TaskUnit.objects.filter(task=OuterRef("pk"))
    if unit_ids is not None:
        parts = parts.filter(unit__in=unit_ids)
    if roles:
        parts = parts.filter(role__in=roles)
    if unsigned:
        parts = parts.filter(acknowledged_at__isnull=True)
    return Exists(parts)


def led_by(unit_ids: frozenset[int]) -> Exists:
    """Tell whether a task is led by one of the units; where nobody leads, the main unit does."""
    return with_part(unit_ids, UnitRole.LEAD, UnitRole.MAIN)
