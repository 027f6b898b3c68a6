"""Who signs in, and what they are told."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.roles import Duty
from chuangcheng.platform.record import tracked


@tracked(
    exclude=(
        "password",
        "last_login",
        "session_epoch",
    )
)
class User(AbstractUser):
    """A person who signs in; what they may do comes from their seats or their duty."""

    first_name = None  # type: ignore[assignment]  # Chinese names are kept whole, in `name`
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=50)
    phone = models.CharField(_("手机号"), max_length=20, blank=True)
    duty = models.CharField(
        _("管理职责"), max_length=10, choices=Duty.choices, default=Duty.NONE
    )

    # Set whenever somebody else knows the password; until it is changed nothing else opens.
    must_change_password = models.BooleanField(_("须修改密码"), default=False)
    # Part of every session's fingerprint: one step on, and all of them have ended.
    session_epoch = models.PositiveIntegerField(default=0)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = (
            # Sign-in ignores case, so two names that differ in case only would be one.
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            # 三员分立: the same human being must not come back under a second account.
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(duty=Duty.NONE) & ~Q(phone=""),
                name="user_one_duty_per_phone",
            ),
            models.CheckConstraint(
                condition=Q(duty=Duty.NONE) | ~Q(phone=""),
                name="user_administrator_has_phone",
            ),
            # Django's own superuser would be a door around the three administrators.
            models.CheckConstraint(
                condition=Q(is_superuser=False, is_staff=False), name="user_no_superuser"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def masked_phone(self) -> str:
        """Show enough of the number to know it again, not enough to call it."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if self.phone else ""

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for fallback in super().get_session_auth_fallback_hash():
            yield f"{fallback}.{self.session_epoch}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """A sentence that waits for one person inside the product."""

    recipient = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notifications"
    )
    text = models.CharField(_("内容"), max_length=300)
    url = models.CharField(_("链接"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    # Says which fact the sentence tells, so that a repeated job does not tell it twice.
    key = models.CharField(max_length=200)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "key"], name="notification_told_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["recipient", "-at"],
                condition=Q(read_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(fields=["recipient", "-at", "-id"], name="notification_recent"),
        )

    def __str__(self) -> str:
        return self.text


@tracked(
    exclude=(
        "digest",
        "last_used_at",
    )
)
class ApiToken(models.Model):
    """A key with which a program acts for a person, under that person's rights."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("用途"), max_length=60)
    # SHA-256 of the key; the key itself is shown once.
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("生成时间"))
    # The first moment at which it opens nothing any more.
    expires_at = models.DateTimeField(_("到期时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last day on which it opens something."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))
