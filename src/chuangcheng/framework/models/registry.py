"""Frameworks and their editions: the tree of indicators, vetoes, preconditions, and where each is from."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.models.locks import draft_only, only_superseded
from chuangcheng.platform.record import tracked


class Provenance(models.TextChoices):
    """Whether a source attests an entry; shown wherever the entry is."""

    KNOWN = "KNOWN", _("有据")
    RECONSTRUCTED = "RECONSTRUCTED", _("重构")
    PRIOR_KNOWLEDGE = "PRIOR_KNOWLEDGE", _("待核实")
    LOCAL = "LOCAL", _("本市录入")


class EditionState(models.TextChoices):
    DRAFT = "DRAFT", _("草案")
    IN_FORCE = "IN_FORCE", _("现行")
    RETIRED = "RETIRED", _("已废止")


class IndicatorLevel(models.TextChoices):
    """What an indicator is in the tree; between a DOMAIN and its STANDARDs CRITERIA may nest."""

    DOMAIN = "DOMAIN", _("测评项目")
    CRITERION = "CRITERION", _("测评内容")
    STANDARD = "STANDARD", _("测评标准")


class Method(models.TextChoices):
    """How a standard is measured."""

    ONSITE = "ONSITE", _("实地考察")
    MATERIALS = "MATERIALS", _("网上申报")
    SURVEY = "SURVEY", _("问卷调查")
    DEPARTMENT_DATA = "DEPARTMENT_DATA", _("部门数据")
    WEB = "WEB", _("网络抓取")


@tracked()
class Framework(models.Model):
    """One campaign's assessment: 全国文明城市, 国家卫生城市 …"""

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    authority = models.CharField(_("主管部门"), max_length=60, blank=True)
    # The campaign that this city runs; others are looked at for what they ask besides.
    is_main = models.BooleanField(_("本市主体系"), default=False)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["is_main"],
                condition=Q(is_main=True),
                name="framework_one_main",
            ),
        )

    def __str__(self) -> str:
        return self.name


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_force(self) -> Self:
        return self.filter(state=EditionState.IN_FORCE)


