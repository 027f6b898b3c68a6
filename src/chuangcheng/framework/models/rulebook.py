"""The standing rules (制度库): documents in versions, bound to the standards they serve."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Unit
from chuangcheng.framework.models.registry import Indicator
from chuangcheng.platform.record import tracked


@tracked()
class Rule(models.Model):
    """A standing rule under its number; its texts are its versions."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("名称"), max_length=150)
    category = models.CharField(_("类别"), max_length=30, blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("制定单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_repealed = models.BooleanField(_("已废止"), default=False)
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    repeal_reason = models.CharField(_("废止原因"), max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_repealed=False, repealed_on__isnull=True)
                | Q(is_repealed=True, repealed_on__isnull=False),
                name="rule_repealed_iff_day",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("framework:rule", args=[self.number])


@tracked(exclude=["text"])
class RuleVersion(models.Model):
    """One text of a rule; never edited, only followed by the next."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版次"))
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    text = models.TextField(_("正文"))
    file = models.FileField(_("原件"), upload_to="rules/", max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    effective_on = models.DateField(_("施行日期"))
    note = models.CharField(_("修订说明"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("录入人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("录入时间"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once"),
        )
        indexes = (
            GinIndex(
                fields=["text"], name="rule_version_text_trgm", opclasses=["gin_trgm_ops"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} 第{self.number}版"


@tracked()
class RuleBinding(models.Model):
    """A rule serves a standard."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="bindings")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="rule_bindings"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rule", "indicator"], name="rule_binding_once"),
        )

    def __str__(self) -> str:
        return f"{self.rule} → {self.indicator}"
