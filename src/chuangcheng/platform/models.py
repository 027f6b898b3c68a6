"""Tables that any product needs: numbers, the audit log and its seals, progress of long work."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """The last number given out under a heading, so that papers are numbered without gaps."""

    name = models.CharField(max_length=40, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"


class AuditEntry(models.Model):
    """Who did what to which thing; written in the change's own transaction, never edited.

    The actor is copied, not referenced: the entry must outlive the account.
    """

    at = models.DateTimeField(_("时间"))
    verb = models.CharField(_("动作"), max_length=60)
    subject = models.CharField(_("对象类别"), max_length=60)
    key = models.CharField(_("对象"), max_length=100)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(_("人员"), max_length=150, blank=True)
    address = models.GenericIPAddressField(_("来源地址"), null=True, blank=True)
    detail = models.JSONField(_("内容"), default=dict, blank=True)
    # Proves that the program wrote the entry; unique, so that none can be written twice.
    mark = models.BinaryField(max_length=32, null=True, unique=True, editable=False)

    class Meta:
        indexes = (
            models.Index(fields=["-at", "-id"], name="audit_recent"),
            models.Index(fields=["subject", "key"], name="audit_subject"),
        )
        triggers = (
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.key}"


class Seal(models.Model):
    """One run of the hash chain over rows that had no place in it yet; each starts from the last.

    The rules of the chain are in `platform.audit.chain`, how it is used in docs/audit.md.
    """

    number = models.PositiveBigIntegerField(_("封存号"), primary_key=True)
    # All seals of one run of the sealer share the moment at which the run began.
    at = models.DateTimeField(_("封存时间"))
    algorithm = models.CharField(_("算法"), max_length=10)
    previous = models.BinaryField(max_length=32)
    # The columns of each table as they were; later columns do not change what was sealed.
    columns = models.JSONField()
    first = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(_("行数"))
    # Nothing was left over when this seal was made.
    is_complete = models.BooleanField()
    opening = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("封存")
        triggers = (
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"第{self.number}号封存"


class SealedRow(models.Model):
    """The place of one row of the audit log or of a history table in the hash chain."""

    position = models.PositiveBigIntegerField(primary_key=True)
    # Not a foreign key: a missing seal must be found, not prevented from being seen.
    seal = models.PositiveBigIntegerField()
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    # Whether the row bore the program's mark when it was sealed.
    is_ours = models.BooleanField()
    content = models.BinaryField(max_length=32)
    link = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("封存明细")
        constraints = (
            models.UniqueConstraint(fields=["table", "row"], name="sealed_row_once"),
        )
        triggers = (
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.table} {self.row}"


class Progress(models.Model):
    """How far a long piece of work has come; it can be left and found again."""

    key = models.CharField(max_length=100, unique=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key} {self.done}/{self.total}"
