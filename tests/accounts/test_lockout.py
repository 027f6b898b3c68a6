"""Too many wrong tries: who is kept out, until when, and who lets them in again."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from chuangcheng.accounts import lockout
from chuangcheng.accounts.roles import Duty
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.accounts.signing_in import WRONG, is_in, try_to, with_password

pytestmark = pytest.mark.django_db


def fail(client: Client, username: str, times: int = 5) -> None:
    for _ in range(times):
        try_to(client, username, WRONG)


def test_the_fifth_wrong_password_locks_and_says_until_when(client: Client) -> None:
    person = with_password(make.user())
    fail(client, person.username, 4)

    response = try_to(client, person.username, WRONG)

    until = timezone.localtime(
        AccessAttempt.objects.get().attempt_time + timedelta(hours=1)
    )
    page = response.content.decode()
    assert response.status_code == 429
    assert f"{until:%H:%M}" in page
    assert "安全管理员" in page


def test_during_a_lock_the_right_password_does_not_open(client: Client) -> None:
    person = with_password(make.user())
    fail(client, person.username)

    response = try_to(client, person.username)

    assert response.status_code == 429
    assert not is_in(client)


def test_trying_on_does_not_move_the_end_of_a_lock(client: Client) -> None:
    person = with_password(make.user())
    fail(client, person.username)
    before = lockout.current(at=timezone.now())

    fail(client, person.username, 3)

    assert lockout.current(at=timezone.now()) == before
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert (
        list(verbs)[-4:] == ["accounts.sign_in.locked"] + ["accounts.sign_in.refused"] * 3
    )
    assert list(verbs).count("accounts.sign_in.locked") == 1


def test_capitals_give_no_new_tries(client: Client) -> None:
    person = with_password(make.user())

    answers = [
        try_to(client, person.username.replace("user", written), WRONG).status_code
        for written in ("user", "User", "uSer", "usEr", "useR")
    ]

    assert answers == [200, 200, 200, 200, 429]


def test_a_lock_concerns_one_name_from_one_address(client: Client) -> None:
    person = with_password(make.user())
    colleague = with_password(make.user())
    fail(client, person.username)

    elsewhere = Client(REMOTE_ADDR="10.1.1.9")
    try_to(elsewhere, person.username)
    try_to(client, colleague.username)

    assert is_in(elsewhere)
    assert is_in(client)


def test_a_lock_ends_by_itself(client: Client) -> None:
    person = with_password(make.user())
    fail(client, person.username)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))

    try_to(client, person.username)

    assert is_in(client)
    assert lockout.current(at=timezone.now()) == []


def test_signing_in_clears_the_count(client: Client) -> None:
    person = with_password(make.user())
    fail(client, person.username, 4)
    try_to(client, person.username)
    client.post(reverse("account_logout"))

    fail(client, person.username, 4)
    try_to(client, person.username)

    assert is_in(client)


def test_the_security_administrator_lifts_a_lock(client: Client) -> None:
    person = with_password(make.user(name="赵云"))
    fail(client, person.username)
    office = Client()
    office.force_login(make.administrator(Duty.SECURITY))
    page = office.get(reverse("security_locks")).content.decode()
    assert "赵云" in page
    assert "共 1 条锁定" in page

    response = office.post(
        reverse("security_unlock"), {"username": person.username, "address": "127.0.0.1"}
    )

    assert response.status_code == 302
    try_to(client, person.username)
    assert is_in(client)
    entry = AuditEntry.objects.get(verb="accounts.lockout.lifted")
    assert (entry.key, entry.detail) == (person.username, {"address": "127.0.0.1"})


def test_a_lock_that_is_gone_cannot_be_lifted(client: Client) -> None:
    client.force_login(make.administrator(Duty.SECURITY))

    response = client.post(
        reverse("security_unlock"), {"username": "nobody", "address": "127.0.0.1"}
    )

    assert response.status_code == 422
    assert "已经到期或被解除" in response.content.decode()


def test_behind_the_citys_proxy_callers_are_told_apart(
    client: Client, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    person = with_password(make.user())
    for made_up in range(5):
        try_to(
            client,
            person.username,
            WRONG,
            headers={"X-Forwarded-For": f"8.8.8.{made_up}, 10.0.0.7"},
        )

    [lock] = lockout.current(at=timezone.now())

    assert lock.address == "10.0.0.7"
    entry = AuditEntry.objects.filter(verb="accounts.sign_in.failed").latest("id")
    assert entry.address == "10.0.0.7"


def test_without_a_proxy_the_header_is_not_believed(client: Client) -> None:
    person = with_password(make.user())

    try_to(client, person.username, WRONG, headers={"X-Forwarded-For": "10.0.0.7"})

    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"
