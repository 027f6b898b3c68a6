"""Leaders stand up for regions (包联): assigned, ended, taken back before they begin."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import Patronage, Region, Unit
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class PatronageRefused(Refused):
    """The patronage cannot be as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patron:
    """Who stands up for a region, and from when to when: a leader, a unit, or both."""

    person: User | None
    unit: Unit | None
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def assign(region: Region, patron: Patron, *, by: User) -> Patronage:
    """Let a leader and the unit behind them stand up for a region.

    Raises:
        PatronageRefused: nobody is named, they may not, or somebody has these days already.
    """
    _check(patron)
    # Locked, so that of two at once the second is told in words.
    region = Region.objects.select_for_update().get(pk=region.pk)
    if not region.is_active:
        raise PatronageRefused(f"{region.name}已停用，不能安排包联。")
    _check_free(region, patron)
    made = Patronage(
        region=region,
        person=patron.person,
        unit=patron.unit,
        starts_on=patron.starts_on,
        ends_on=patron.ends_on,
    )
    _save(made)
    _note("assigned", made, by=by)
    return made


@transaction.atomic
def end(patronage: Patronage, *, ends_on: date, by: User) -> None:
    """Say on which day a patronage ends; it holds that day still.

    Raises:
        PatronageRefused: it ends before it begins, or reaches into the next one.
    """
    patronage = Patronage.objects.select_for_update().get(pk=patronage.pk)
    if ends_on < patronage.starts_on:
        raise PatronageRefused(
            f"结束日期早于开始日期（{patronage.starts_on}），请核对日期。"
        )
    patronage.ends_on = ends_on
    _save(patronage)
    _note("ended", patronage, by=by)


@transaction.atomic
def withdraw(patronage: Patronage, *, today: date, by: User) -> None:
    """Take back a patronage that was entered by mistake, before or on the day it begins.

    Raises:
        PatronageRefused: it has begun earlier, and is history.
    """
    patronage = Patronage.objects.select_for_update().get(pk=patronage.pk)
    if patronage.starts_on < today:
        raise PatronageRefused("这项包联已经开始，作为历史保留，请改为结束。")
    _note("withdrawn", patronage, by=by)
    patronage.delete()


def _check(patron: Patron) -> None:
    if patron.person is None and patron.unit is None:
        raise PatronageRefused("包联领导和包联单位至少填一个。")
    if patron.person and Duty(patron.person.duty) is not Duty.NONE:
        label = Duty(patron.person.duty).label
        raise PatronageRefused(f"{patron.person.name}是{label}，不参加业务工作，请另选。")
    if patron.ends_on and patron.ends_on < patron.starts_on:
        raise PatronageRefused("结束日期早于开始日期，请核对日期。")


def _check_free(region: Region, patron: Patron) -> None:
    others = region.patronages.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=patron.starts_on)
    )
    if patron.ends_on:
        others = others.filter(starts_on__lte=patron.ends_on)
    other = others.select_related("person", "unit").order_by("starts_on").first()
    if other:
        until = f"至 {other.ends_on}" if other.ends_on else "起"
        raise PatronageRefused(
            f"{region.name}这段时间已由{other.person or other.unit}包联"
            f"（{other.starts_on} {until}），请先结束它。"
        )


def _save(patronage: Patronage) -> None:
    try:
        with transaction.atomic():
            patronage.save()
    except IntegrityError as clash:
        raise PatronageRefused(
            "这段时间与同一区划的另一项包联重叠，请核对日期。"
        ) from clash


def _note(verb: str, patronage: Patronage, *, by: User) -> None:
    audit.record(
        f"city.patronage.{verb}",
        subject="包联",
        key=patronage.region.code,
        by=by,
        detail={
            "person": patronage.person.name if patronage.person else "",
            "unit": str(patronage.unit or ""),
            "starts_on": str(patronage.starts_on),
            "ends_on": str(patronage.ends_on or ""),
        },
    )
