"""A person's private address for a calendar feed: made, shown once, revoked."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import CalendarLink
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class NoLink(Refused):
    """There is no address to revoke."""


@transaction.atomic
def create(person: User, *, at: datetime) -> str:
    """Make a new address, ending an earlier one; return its secret part, which is kept nowhere."""
    # Locked, so that two tabs leave one living address.
    User.objects.select_for_update().get(pk=person.pk)
    _live(person).update(revoked_at=at)
    secret = secrets.token_urlsafe(32)
    CalendarLink.objects.create(person=person, digest=digest(secret), created_at=at)
    audit.record(
        "ledger.calendar_link.created", subject="日历地址", key=person.username, by=person
    )
    return secret


@transaction.atomic
def revoke(person: User, *, at: datetime) -> None:
    """End a person's address for ever.

    Raises:
        NoLink: there is none.
    """
    if not _live(person).update(revoked_at=at):
        raise NoLink("没有使用中的日历地址，不必停用。")
    audit.record(
        "ledger.calendar_link.revoked", subject="日历地址", key=person.username, by=person
    )


def _live(person: User) -> QuerySet[CalendarLink]:
    return CalendarLink.objects.filter(person=person, revoked_at__isnull=True)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
