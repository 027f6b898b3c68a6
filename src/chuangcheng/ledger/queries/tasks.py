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


def with_part(unit_ids: frozenset[int], *roles: UnitRole) -> Exists:
    """Tell whether a task has a part of one of the units, in one of the roles if any are named."""
    parts = TaskUnit.objects.filter(task=OuterRef("pk"), unit__in=unit_ids)
    if roles:
        parts = parts.filter(role__in=roles)
    return Exists(parts)


def led_by(unit_ids: frozenset[int]) -> Exists:
    """Tell whether a task is led by one of the units; where nobody leads, the main unit does."""
    return with_part(unit_ids, UnitRole.LEAD, UnitRole.MAIN)
