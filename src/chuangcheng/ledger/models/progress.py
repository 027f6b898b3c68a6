"""What happens to a task after dispatch: steps, reports, requests, repeated duties."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Unit
from chuangcheng.ledger.models.tasks import Target, Task
from chuangcheng.ledger.states import Action
from chuangcheng.platform.record import tracked


@tracked()
class Step(models.Model):
    """One move in a task's life. Written once, never edited."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=20, choices=Action.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["task", "at", "id"], name="step_order"),
            models.Index(fields=["-at", "-id"], name="step_recent"),
        )

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"


class OccurrenceState(models.TextChoices):
    OPEN = "OPEN", _("待办")
    DONE = "DONE", _("已办")


@tracked()
class Occurrence(models.Model):
    """One turn of a duty that comes again and again."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="occurrences")
    # The day the rule gives; `due_on` may be moved off a rest day, this one never.
    planned_on = models.DateField(_("规则日期"))
    due_on = models.DateField(_("应办日期"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=OccurrenceState.choices,
        default=OccurrenceState.OPEN,
    )
    done_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["task", "planned_on"], name="occurrence_once"),
            models.CheckConstraint(
                condition=Q(state=OccurrenceState.DONE, done_at__isnull=False)
                | Q(state=OccurrenceState.OPEN, done_at__isnull=True),
                name="occurrence_done_iff_done_at",
            ),
        )
        indexes = (models.Index(fields=["state", "due_on"], name="occurrence_due"),)

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"


@tracked()
class Progress(models.Model):
    """A unit's report of how far it has come."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reports")
    unit = models.ForeignKey(
        Unit, verbose_name=_("反馈单位"), on_delete=models.PROTECT, related_name="+"
    )
    occurrence = models.ForeignKey(
        Occurrence,
        verbose_name=_("期次"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("反馈时间"))
    note = models.TextField(_("进展情况"))

    class Meta:
        indexes = (models.Index(fields=["task", "-at", "-id"], name="progress_recent"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.at:%Y-%m-%d}"


@tracked()
class ProgressFigure(models.Model):
    """The figure reached so far for one target, as reported."""

    progress = models.ForeignKey(Progress, on_delete=models.CASCADE, related_name="figures")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="figures")
    value = models.DecimalField(_("累计完成"), max_digits=18, decimal_places=4)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["progress", "target"], name="figure_once"),
        )

    def __str__(self) -> str:
        return f"{self.value.normalize():f}"


@tracked()
class ProgressFile(models.Model):
    """A file that proves a report."""

    progress = models.ForeignKey(Progress, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="progress/%Y/%m/", max_length=300)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveBigIntegerField(_("大小(字节)"))
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class RequestState(models.TextChoices):
    ASKED = "ASKED", _("待批")
    GRANTED = "GRANTED", _("同意")
    REFUSED = "REFUSED", _("不同意")


class _Request(models.Model):
    """What a unit asks of the office about a task."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("申请单位"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("理由"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("申请时间"))
    state = models.CharField(
        _("结果"),
        max_length=10,
        choices=RequestState.choices,
        default=RequestState.ASKED,
    )
    answer = models.TextField(_("答复"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("批复时间"), null=True, blank=True)

    class Meta:
        abstract = True


@tracked()
class Extension(_Request):
    """A unit asks for more time."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    to = models.DateField(_("延至"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=Q(state=RequestState.ASKED),
                name="extension_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} 延至 {self.to:%Y-%m-%d}"


@tracked()
class Handover(_Request):
    """A unit asks that another unit take its part."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="handovers")
    to = models.ForeignKey(
        Unit, verbose_name=_("移交给"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=Q(state=RequestState.ASKED),
                name="handover_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} 移交 {self.to}"


class LastLook(models.Model):
    """When a person last looked at the home page, so that it can say what changed since.

    Not tracked and never counted: looking is nobody's business but the person's own.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # The look before the present one; the page tells what changed since then.
    before = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
