"""Posts, who sits in them, and which leader stands up for which region."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.roles import Role
from chuangcheng.city.models.regions import Region
from chuangcheng.city.models.units import Unit
from chuangcheng.platform.record import tracked


@tracked()
class Post(models.Model):
    """A named position in a unit or a region; it stays when its holder goes."""

    title = models.CharField(_("岗位名称"), max_length=50)
    role = models.CharField(
        _("角色"), max_length=12, choices=Role.choices, default=Role.MEMBER
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(unit__isnull=False, region__isnull=True)
                | Q(unit__isnull=True, region__isnull=False),
                name="post_in_unit_or_region",
            ),
            # One for each kind of place: PostgreSQL 14 cannot count two nulls as equal.
            models.UniqueConstraint(
                fields=["unit", "title"],
                condition=Q(region__isnull=True),
                name="post_title_once_in_unit",
            ),
            models.UniqueConstraint(
                fields=["region", "title"],
                condition=Q(unit__isnull=True),
                name="post_title_once_in_region",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit or self.region} {self.title}"


class DateRange(Func):
    """SQL ``daterange(starts_on, ends_on, '[]')``; an open end reaches for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_on(self, day: date) -> Self:
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
        )

    def not_over(self, day: date) -> Self:
        """Keep the seats held on that day or to be held later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


@tracked()
class Seat(models.Model):
    """A person sits in a post from one day to another; rights follow the seat."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.PROTECT,
        related_name="seats",
    )
    post = models.ForeignKey(
        Post, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="seats"
    )
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("离任日期"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_start",
            ),
            ExclusionConstraint(
                name="seat_one_holder_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"


class PatronageQuerySet(models.QuerySet["Patronage"]):
    def held_on(self, day: date) -> Self:
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
        )


@tracked()
class Patronage(models.Model):
    """A leader, and the unit behind them, stand up for a region from one day to another (包联)."""

    region = models.ForeignKey(
        Region,
        verbose_name=_("包联区划"),
        on_delete=models.PROTECT,
        related_name="patronages",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("包联领导"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="patronages",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("包联单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="patronages",
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)

    objects = PatronageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False),
                name="patronage_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="patronage_ends_after_start",
            ),
            ExclusionConstraint(
                name="patronage_one_at_a_time",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.person or self.unit} 包联{self.region}"
