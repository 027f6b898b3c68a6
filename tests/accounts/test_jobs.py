"""What is cleared away at night."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from chuangcheng.accounts.jobs import clear
from tests import make
from tests.accounts.signing_in import WRONG, is_in, try_to

pytestmark = pytest.mark.django_db


def test_what_has_run_out_goes_and_what_counts_stays(client: Client) -> None:
    now = timezone.now()
    client.force_login(make.user())
    Session.objects.create(session_key="old", expire_date=now - timedelta(minutes=1))
    try_to(Client(), "before", WRONG)
    AccessAttempt.objects.update(attempt_time=now - timedelta(hours=26))
    try_to(Client(), "today", WRONG)

    for _ in range(2):
        clear(timestamp=int(now.timestamp()))

    assert is_in(client)
    assert not Session.objects.filter(session_key="old").exists()
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["today"]
