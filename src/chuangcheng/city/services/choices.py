"""The city's own choices, and the days it works or rests against the national calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Profile, Region, WorkdayOverride
from chuangcheng.platform import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the city chooses for itself."""

    name: str
    rest_day_rule: str
    due_soon_days: int
    home: Region | None
    grid_digits: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """One day of the yearly notice: worked or not, and why."""

    day: date
    is_workday: bool
    note: str = ""


@transaction.atomic
def choose(choices: Choices, *, by: User | None) -> Profile:
    """Write down the city's choices."""
    profile, _ = Profile.objects.select_for_update().get_or_create(
        pk=1, defaults={"name": choices.name}
    )
    profile.name, profile.rest_day_rule = choices.name, choices.rest_day_rule
    profile.due_soon_days, profile.home = choices.due_soon_days, choices.home
    profile.grid_digits = choices.grid_digits
    profile.save()
    audit.record(
        "city.profile.chosen",
        subject="城市设置",
        key=profile.name,
        by=by,
        detail={
            "rest_day_rule": choices.rest_day_rule,
            "due_soon_days": choices.due_soon_days,
            "grid_digits": choices.grid_digits,
            "home": choices.home.code if choices.home else None,
        },
    )
    return profile


@transaction.atomic
def set_days(days: Sequence[DayOff], *, by: User | None) -> int:
    """Take over days of a yearly notice; tells how many were new or different."""
    known = {
        each.day: each
        for each in WorkdayOverride.objects.select_for_update().filter(
            day__in=[day.day for day in days]
        )
    }
    changed = 0
    for day in days:
        before = known.get(day.day)
        if before and (before.is_workday, before.note) == (day.is_workday, day.note):
            continue
        WorkdayOverride.objects.update_or_create(
            day=day.day, defaults={"is_workday": day.is_workday, "note": day.note}
        )
        changed += 1
    if changed:
        audit.record(
            "city.days.set",
            subject="工作日调整",
            key=f"{days[0].day:%Y}",
            by=by,
            detail={
                "days": [
                    f"{day.day} {'上班' if day.is_workday else '休息'}" for day in days
                ]
            },
        )
    return changed


@transaction.atomic
def forget_day(override: WorkdayOverride, *, by: User) -> None:
    """Follow the national calendar on a day again."""
    audit.record("city.days.forgotten", subject="工作日调整", key=str(override.day), by=by)
    override.delete()
