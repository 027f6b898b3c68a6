"""When a session ends: idle, elsewhere, with the password, with the account."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services import credentials, people
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.accounts.signing_in import PASSWORD, is_in, try_to, with_password

pytestmark = pytest.mark.django_db
NEW = "Chuangcheng#2027"


def age(client: Client, minutes: float) -> None:
    """Let the last request of a session have been some minutes ago."""
    session = client.session
    past = timezone.now() - timedelta(minutes=minutes)
    session["last_seen"] = int(past.timestamp())
    session.save()


def test_after_half_an_hour_without_a_request_the_session_is_over(client: Client) -> None:
    person = make.user()
    client.force_login(person)
    assert is_in(client)
    age(client, 30.1)

    response = client.get("/", follow=True)

    assert response.redirect_chain[0][0].startswith(reverse("account_login"))
    assert "超过 30 分钟没有操作" in response.content.decode()
    entry = AuditEntry.objects.get(verb="accounts.sign_out.idle")
    assert (entry.key, entry.address) == (person.username, "127.0.0.1")


def test_every_request_of_a_person_puts_the_end_off(client: Client) -> None:
    client.force_login(make.user())
    is_in(client)
    age(client, 29)
    assert is_in(client)

    age_now = timezone.now().timestamp() - client.session["last_seen"]

    assert age_now < 5


def test_an_open_page_that_asks_for_the_bell_does_not_put_the_end_off(
    client: Client,
) -> None:
    client.force_login(make.user())
    is_in(client)
    age(client, 29)

    assert client.get(reverse("notifications_bell")).status_code == 200

    assert timezone.now().timestamp() - client.session["last_seen"] > 28 * 60


def test_a_piece_of_a_page_leads_the_whole_page_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tasks/?page=2"}

    response = client.get(reverse("notifications_bell"), headers=headers)

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Ftasks%2F%3Fpage%3D2"


def test_a_changed_password_ends_the_sessions_everywhere(client: Client) -> None:
    person = with_password(make.user())
    other = Client()
    for each in (client, other):
        try_to(each, person.username)

    response = change(client, PASSWORD, NEW)

    assert response.status_code == 302
    assert not is_in(other)
    assert not is_in(client)
    try_to(client, person.username, NEW)
    assert is_in(client)
    assert AuditEntry.objects.filter(verb="accounts.password.changed").count() == 1


def test_a_stopped_account_is_out_at_once_and_stays_out_when_resumed(
    client: Client,
) -> None:
    person = make.user()
    office = make.administrator(Duty.SYSTEM)
    client.force_login(person)

    people.disable(person.username, by=office, at=timezone.now())
    assert not is_in(client)
    client.force_login(User.objects.get(pk=office.pk))
    people.enable(person.username, by=office)

    old = Client()
    old.force_login(User.objects.get(pk=person.pk))
    people.disable(person.username, by=office, at=timezone.now())
    people.enable(person.username, by=office)
    assert not is_in(old)


def test_a_password_from_an_administrator_must_be_changed_first(client: Client) -> None:
    person = with_password(make.user())
    security = make.administrator(Duty.SECURITY)
    opened = credentials.reset_password(person.username, by=security, at=timezone.now())
    try_to(client, person.username, opened.password)

    for name in ("home", "profile", "tokens", "mfa_index"):
        assert client.get(reverse(name))["Location"] == reverse("account_change_password")
    page = client.get(reverse("account_change_password")).content.decode()
    assert page.count("当前密码由管理员设置") == 1
    assert client.get(reverse("notifications_bell")).status_code == 204

    assert change(client, opened.password, opened.password).status_code == 200
    assert User.objects.get(pk=person.pk).must_change_password
    change(client, opened.password, NEW)
    try_to(client, person.username, NEW)
    assert is_in(client)
    assert not User.objects.get(pk=person.pk).must_change_password


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Ab1#", "至少 10 位"),
        ("shidilinshi1", "至少 3 种"),
        ("Wangmin-139", "相似"),
        ("Password123", "常见"),
    ],
    ids=["short", "plain", "like the user name", "common"],
)
def test_a_weak_password_is_refused_with_the_reason(
    client: Client, password: str, reason: str
) -> None:
    person = with_password(make.user())
    User.objects.filter(pk=person.pk).update(username="wangmin-13")
    client.force_login(User.objects.get(pk=person.pk))

    response = change(client, PASSWORD, password)

    assert response.status_code == 200
    errors = " ".join(response.context["form"].errors.get("password1", []))
    assert reason in errors


def change(client: Client, old: str, new: str) -> Any:
    return client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": new},
    )
