"""Telling people something inside the product, each fact once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts import notifications
from chuangcheng.accounts.models import Notification, User
from tests import make
from tests.accounts.signing_in import queries_of

pytestmark = pytest.mark.django_db


def tell(
    *people: User, text: str = "任务已交办。", key: str = "task/1", url: str = ""
) -> None:
    notifications.notify(people, text=text, url=url, key=key, at=make.NOON)


def test_everybody_is_told_once_however_often_it_is_said() -> None:
    first, second = make.user(), make.user()

    tell(first, second)
    tell(second, first, second)

    assert notifications.unread_count(first) == 1
    assert notifications.unread_count(second) == 1


def test_another_fact_is_told_again() -> None:
    person = make.user()

    tell(person, key="task/1")
    tell(person, key="task/2")

    assert notifications.unread_count(person) == 2


def test_who_has_left_is_told_nothing() -> None:
    person = make.user(is_active=False)

    tell(person)

    assert not Notification.objects.exists()


def test_a_long_sentence_is_cut_to_fit() -> None:
    tell(make.user(), text="长" * 400)

    assert len(Notification.objects.get().text) == 300


@pytest.mark.parametrize(
    "url", ["https://example.org/", "//example.org/", "/\\example.org"]
)
def test_a_message_never_leads_out_of_the_product(url: str) -> None:
    with pytest.raises(ValueError, match="inside the product"):
        tell(make.user(), url=url)


def test_opening_a_message_marks_it_read_and_leads_on(client: Client) -> None:
    person = make.user()
    tell(person, url="/accounts/tokens/")
    message = Notification.objects.get()
    client.force_login(person)

    response = client.get(reverse("notification", args=[message.pk]))

    assert response["Location"] == "/accounts/tokens/"
    assert notifications.unread_count(person) == 0
    first = Notification.objects.get().read_at
    client.get(reverse("notification", args=[message.pk]))
    assert Notification.objects.get().read_at == first


def test_anothers_message_does_not_exist(client: Client) -> None:
    tell(make.user())
    client.force_login(make.user())

    response = client.get(reverse("notification", args=[Notification.objects.get().pk]))

    assert response.status_code == 404
    assert Notification.objects.get().read_at is None


def test_the_page_shows_all_or_the_unread(client: Client) -> None:
    person = make.user()
    tell(person, text="第一件事。", key="1")
    tell(person, text="第二件事。", key="2")
    notifications.mark_read(Notification.objects.get(key="1"), at=make.NOON)
    client.force_login(person)

    everything = client.get(reverse("notifications")).content.decode()
    unread = client.get(reverse("notifications"), {"show": "unread"}).content.decode()

    assert "第一件事" in everything
    assert "第一件事" not in unread
    assert "第二件事" in unread
    assert "1 条未读" in unread


def test_all_messages_of_oneself_are_marked_read_at_once(client: Client) -> None:
    person, other = make.user(), make.user()
    tell(person, other, key="1")
    tell(person, key="2")
    client.force_login(person)

    client.post(reverse("notifications_read"))

    assert notifications.unread_count(person) == 0
    assert notifications.unread_count(other) == 1


def test_what_arrives_while_marking_stays_unread() -> None:
    person = make.user()
    tell(person)

    assert notifications.mark_all_read(person, at=make.NOON - timedelta(seconds=1)) == 0
    assert notifications.unread_count(person) == 1


def test_the_bell_counts(client: Client) -> None:
    person = make.user()
    client.force_login(person)
    assert "条未读" not in client.get(reverse("notifications_bell")).content.decode()
    for number in range(100):
        tell(person, key=str(number))

    assert "99+" in client.get(reverse("notifications_bell")).content.decode()


def test_the_page_costs_the_same_for_one_and_for_many(client: Client) -> None:
    person = make.user()
    tell(person, key="first")
    client.force_login(person)
    client.get(reverse("notifications"))
    few = queries_of(client, reverse("notifications"))

    for number in range(60):
        tell(person, key=str(number))

    assert queries_of(client, reverse("notifications")) == few <= 8
