"""What the city's own choices say about today."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from chuangcheng.city.api import profile


@dataclass(frozen=True, slots=True, kw_only=True)
class CityDay:
    """A day, and how the city looks at it; what every light is worked out from."""

    on: date
    soon_days: int


def today() -> CityDay:
    return of(timezone.localdate())


def of(day: date) -> CityDay:
    """Return a day with the city's choices; a city that has not chosen gets the defaults."""
    return CityDay(on=day, soon_days=profile().due_soon_days)
