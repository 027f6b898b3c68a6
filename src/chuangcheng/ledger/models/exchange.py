"""Ledgers that come in from Excel, and links that go out to calendars."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.ledger.models.tasks import Plan
from chuangcheng.platform.record import tracked


class ImportState(models.TextChoices):
    UPLOADED = "UPLOADED", _("待对应列")
    CHECKED = "CHECKED", _("待确认")
    RUNNING = "RUNNING", _("正在导入")
    DONE = "DONE", _("已导入")
    REFUSED = "REFUSED", _("未导入")


@tracked(
    exclude=(
        "problems",
        "preview",
    )
)
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
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ImportState.choices,
        default=ImportState.UPLOADED,
    )
    total = models.PositiveIntegerField(_("行数"), default=0)
    added = models.PositiveIntegerField(_("新增"), default=0)
    known = models.PositiveIntegerField(_("已有"), default=0)
    # [{"row", "column", "header", "message"}]
    problems = models.JSONField(default=list, blank=True)
    preview = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.file_name


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

    def __str__(self) -> str:
        return f"{self.person} {self.created_at:%Y-%m-%d}"
