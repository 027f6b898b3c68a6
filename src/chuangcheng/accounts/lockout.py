"""Who is kept out after too many wrong passwords, until when, and who may let them in again."""

from dataclasses import dataclass
from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.accounts.models import User
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class NotLocked(Refused):
    """The lock has run out or was lifted by somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A name that is refused from one address; `person` is empty where no account has the name."""

    username: str
    person: str
    address: str
    attempts: int
    last_at: datetime
    until: datetime


def username_of(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the name a caller signs in under; capitals make no new name and no new tries."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return given.strip().casefold()[:255]


def current(*, at: datetime) -> list[Lock]:
    """List the locks that hold now, the latest first."""
    cool_off = get_cool_off()
    rows = (
        AccessAttempt.objects.filter(attempt_time__gte=at - cool_off)
        .values("username", "ip_address")
        .annotate(attempts=Sum("failures_since_start"), last_at=Max("attempt_time"))
        .filter(attempts__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last_at", "username", "ip_address")
    )
    found = list(rows)
    names = _names_of({row["username"] for row in found})
    return [
        Lock(
            username=row["username"] or "",
            person=names.get(row["username"], ""),
            address=row["ip_address"] or "",
            attempts=row["attempts"],
            last_at=row["last_at"],
            until=row["last_at"] + cool_off,
        )
        for row in found
    ]


def _names_of(usernames: set[str]) -> dict[str, str]:
    # Axes keeps names folded; the accounts keep the capitals they were given.
    people = User.objects.annotate(folded=Lower("username")).filter(folded__in=usernames)
    return {person.username.casefold(): person.name for person in people}


@transaction.atomic
def lift(username: str, address: str, *, by: User, at: datetime) -> None:
    """Let a name in again from an address.

    Raises:
        NotLocked: there is no such lock any more.
    """
    held = {(lock.username, lock.address) for lock in current(at=at)}
    if (username, address) not in held:
        raise NotLocked(_("这条锁定已经到期或被解除，无须再操作。"))
    AxesProxyHandler.reset_attempts(username=username, ip_address=address or None)
    audit.record(
        "accounts.lockout.lifted",
        subject="账号",
        key=username,
        by=by,
        detail={"address": address},
    )


def respond(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, str] | None = None,
) -> HttpResponse:
    """Tell a locked-out caller until when, and whom to ask."""
    username = username_of(request, credentials)
    context = {
        "username": username,
        "until": _until(username, getattr(request, "axes_ip_address", None)),
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "contact": settings.SECURITY_CONTACT,
    }
    return render(request, "account/locked_out.html", context, status=429)


def _until(username: str, address: str | None) -> datetime:
    tries = AccessAttempt.objects.filter(username=username, ip_address=address)
    last: datetime | None = tries.aggregate(last=Max("attempt_time"))["last"]
    until: datetime = (last or timezone.now()) + get_cool_off()
    return until
