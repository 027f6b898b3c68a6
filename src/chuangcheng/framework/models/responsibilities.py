"""Who answers for a standard: units, the post in each, and through the post a person."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Post, Unit
from chuangcheng.framework.models.registry import Edition, Indicator
from chuangcheng.platform.record import tracked


class ResponsibilityRole(models.TextChoices):
    LEAD = "LEAD", _("牵头")
    MAIN = "MAIN", _("主责")
    SUPPORT = "SUPPORT", _("配合")


class ResponsibilityOrigin(models.TextChoices):
    HAND = "HAND", _("手工指定")
    EXCEL = "EXCEL", _("表格导入")
    PROPOSED = "PROPOSED", _("按常见单位建议")
    CARRIED = "CARRIED", _("由旧版本承接")


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def of_unit(self, unit: Unit) -> Self:
        return self.filter(unit=unit)


@tracked()
class Responsibility(models.Model):
    """A unit's part in a standard. The person is whoever sits in the post today (`city.Seat`)."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="responsibilities"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("职责"), max_length=8, choices=ResponsibilityRole.choices)
    post = models.ForeignKey(
        Post,
        verbose_name=_("责任岗位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    origin = models.CharField(
        _("由来"),
        max_length=10,
        choices=ResponsibilityOrigin.choices,
        default=ResponsibilityOrigin.HAND,
    )

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "unit"], name="responsibility_once_a_unit"
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(role="LEAD"),
                name="responsibility_one_lead",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.get_role_display()} {self.unit}"


class UploadedDuties(models.Model):
    """A sheet of responsibilities that a person has uploaded and not yet confirmed; at most one each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
