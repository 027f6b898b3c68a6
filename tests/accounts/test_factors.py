"""Second factors: asked for at sign-in, owed by administrators, never guessed."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from chuangcheng.accounts import factors
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.accounts.signing_in import PASSWORD, is_in, try_to, with_password

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def code_now() -> str:
    return str(
        totp.format_hotp_value(
            totp.hotp_value(SECRET, next(iter(totp.yield_hotp_counters_from_time())))
        )
    )


def with_totp(person: User) -> User:
    with_password(person)
    totp.TOTP.activate(person, SECRET)
    return person


def test_with_a_second_factor_the_password_alone_does_not_open(client: Client) -> None:
    person = with_totp(make.user())

    response = try_to(client, person.username)

    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_the_code_opens_and_the_record_tells_both_steps(client: Client) -> None:
    person = with_totp(make.user())
    try_to(client, person.username)

    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert is_in(client)
    entry = AuditEntry.objects.get(verb="accounts.sign_in.done")
    assert entry.detail == {"methods": ["password", "totp"]}


def test_five_wrong_codes_lock_and_lead_back_to_the_password(client: Client) -> None:
    person = with_totp(make.user())
    try_to(client, person.username)

    answers = [
        client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code
        for _ in range(5)
    ]

    assert answers == [200, 200, 200, 200, 429]
    again = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert again["Location"] == reverse("account_login")
    assert not is_in(client)
    assert try_to(client, person.username).status_code == 429


def test_the_right_password_in_between_gives_no_new_tries_for_codes(client: Client) -> None:
    person = with_totp(make.user())
    for _ in range(2):
        try_to(client, person.username)
        for _ in range(2):
            client.post(reverse("mfa_authenticate"), {"code": "000000"})

    try_to(client, person.username)
    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert response.status_code == 429


def test_the_shared_secret_is_not_readable_in_the_database() -> None:
    person = with_totp(make.user())

    kept = Authenticator.objects.get(user=person)

    assert SECRET not in str(kept.data)
    assert kept.wrap().validate_code(code_now())


def test_secrets_of_before_a_change_of_the_key_stay_readable(settings: Settings) -> None:
    settings.SECRET_KEY = "first" * 12
    kept = factors.FactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "second" * 12

    assert factors.FactorAdapter().decrypt(kept) == SECRET


def test_an_administrator_without_second_factor_gets_nowhere_else(client: Client) -> None:
    person = make.administrator(Duty.SYSTEM, has_factor=False)
    client.force_login(person)

    for name in ("home", "people", "profile", "notifications"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert page.status_code == 200
    assert "须先登记第二种验证方式" in page.content.decode()


def test_an_administrator_sets_up_a_second_factor_and_gets_on(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = with_password(make.administrator(Duty.SYSTEM, has_factor=False))
    try_to(client, person.username)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert response.status_code == 302
    assert client.get(reverse("people")).status_code == 200
    added = AuditEntry.objects.filter(verb="accounts.factor.added", key=person.username)
    assert sorted(entry.detail["type"] for entry in added) == ["recovery_codes", "totp"]


def test_where_the_setting_is_off_an_administrator_may_go_without(
    client: Client, settings: Settings
) -> None:
    settings.ADMIN_MFA = False
    client.force_login(make.administrator(Duty.SYSTEM, has_factor=False))

    assert client.get(reverse("people")).status_code == 200


def test_an_administrator_keeps_the_last_second_factor(client: Client) -> None:
    person = with_totp(make.administrator(Duty.AUDIT, has_factor=False))
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.post(reverse("mfa_deactivate_totp"))

    assert "须保留至少一种" in page.content.decode()
    assert factors.real_ones(person).exists()


def test_everybody_else_may_give_the_second_factor_up(client: Client) -> None:
    person = with_totp(make.user())
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert not factors.real_ones(person).exists()
    assert AuditEntry.objects.filter(verb="accounts.factor.removed").exists()
