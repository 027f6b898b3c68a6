"""Keys with which programs act for a person; only their fingerprints are kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.accounts.models import ApiToken, User
from chuangcheng.accounts.roles import Duty
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

LONGEST = timedelta(days=366)
MOST_AT_ONCE = 20
_PREFIX = "cct_"
_USE_NOTED_EVERY = timedelta(minutes=1)


class TokenRefused(Refused):
    """The token cannot be made or revoked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token just made; `key` exists nowhere else and is shown once."""

    token: ApiToken
    key: str


def usable(*, at: datetime) -> Q:
    """Select tokens that would open something at a moment."""
    return Q(revoked_at__isnull=True, expires_at__gt=at)


def of(person: User) -> QuerySet[ApiToken]:
    """Return a person's tokens, the usable ones first."""
    return ApiToken.objects.filter(person=person).order_by(
        F("revoked_at").asc(nulls_first=True), "-created_at", "-id"
    )


@transaction.atomic
def create(person: User, *, name: str, until: date, at: datetime) -> NewToken:
    """Make a token that ends with the day `until`.

    Raises:
        TokenRefused: an administrator asks, or name, number or day are not allowed.
    """
    owner = User.objects.select_for_update().get(pk=person.pk)
    _check(owner, name=name, until=until, at=at)
    key = _PREFIX + secrets.token_urlsafe(32)
    end = datetime.combine(until + timedelta(days=1), datetime.min.time())
    token = ApiToken.objects.create(
        person=owner,
        name=name,
        digest=_digest(key),
        created_at=at,
        expires_at=timezone.make_aware(end),
    )
    detail = {"name": name, "until": until.isoformat()}
    audit.record(
        "accounts.token.created",
        subject="令牌",
        key=owner.username,
        by=person,
        detail=detail,
    )
    return NewToken(token=token, key=key)


def _check(owner: User, *, name: str, until: date, at: datetime) -> None:
    today = timezone.localdate(at)
    live = of(owner).filter(usable(at=at))
    if Duty(owner.duty) is not Duty.NONE:
        raise TokenRefused(_("管理员账号不能生成 API 令牌，请用业务账号生成。"))
    if not today <= until <= today + LONGEST:
        raise TokenRefused(_("到期日须在今天起一年以内。"))
    if live.filter(name=name).exists():
        raise TokenRefused(
            _("已有一个用途为“%(name)s”的有效令牌，请换个名称，或先停用原来的。")
            % {"name": name}
        )
    if live.count() >= MOST_AT_ONCE:
        raise TokenRefused(
            _("有效令牌已有 %(count)s 个，请先停用不再使用的。") % {"count": MOST_AT_ONCE}
        )


@transaction.atomic
def revoke(person: User, token_id: int, *, at: datetime) -> None:
    """End a token of one's own.

    Raises:
        TokenRefused: it has been revoked before.
    """
    token = of(person).select_for_update().get(pk=token_id)
    if token.revoked_at is not None:
        raise TokenRefused(_("这个令牌已经停用。"))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    audit.record(
        "accounts.token.revoked",
        subject="令牌",
        key=person.username,
        by=person,
        detail={"name": token.name},
    )


def revoke_all(person: User, *, at: datetime) -> int:
    """End every token of a person whose account is no longer trusted; return how many."""
    return of(person).filter(revoked_at__isnull=True).update(revoked_at=at)


def authenticate(key: str, *, at: datetime) -> User | None:
    """Return the person a key acts for, or None where it opens nothing.

    Found by its fingerprint, so that the time taken tells nothing about any other key.
    """
    token = (
        ApiToken.objects.filter(usable(at=at), digest=_digest(key))
        .select_related("person")
        .first()
    )
    if token is None or not _is_trusted(token.person):
        return None
    if token.last_used_at is None or at - token.last_used_at >= _USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token.person


def _is_trusted(person: User) -> bool:
    is_administrator = Duty(person.duty) is not Duty.NONE
    return person.is_active and not is_administrator and not person.must_change_password


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
