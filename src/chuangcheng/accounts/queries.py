"""Everything that reads accounts and the audit log."""

from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from chuangcheng.accounts.factors import REAL
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.platform.models import AuditEntry

_STATES = {
    "active": Q(is_active=True),
    "disabled": Q(is_active=False),
    "pending": Q(is_active=True, must_change_password=True),
}


def people(*, q: str = "", state: str = "", order: str = "") -> QuerySet[User]:
    """Return accounts by part of a name, phone number or user name."""
    found = User.objects.filter(_named(q), _STATES.get(state, Q()))
    if order.startswith("-"):
        # Somebody who never signed in comes last, not first.
        return found.order_by(F(order[1:]).desc(nulls_last=True), "username")
    return found.order_by(order or "username", "username")


def people_and_safety(*, q: str = "", duty: str = "") -> QuerySet[User]:
    """Return accounts with whether they have a second factor; administrators come first."""
    real = Authenticator.objects.filter(user=OuterRef("pk"), type__in=REAL)
    found = User.objects.filter(_named(q)).annotate(has_factor=Exists(real))
    if duty == "any":
        found = found.exclude(duty=Duty.NONE)
    elif duty:
        found = found.filter(duty=duty)
    return found.alias(is_plain=Q(duty=Duty.NONE)).order_by("is_plain", "username")


def entries(
    *, since: date, until: date, person: str = "", verb: str = "", subject: str = ""
) -> QuerySet[AuditEntry]:
    """Return the audit log of some days, the latest first."""
    found = AuditEntry.objects.filter(at__gte=_start(since), at__lt=_start(until, later=1))
    if person:
        found = found.filter(actor_name__icontains=person)
    if verb:
        found = found.filter(verb=verb)
    if subject:
        found = found.filter(Q(subject__icontains=subject) | Q(key__icontains=subject))
    return found.order_by("-at", "-id")


def _named(q: str) -> Q:
    words = q.strip()
    if not words:
        return Q()
    return (
        Q(username__icontains=words) | Q(name__icontains=words) | Q(phone__contains=words)
    )


def _start(day: date, *, later: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), time.min))
