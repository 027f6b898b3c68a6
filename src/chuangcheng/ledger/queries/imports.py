"""Excel ledgers on their way in, as the campaign office sees them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import scope_of
from chuangcheng.ledger.models import ImportState, LedgerImport, Plan
from chuangcheng.platform import progress

_OVER = frozenset({ImportState.DONE, ImportState.REFUSED, ImportState.DROPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the taking in of a file is, for the progress bar."""

    done: int
    total: int | None
    is_over: bool


def visible_to(user: User) -> QuerySet[LedgerImport]:
    """Return the imports a person may see: all for whoever exchanges the ledger."""
    if scope_of(user).may(Right.EXCHANGE_LEDGER):
        return LedgerImport.objects.select_related("plan", "by")
    return LedgerImport.objects.none()


def listing(user: User) -> QuerySet[LedgerImport]:
    """Return the imports, the latest first."""
    return visible_to(user).order_by("-at", "-id")


def plans() -> QuerySet[Plan]:
    """Return the plans a ledger may go into, the latest first."""
    return Plan.objects.order_by("-starts_on", "name")


def plan_of_today() -> Plan | None:
    """Return the plan that runs today, or else the latest."""
    today = timezone.localdate()
    running = plans().filter(starts_on__lte=today, ends_on__gte=today).first()
    return running or plans().first()


def standing(job: LedgerImport) -> Standing:
    """Tell how far a confirmed file is."""
    so_far = progress.of(job.progress_key)
    return Standing(
        done=so_far.done, total=so_far.total or None, is_over=job.state in _OVER
    )
