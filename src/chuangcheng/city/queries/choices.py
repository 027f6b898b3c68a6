"""Read the city's own choices and its calendar."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from chuangcheng.city.models import Profile, RestDayRule, WorkdayOverride
from chuangcheng.platform.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFacts:
    """The city's choices in plain values; defaults until somebody has chosen."""

    name: str
    rest_day_rule: RestDayRule
    due_soon_days: int
    home: str
    grid_digits: int


def profile() -> ProfileFacts:
    """Return the city's choices."""
    chosen = Profile.objects.select_related("home").filter(pk=1).first()
    chosen = chosen or Profile(name=settings.CITY_NAME)
    return ProfileFacts(
        name=chosen.name,
        rest_day_rule=RestDayRule(chosen.rest_day_rule),
        due_soon_days=chosen.due_soon_days,
        home=chosen.home.name if chosen.home else "",
        grid_digits=chosen.grid_digits,
    )


def calendar() -> Calendar:
    """Return the working days of the city: the national ones with its own exceptions."""
    return Calendar(dict(WorkdayOverride.objects.values_list("day", "is_workday")))


def initial() -> dict[str, object]:
    """Return the city's choices as a form shows them."""
    chosen = Profile.objects.filter(pk=1).first() or Profile(name=settings.CITY_NAME)
    return {
        "name": chosen.name,
        "home": chosen.home_id,
        "rest_day_rule": chosen.rest_day_rule,
        "due_soon_days": chosen.due_soon_days,
        "grid_digits": chosen.grid_digits,
    }


def overrides() -> QuerySet[WorkdayOverride]:
    """Return the days set against the national calendar, the latest first."""
    return WorkdayOverride.objects.order_by("-day")
