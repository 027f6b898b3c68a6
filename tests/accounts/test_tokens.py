"""API tokens: shown once, ending by themselves, never stronger than their owner."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chuangcheng.accounts import tokens
from chuangcheng.accounts.models import ApiToken, User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services import people
from chuangcheng.platform.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.TODAY + timedelta(days=30)


def made_for(person: User) -> tokens.NewToken:
    return tokens.create(person, name="大屏", until=LATER, at=make.NOON)


def test_a_token_opens_for_its_owner_until_the_end_of_its_day() -> None:
    person = make.user()
    key = made_for(person).key

    end = ApiToken.objects.get().expires_at
    assert timezone.localtime(end).date() == LATER + timedelta(days=1)
    assert tokens.authenticate(key, at=end - timedelta(seconds=1)) == person
    assert tokens.authenticate(key, at=end) is None


def test_only_the_fingerprint_is_kept() -> None:
    made = made_for(make.user())

    kept = str(ApiToken.objects.values().get()) + str(list(AuditEntry.objects.values()))
    assert made.key not in kept
    assert made.key.removeprefix("cct_") not in kept


@pytest.mark.parametrize("key", ["", "cct_", "cct_wrong", "x" * 5000, "令牌\x00"])
def test_anything_else_opens_nothing(key: str) -> None:
    made_for(make.user())

    assert tokens.authenticate(key, at=make.NOON) is None


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"must_change_password": True}, {"duty": Duty.AUDIT}],
    ids=["stopped", "password reset", "made administrator"],
)
def test_a_token_is_worth_no_more_than_its_owner(change: dict[str, object]) -> None:
    person = make.user()
    key = made_for(person).key

    User.objects.filter(pk=person.pk).update(**change)

    assert tokens.authenticate(key, at=make.NOON) is None


def test_a_revoked_token_opens_nothing() -> None:
    person = make.user()
    made = made_for(person)

    tokens.revoke(person, made.token.pk, at=make.NOON)

    assert tokens.authenticate(made.key, at=make.NOON) is None
    with pytest.raises(tokens.TokenRefused, match="已经停用"):
        tokens.revoke(person, made.token.pk, at=make.NOON)


def test_a_stopped_account_does_not_get_its_tokens_back() -> None:
    person, office = make.user(), make.administrator(Duty.SYSTEM)
    key = made_for(person).key

    people.disable(person.username, by=office, at=make.NOON)
    people.enable(person.username, by=office)

    assert tokens.authenticate(key, at=make.NOON) is None


def test_use_is_noted_at_most_once_a_minute(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    key = made_for(make.user()).key
    with django_assert_num_queries(2):
        tokens.authenticate(key, at=make.NOON)

    with django_assert_num_queries(1):
        tokens.authenticate(key, at=make.NOON + timedelta(seconds=59))
    assert ApiToken.objects.get().last_used_at == make.NOON
    tokens.authenticate(key, at=make.NOON + timedelta(seconds=60))

    assert ApiToken.objects.get().last_used_at == make.NOON + timedelta(seconds=60)


@pytest.mark.parametrize("days", [-1, 367], ids=["yesterday", "over a year"])
def test_the_last_day_lies_within_a_year(days: int) -> None:
    with pytest.raises(tokens.TokenRefused, match="一年以内"):
        tokens.create(
            make.user(), name="大屏", until=make.TODAY + timedelta(days=days), at=make.NOON
        )


def test_an_administrator_gets_no_token() -> None:
    with pytest.raises(tokens.TokenRefused, match="管理员账号不能"):
        made_for(make.administrator(Duty.SYSTEM))


def test_there_is_an_end_to_the_number_of_tokens() -> None:
    person = make.user()
    for number in range(tokens.MOST_AT_ONCE):
        tokens.create(person, name=str(number), until=LATER, at=make.NOON)

    with pytest.raises(tokens.TokenRefused, match="20 个"):
        made_for(person)


def test_the_page_makes_one_shows_it_once_and_revokes_it(client: Client) -> None:
    person = make.user()
    client.force_login(person)
    day = timezone.localdate() + timedelta(days=7)

    response = client.post(reverse("tokens"), {"name": "大屏", "until": day.isoformat()})

    key = response.context["made"].key
    assert response.status_code == 201
    assert key in response.content.decode()
    assert tokens.authenticate(key, at=timezone.now()) == person
    page = client.get(reverse("tokens")).content.decode()
    assert "大屏" in page
    assert key not in page
    client.post(reverse("token_revoke", args=[ApiToken.objects.get().pk]))
    assert tokens.authenticate(key, at=timezone.now()) is None
    verbs = AuditEntry.objects.filter(subject="令牌").values_list("verb", flat=True)
    assert sorted(verbs) == ["accounts.token.created", "accounts.token.revoked"]


def test_the_same_purpose_twice_is_refused_in_words(client: Client) -> None:
    client.force_login(make.user())
    asked = {"name": "大屏", "until": timezone.localdate().isoformat()}
    client.post(reverse("tokens"), asked)

    response = client.post(reverse("tokens"), asked)

    assert response.status_code == 422
    assert "已有一个用途为“大屏”的有效令牌" in response.content.decode()
    assert ApiToken.objects.count() == 1


def test_anothers_token_does_not_exist(client: Client) -> None:
    made_for(make.user())
    client.force_login(make.user())

    response = client.post(reverse("token_revoke", args=[ApiToken.objects.get().pk]))

    assert response.status_code == 404
    assert ApiToken.objects.get().revoked_at is None
