"""Types of places, and what is looked at there under each edition."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.models.locks import draft_only, names_stay
from chuangcheng.framework.models.registry import Edition, Indicator, Provenance
from chuangcheng.platform.record import tracked


class Scoring(models.TextChoices):
    """How the finds at one item become a state (R11): pass or fail, or by number of failing cases."""

    PASS_FAIL = "PASS_FAIL", _("达标/不达标")
    COUNTED = "COUNTED", _("ABC计数")


class Severity(models.TextChoices):
    HIGH = "HIGH", _("高")
    MEDIUM = "MEDIUM", _("中")
    LOW = "LOW", _("低")


@tracked()
class PointType(models.Model):
    """A kind of place that assessors visit; points keep their type when the edition changes."""

    code = models.CharField(_("类型代码"), max_length=12, unique=True)
    name = models.CharField(_("点位类型"), max_length=60, unique=True)
    # What else such a place is called, such as 供水营业厅 for 营业厅.
    aliases = ArrayField(
        models.CharField(max_length=60), verbose_name=_("别称"), default=list, blank=True
    )
    group = models.CharField(_("大类"), max_length=30, blank=True)
    # As handbooks give it, such as 市城管局/街道.
    typical_unit = models.CharField(_("常见主管单位"), max_length=100, blank=True)
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.LOCAL
    )
    refs = ArrayField(
        models.CharField(max_length=300), verbose_name=_("出处"), default=list, blank=True
    )
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        triggers = (names_stay(),)

    def __str__(self) -> str:
        return self.name


@tracked()
class Checklist(models.Model):
    """What is looked at in one type of place under one edition, and within which window."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="checklists"
    )
    point_type = models.ForeignKey(
        PointType, on_delete=models.PROTECT, related_name="checklists"
    )
    observation = models.CharField(_("观测窗口"), max_length=200, blank=True)
    # The same in figures, where the words give any: walk so far, stand so long.
    observation_metres = models.PositiveIntegerField(
        _("观测距离(米)"), null=True, blank=True
    )
    observation_minutes = models.PositiveIntegerField(
        _("观测时长(分钟)"), null=True, blank=True
    )

    class Meta:
        triggers = (draft_only(),)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "point_type"], name="checklist_once_in_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.point_type} ({self.edition.name})"


@tracked()
class ChecklistItem(models.Model):
    """One thing looked at, and how it is marked."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("编号"), max_length=20)
    name = models.CharField(_("检查项"), max_length=60)
    criterion = models.CharField(_("标准"), max_length=300)
    category = models.CharField(_("类别"), max_length=20, blank=True)
    scoring = models.CharField(
        _("计分方式"), max_length=12, choices=Scoring.choices, default=Scoring.PASS_FAIL
    )
    severity = models.CharField(
        _("严重程度"), max_length=8, choices=Severity.choices, default=Severity.MEDIUM
    )
    # The standard of the same edition that it counts for.
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("测评标准"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="checklist_items",
    )
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.LOCAL
    )
    refs = ArrayField(
        models.CharField(max_length=300), verbose_name=_("出处"), default=list, blank=True
    )
    # Why a reconstructed item is thought right.
    basis = models.CharField(_("重构依据"), max_length=200, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        triggers = (
            draft_only(
                "(SELECT edition_id FROM framework_checklist WHERE id = {row}.checklist_id)"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["checklist", "code"], name="checklist_item_once"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="checklist_item_has_code"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
