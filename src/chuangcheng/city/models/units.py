"""The bodies that can be given a task, and what speeches call them."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.models.regions import Region
from chuangcheng.platform.record import tracked


class UnitKind(models.TextChoices):
    PARTY = "PARTY", _("党委部门")
    GOVERNMENT = "GOVERNMENT", _("政府部门")
    STREET = "STREET", _("街道(乡镇)")
    COMMUNITY = "COMMUNITY", _("社区(村)")
    MASS = "MASS", _("群团组织")
    PUBLIC = "PUBLIC", _("事业单位")
    ENTERPRISE = "ENTERPRISE", _("企业")
    OTHER = "OTHER", _("其他")


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def within(self, unit: "Unit") -> Self:
        """Keep the unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)


@tracked()
class Unit(models.Model):
    """A body that can be given a task and must answer for it."""

    code = models.CharField(_("单位编码"), max_length=30, unique=True)
    name = models.CharField(_("全称"), max_length=80, unique=True)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    kind = models.CharField(
        _("类别"), max_length=12, choices=UnitKind.choices, default=UnitKind.GOVERNMENT
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("所在区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
    )
    path = models.CharField(max_length=300, editable=False)
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["path"], name="unit_path", opclasses=["varchar_pattern_ops"]
            ),
            GinIndex(fields=["name"], name="unit_name_trgm", opclasses=["gin_trgm_ops"]),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("city:unit", args=[self.code])


class AliasOrigin(models.TextChoices):
    LISTED = "LISTED", _("名录")
    REMEMBERED = "REMEMBERED", _("确认后记住")


@tracked()
class UnitAlias(models.Model):
    """Another name under which speeches call a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("别名"), max_length=80, unique=True)
    origin = models.CharField(
        _("来源"), max_length=12, choices=AliasOrigin.choices, default=AliasOrigin.LISTED
    )

    def __str__(self) -> str:
        return self.name
