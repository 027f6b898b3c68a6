"""The city's own choices and its own working days."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.models.regions import Level, Region
from chuangcheng.platform.record import tracked


class RestDayRule(models.TextChoices):
    """What happens to a day fixed by a recurrence that falls on a rest day."""

    KEEP = "KEEP", _("不调整")
    NEXT = "NEXT", _("顺延到下一工作日")
    PREVIOUS = "PREVIOUS", _("提前到上一工作日")


@tracked()
class Profile(models.Model):
    """The city's own choices; one row."""

    name = models.CharField(_("城市名称"), max_length=30)
    rest_day_rule = models.CharField(
        _("周期任务遇休息日"),
        max_length=10,
        choices=RestDayRule.choices,
        default=RestDayRule.KEEP,
    )
    due_soon_days = models.PositiveSmallIntegerField(_("将到期提示(天)"), default=7)
    # Digits of the sequence after the community's 12: two in CJ/T 213, three in GB/T 30428.1.
    grid_digits = models.PositiveSmallIntegerField(_("单元网格顺序码位数"), default=3)
    home = models.ForeignKey(
        Region,
        verbose_name=_("文中“区”默认所指"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level": Level.DISTRICT},
    )

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="profile_only_one"),)

    def __str__(self) -> str:
        return self.name


@tracked()
class WorkdayOverride(models.Model):
    """A day that the city works or rests against the national calendar."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("是否上班"))
    note = models.CharField(_("说明"), max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_workday else '休息'}"
