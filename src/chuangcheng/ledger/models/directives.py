"""A leader's speech or work plan, and the draft tasks that people review."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Unit
from chuangcheng.platform.record import tracked


class DirectiveState(models.TextChoices):
    READING = "READING", _("正在拆解")
    FAILED = "FAILED", _("无法读取")
    IN_REVIEW = "IN_REVIEW", _("待审阅")
    PUBLISHED = "PUBLISHED", _("已发布")
    WITHDRAWN = "WITHDRAWN", _("已作废")


@tracked(exclude=("text",))
class Directive(models.Model):
    """A document in which a leader says who must do what by when."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("标题"), max_length=200)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    file = models.FileField(_("原件"), upload_to="directives/%Y/%m/", max_length=300)
    sha256 = models.CharField(max_length=64)
    text = models.TextField(_("正文"), blank=True)
    # Spans [start, end] of sentences that look like an assignment but gave no task.
    doubtful = models.JSONField(default=list, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=DirectiveState.choices,
        default=DirectiveState.READING,
    )
    problem = models.CharField(_("无法读取的原因"), max_length=300, blank=True)
    withdrawn_reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state=DirectiveState.PUBLISHED,
                    published_at__isnull=False,
                    published_by__isnull=False,
                )
                | (~Q(state=DirectiveState.PUBLISHED) & Q(published_at__isnull=True)),
                name="directive_published_is_signed",
            ),
            # Two people who upload the same file at once must not both draw tasks from it.
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(state=DirectiveState.WITHDRAWN),
                name="directive_file_once",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ledger:directive", args=[self.number])


class DraftState(models.TextChoices):
    OPEN = "OPEN", _("待核")
    CONFIRMED = "CONFIRMED", _("已核")
    DROPPED = "DROPPED", _("不采用")


@tracked()
class DraftTask(models.Model):
    """A task as the program or a reviewer drew it from the text; nobody is told of it yet."""

    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="drafts"
    )
    # Given once and kept, so that two people on the telephone mean the same draft.
    number = models.PositiveIntegerField(_("序号"))
    section = models.JSONField(_("章节"), default=list, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(_("任务原文"))
    action = models.CharField(_("任务"), max_length=200)
    deadline = models.DateField(_("完成时限"), null=True, blank=True)
    recurrence = models.CharField(_("频次"), max_length=200, blank=True)
    # [{"object", "comparator", "value", "unit"}], values as strings
    targets = models.JSONField(_("量化指标"), default=list, blank=True)
    confidence = models.FloatField(_("把握"))
    state = models.CharField(
        _("审阅"), max_length=10, choices=DraftState.choices, default=DraftState.OPEN
    )
    is_manual = models.BooleanField(_("人工添加"), default=False)
    # Counts edits; a reviewer who saves over a newer version is told instead of obeyed.
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")), name="draft_span_forwards"
            ),
            models.UniqueConstraint(
                fields=["directive", "number"], name="draft_number_once"
            ),
        )
        indexes = (models.Index(fields=["directive", "start", "id"], name="draft_order"),)

    def __str__(self) -> str:
        return self.action


@tracked()
class DraftUnit(models.Model):
    """A unit named in the text, and the city's unit it was matched to."""

    draft = models.ForeignKey(DraftTask, on_delete=models.CASCADE, related_name="units")
    said = models.CharField(_("文中称谓"), max_length=80)
    # LEAD, MAIN or SUPPORT of `ledger.models.UnitRole`
    role = models.CharField(_("责任"), max_length=10)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("对应单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_confirmed = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.said
