"""A unit's tasks in figures, for the box on its page; every figure opens its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Unit, scope_of
from chuangcheng.ledger.queries.cityday import CityDay
from chuangcheng.ledger.queries.filtering import CHIPS, Search, found

_SHOWN = ("open", "late", "due_soon", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigure:
    """How many of a unit's tasks a saved filter finds."""

    chip: str
    label: str
    count: int


def figures(user: User, unit: Unit, day: CityDay) -> Sequence[UnitFigure]:
    """Count the unit's tasks that a person may see, in one statement."""
    tasks = found(user, Search(chip="issued", unit=unit.pk), day).order_by()
    scope = scope_of(user)
    counts = tasks.aggregate(
        **{name: Count("pk", filter=CHIPS[name].asks(scope, day)) for name in _SHOWN}
    )
    return [
        UnitFigure(chip=name, label=CHIPS[name].label, count=counts[name])
        for name in _SHOWN
    ]
