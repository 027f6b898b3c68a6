"""A person's own page."""

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.views import profile
from tests import make

pytestmark = pytest.mark.django_db


def test_the_page_shows_who_one_is_and_how_one_signs_in(client: Client) -> None:
    person = make.user(name="李梅")
    for serial in ("a", "b"):
        Authenticator.objects.create(
            user=person, type=Authenticator.Type.WEBAUTHN, data={"name": serial}
        )
    client.force_login(person)

    page = client.get(reverse("profile")).content.decode()

    assert "李梅" in page
    assert person.phone in page
    assert "2 个" in page
    assert "没有有效的令牌" in page


def test_an_administrator_is_offered_no_tokens(client: Client) -> None:
    client.force_login(make.administrator(Duty.AUDIT))

    page = client.get(reverse("profile")).content.decode()

    assert "审计管理员" in page
    assert reverse("tokens") not in page
    assert "管理员账号不使用令牌" in client.get(reverse("tokens")).content.decode()


def test_other_packages_add_their_cards(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def calendar(request: HttpRequest) -> SafeString:
        return format_html("<section>{}的日历</section>", request.user)

    monkeypatch.setattr(profile, "ACCOUNT_PANELS", [calendar])
    client.force_login(make.user(name="<李梅>"))

    page = client.get(reverse("profile")).content.decode()

    assert "<section>&lt;李梅&gt;的日历</section>" in page
