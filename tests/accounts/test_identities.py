"""Signing in by the city's own identity service, played by a small server of our own."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services import credentials
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.accounts.signing_in import is_in

pytestmark = pytest.mark.django_db
CLIENT_ID = "chuangcheng"


@dataclass
class Service:
    """An OpenID provider that says of everybody what it is told to say."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/token":
            return {
                "access_token": "access",
                "token_type": "Bearer",
                "id_token": self._id_token(),
            }
        return self.claims

    def _id_token(self) -> str:
        expires = datetime.now(UTC) + timedelta(minutes=5)
        about = {"iss": self.url, "aud": CLIENT_ID, "exp": expires}
        return jwt.encode(about | self.claims, "k" * 32, algorithm="HS256")


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(told.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Keep test output to the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    app = {
        "provider_id": "oidc",
        "name": "市统一身份认证",
        "client_id": CLIENT_ID,
        "secret": "secret",
        "settings": {"server_url": told.url, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def come_back_as(client: Client, service: Service, **claims: str) -> Any:
    """Go to the service and come back with what it says."""
    service.claims = claims
    url = reverse("openid_connect_login", args=["oidc"])
    leaving = client.post(url)
    assert leaving["Location"].startswith(f"{service.url}/authorize?")
    asked = parse_qs(urlsplit(leaving["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    callback = reverse("openid_connect_callback", args=["oidc"])
    return client.get(callback, {"code": "code", "state": asked["state"][0]})


def test_the_sign_in_page_offers_the_service_by_name(
    client: Client, service: Service
) -> None:
    assert "市统一身份认证" in client.get(reverse("account_login")).content.decode()


def test_without_the_setting_there_is_no_such_way(client: Client) -> None:
    assert "市统一身份认证" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("openid_connect_login", args=["oidc"])).status_code == 404


def test_an_identity_opens_the_account_of_its_name(
    client: Client, service: Service
) -> None:
    person = make.user()

    for _ in range(2):
        come_back_as(client, service, sub="s1", preferred_username=person.username)
        assert is_in(client)
        client.post(reverse("account_logout"))

    assert SocialAccount.objects.get().user == person
    assert AuditEntry.objects.filter(verb="accounts.identity.linked").count() == 1
    entry = AuditEntry.objects.filter(verb="accounts.sign_in.done").latest("id")
    assert entry.detail == {"methods": ["socialaccount"]}


def test_the_claim_and_the_field_are_settings(
    client: Client, service: Service, settings: Settings
) -> None:
    settings.OIDC_CLAIM, settings.OIDC_FIELD = "phone_number", "phone"
    person = make.user()

    come_back_as(client, service, sub="s1", phone_number=person.phone)

    assert is_in(client)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"preferred_username": "stranger"}, "“stranger”在本系统没有可用的账号"),
        ({"preferred_username": "left"}, "“left”在本系统没有可用的账号"),
        ({"preferred_username": ""}, "没有给出用于识别账号的信息"),
        ({"nickname": "limei"}, "没有给出用于识别账号的信息"),
    ],
    ids=["nobody", "stopped", "empty claim", "other claim"],
)
def test_an_identity_without_account_is_turned_away_and_none_is_made(
    client: Client, service: Service, claims: dict[str, str], reason: str
) -> None:
    User.objects.create(username="left", name="离任", is_active=False)
    before = User.objects.count()

    response = come_back_as(client, service, sub="s1", **claims)

    assert response.status_code == 403
    assert reason in response.content.decode()
    assert not is_in(client)
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.get(verb="accounts.identity.refused").key == "s1"


def test_two_accounts_with_one_number_open_for_nobody(
    client: Client, service: Service, settings: Settings
) -> None:
    settings.OIDC_CLAIM, settings.OIDC_FIELD = "phone_number", "phone"
    person, other = make.user(), make.user()
    User.objects.filter(pk=other.pk).update(phone=person.phone)

    response = come_back_as(client, service, sub="s1", phone_number=person.phone)

    assert response.status_code == 403
    assert "对应多个账号" in response.content.decode()


def test_another_identity_under_the_same_name_does_not_get_the_account(
    client: Client, service: Service
) -> None:
    person = make.user()
    come_back_as(client, service, sub="s1", preferred_username=person.username)
    client.post(reverse("account_logout"))

    response = come_back_as(client, service, sub="s2", preferred_username=person.username)

    assert response.status_code == 403
    assert "已与另一个统一身份绑定" in response.content.decode()
    security = make.administrator(Duty.SECURITY)
    credentials.clear_factors(person.username, by=security)
    come_back_as(client, service, sub="s2", preferred_username=person.username)
    assert is_in(client)


def test_a_tie_alone_opens_nothing_when_the_name_has_moved_on(
    client: Client, service: Service
) -> None:
    person, other = make.user(), make.user()
    come_back_as(client, service, sub="s1", preferred_username=person.username)
    client.post(reverse("account_logout"))

    response = come_back_as(client, service, sub="s1", preferred_username=other.username)

    assert response.status_code == 403
    assert not is_in(client)


def test_a_second_factor_is_asked_for_all_the_same(
    client: Client, service: Service
) -> None:
    person = make.administrator(Duty.SYSTEM)

    response = come_back_as(client, service, sub="s1", preferred_username=person.username)

    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
