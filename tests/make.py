"""Shortest way to a saved object. Defaults are valid; a test states only what it is about."""

from datetime import UTC, date, datetime
from itertools import count

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Role
from chuangcheng.city.models import Level, Post, Region, Seat, Unit

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # noon in Shanghai, a Monday
TODAY = date(2026, 3, 2)
_serial = count(1)


def user(*, name: str = "王敏", duty: Duty = Duty.NONE, is_active: bool = True) -> User:
    serial = next(_serial)
    return User.objects.create(
        username=f"user-{serial}",
        name=name,
        duty=duty,
        phone=f"139{serial:08d}",
        is_active=is_active,
    )


def region(*, name: str = "云溪区", parent: Region | None = None) -> Region:
    serial = next(_serial)
    code = f"{990000 + serial}"
    return Region.objects.create(
        code=code,
        name=name,
        level=Level.DISTRICT if parent else Level.CITY,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
    )


def unit(*, name: str = "", short_name: str = "", parent: Unit | None = None) -> Unit:
    serial = next(_serial)
    code = f"U{serial:04d}"
    return Unit.objects.create(
        code=code,
        name=name or f"云溪区第{serial}局",
        short_name=short_name,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
    )


def seat(
    person: User | None = None,
    *,
    role: Role = Role.LIAISON,
    at: Unit | None = None,
    starts_on: date = date(2020, 1, 1),
    ends_on: date | None = None,
) -> Seat:
    post = Post.objects.create(
        title=f"{role.label}{next(_serial)}", role=role, unit=at or unit()
    )
    return Seat.objects.create(
        person=person or user(), post=post, starts_on=starts_on, ends_on=ends_on
    )


def officer() -> User:
    """A person of the campaign office."""
    return seat(role=Role.OFFICE).person


def liaison(at: Unit) -> User:
    """A unit's liaison officer."""
    return seat(role=Role.LIAISON, at=at).person


def unit_head(at: Unit) -> User:
    return seat(role=Role.UNIT_HEAD, at=at).person
