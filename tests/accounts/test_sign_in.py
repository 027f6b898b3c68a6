"""Who gets in, and what is written down about it."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.accounts.signing_in import PASSWORD, WRONG, is_in, try_to, with_password

pytestmark = pytest.mark.django_db


def verbs_about(username: str) -> list[str]:
    return list(
        AuditEntry.objects.filter(key=username)
        .order_by("id")
        .values_list("verb", flat=True)
    )


def test_a_person_signs_in_and_out_and_both_are_on_record(client: Client) -> None:
    person = with_password(make.user())

    response = try_to(client, person.username)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert is_in(client)
    client.post(reverse("account_logout"))

    assert not is_in(client)
    assert verbs_about(person.username) == [
        "accounts.sign_in.done",
        "accounts.sign_out.done",
    ]
    entry = AuditEntry.objects.get(verb="accounts.sign_in.done")
    assert entry.detail == {"methods": ["password"]}
    assert entry.address == "127.0.0.1"


def test_passwords_are_kept_as_argon2(client: Client) -> None:
    assert with_password(make.user()).password.startswith("argon2$argon2id$")


def test_a_wrong_password_is_refused_and_on_record(client: Client) -> None:
    person = with_password(make.user())

    response = try_to(client, person.username, WRONG)

    assert not is_in(client)
    assert response.status_code == 200
    assert verbs_about(person.username) == ["accounts.sign_in.failed"]


def test_what_is_typed_in_place_of_a_name_stays_out_of_the_log(client: Client) -> None:
    try_to(client, PASSWORD, PASSWORD)

    entry = AuditEntry.objects.get(verb="accounts.sign_in.failed")
    assert entry.key == "xu…"


def test_a_stopped_account_does_not_open(client: Client) -> None:
    person = with_password(make.user(is_active=False))

    response = try_to(client, person.username)

    assert response["Location"] == reverse("account_inactive")
    assert not is_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_reset_password",
        "account_confirm_email",
        "account_email_verification_sent",
        "mfa_signup_webauthn",
        "socialaccount_signup",
        "socialaccount_connections",
    ],
)
def test_nobody_signs_up_and_nothing_goes_by_email(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/set/", "login/code/"]
)
def test_pages_for_sign_up_and_email_do_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


def test_cookies_stay_with_https_and_out_of_scripts(
    client: Client, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    person = with_password(make.user())

    try_to(client, person.username, secure=True)

    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert session["secure"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert session["max-age"] == ""


def test_pages_allow_nothing_from_elsewhere(client: Client) -> None:
    headers = client.get(reverse("account_login")).headers

    policy = headers["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'self'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
