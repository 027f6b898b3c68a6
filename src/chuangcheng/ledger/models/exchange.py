"""Ledgers that come in from Excel, and links that go out to calendars."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.ledger.models.tasks import Plan
from chuangcheng.platform.record import tracked


class ImportState(models.TextChoices):
    UPLOADED = "UPLOADED", _("待对应列")
    CHECKED = "CHECKED", _("待确认")
    RUNNING = "RUNNING", _("正在导入")
    DONE = "DONE", _("已导入")
    REFUSED = "REFUSED", _("未导入")
    DROPPED = "DROPPED", _("已放弃")


@tracked(exclude=("headers", "names"))
class LedgerImport(models.Model):
    """An Excel ledger on its way in: mapped, checked, then taken whole or not at all."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    plan = models.ForeignKey(Plan, verbose_name=_("方案"), on_delete=models.PROTECT)
    file_name = models.CharField(_("文件名"), max_length=200)
    file = models.FileField(upload_to="imports/%Y/%m/", max_length=300)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("上传时间"))
    headers = models.JSONField(default=list)
    # {"deadline": 4}: what is taken from which column, counted from 0
    mapping = models.JSONField(default=dict, blank=True)
    # {"区住建委": [17]}: the units a person chose for names the city's list does not give
    names = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ImportState.choices,
        default=ImportState.UPLOADED,
    )
    total = models.PositiveIntegerField(_("行数"), default=0)
    added = models.PositiveIntegerField(_("新增"), default=0)
    known = models.PositiveIntegerField(_("已有"), default=0)
    problem = models.CharField(_("未导入的原因"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["-at", "-id"], name="import_recent"),)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("ledger:import", args=[self.number])

    @property
    def progress_key(self) -> str:
        """Name the progress of the job that takes this ledger in."""
        return f"ledger.import.{self.number}"


@tracked()
class ColumnMemory(models.Model):
    """How the columns of an Excel layout were matched last time."""

    # Digest of the header row
    signature = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature


@tracked(exclude=("digest",))
class CalendarLink(models.Model):
    """A person's private address for a calendar feed; revoked, it is dead for ever."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links"
    )
    # SHA-256 of the secret part; the secret itself is shown once.
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("生成时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_link_one_live",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.created_at:%Y-%m-%d}"


class ApiReceipt(models.Model):
    """What a program was answered when it wrote something, so that asking again changes nothing.

    Not tracked: what was written is on record itself.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # The Idempotency-Key of the call
    key = models.CharField(max_length=100)
    # Digest of address and body: the same key must not be used for something else.
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="receipt_once"),
        )
        indexes = (models.Index(fields=["at"], name="receipt_age"),)

    def __str__(self) -> str:
        return self.key