@tracked()
class Edition(models.Model):
    """One version of a framework; only a draft can be edited."""

    framework = models.ForeignKey(
        Framework,
        verbose_name=_("测评体系"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    name = models.CharField(_("版本"), max_length=60)
    state = models.CharField(
        _("状态"), max_length=10, choices=EditionState.choices, default=EditionState.DRAFT
    )
    # The edition from which this one was copied.
    based_on = models.ForeignKey(
        "self",
        verbose_name=_("依据版本"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    # What the scores of its standards must add up to.
    full_score = models.DecimalField(
        _("总分"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    note = models.TextField(_("说明"), blank=True)
    # Whether its scores are reconstructed and wait for the city's own handbook.
    has_reconstructed_scores = models.BooleanField(_("分值为重构"), default=False)
    url = models.CharField(_("出处"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("建立时间"))
    in_force_from = models.DateField(_("启用日期"), null=True, blank=True)
    retired_on = models.DateField(_("废止日期"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        triggers = (only_superseded(),)
        constraints = (
            models.UniqueConstraint(
                fields=["framework", "name"], name="edition_once_in_framework"
            ),
            models.UniqueConstraint(
                fields=["framework"],
                condition=Q(state="IN_FORCE"),
                name="edition_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT", in_force_from__isnull=True)
                | (~Q(state="DRAFT") & Q(in_force_from__isnull=False)),
                name="edition_in_force_has_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.framework.name} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("framework:edition", args=[self.pk])


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def standards(self) -> Self:
        return self.filter(level=IndicatorLevel.STANDARD)


@tracked()
class Indicator(models.Model):
    """A node of an edition's tree: 测评项目, 测评内容 or 测评标准."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="indicators"
    )
    code = models.CharField(_("编号"), max_length=20)
    name = models.CharField(_("名称"), max_length=200)
    # The wording of what is asked, beyond the name.
    text = models.TextField(_("要求"), blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=IndicatorLevel.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
    )
    # Place among its siblings.
    order = models.PositiveIntegerField(_("排序"), default=0)
    methods = ArrayField(
        models.CharField(max_length=16, choices=Method.choices),
        verbose_name=_("测评方法"),
        default=list,
        blank=True,
    )
    # Points of a standard; groups add up their standards and carry none themselves.
    score = models.DecimalField(
        _("分值"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    # A published weight of a domain, against which the sum of its scores is checked.
    weight = models.DecimalField(
        _("权重"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    weight_provenance = models.CharField(
        _("分值来源"),
        max_length=16,
        choices=Provenance.choices,
        default=Provenance.LOCAL,
    )
    threshold = models.CharField(_("达标值"), max_length=300, blank=True)
    evidence_forms = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("申报材料形式"),
        default=list,
        blank=True,
    )
    # Codes of `PointType`; kept as codes so that a draft may name a type not yet known.
    point_types = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("涉及点位类型"),
        default=list,
        blank=True,
    )
    # Names as handbooks give them; `responsibilities` are the city's own units.
    typical_units = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("常见责任单位"),
        default=list,
        blank=True,
    )
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.LOCAL
    )
    # Codes of `Reference`, or an address in full.
    refs = ArrayField(
        models.CharField(max_length=300), verbose_name=_("出处"), default=list, blank=True
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        triggers = (draft_only(),)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "code"], name="indicator_code_once_in_edition"
            ),
            models.CheckConstraint(
                condition=Q(level="STANDARD") | Q(score__isnull=True),
                name="indicator_only_standards_score",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0),
                name="indicator_score_not_negative",
            ),
        )
        indexes = (
            models.Index(fields=["edition", "parent", "order"], name="indicator_tree"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("framework:indicator", args=[self.pk])

    @property
    def key(self) -> int:
        """By what the tree's outline knows it."""
        return self.pk

    @property
    def parent_key(self) -> int | None:
        return self.parent_id


@tracked()
class NegativeItem(models.Model):
    """An event that costs points, the application or the title itself (负面清单)."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="negative_items"
    )
    code = models.CharField(_("编号"), max_length=20)
    name = models.CharField(_("名称"), max_length=100)
    scope = models.CharField(_("情形"), max_length=300, blank=True)
    consequence = models.CharField(_("后果"), max_length=300, blank=True)
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.LOCAL
    )
    refs = ArrayField(
        models.CharField(max_length=300), verbose_name=_("出处"), default=list, blank=True
    )
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        triggers = (draft_only(),)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "code"], name="negative_item_once_in_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@tracked()
class Precondition(models.Model):
    """What a city must fulfil before it may be assessed at all (前置条件)."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="preconditions"
    )
    name = models.CharField(_("名称"), max_length=100)
    detail = models.CharField(_("说明"), max_length=300, blank=True)
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.LOCAL
    )
    refs = ArrayField(
        models.CharField(max_length=300), verbose_name=_("出处"), default=list, blank=True
    )
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        triggers = (draft_only(),)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "name"], name="precondition_once_in_edition"
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Reference(models.Model):
    """A source that attests entries, under the short code by which they name it."""

    code = models.CharField(_("代号"), max_length=12, unique=True)
    title = models.CharField(_("内容"), max_length=200, blank=True)
    url = models.CharField(_("网址"), max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@tracked()
class CrosswalkLink(models.Model):
    """The same fact asked for by two campaigns: an indicator of the main one, and another's."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="crosswalk_links"
    )
    other = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="crosswalk_links_back"
    )
    provenance = models.CharField(
        _("来源"), max_length=16, choices=Provenance.choices, default=Provenance.LOCAL
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "other"], name="crosswalk_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(indicator=models.F("other")), name="crosswalk_link_of_two"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} = {self.other}"
