"""What the clock does for accounts: clear away what lets nobody in any more."""

from datetime import timedelta
from importlib import import_module

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

_UNTIL_SURE = timedelta(days=1)


# Every night in China: GB/T 22239 wants what signs people in cleared when it is no longer needed.
@jobs.periodic(cron="20 18 * * *")
@jobs.task(name="accounts.clear", queueing_lock="accounts.clear")
def clear(timestamp: int) -> None:
    """Delete sessions that have run out and failed tries that count for no lock."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    past = timezone.now() - get_cool_off() - _UNTIL_SURE
    AccessAttempt.objects.filter(attempt_time__lt=past).delete()
