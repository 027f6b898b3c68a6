"""A person's calendar feed: who gets it, what is in it, and how it ends."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Component

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import CalendarLink, Occurrence
from chuangcheng.ledger.services import calendar_links
from chuangcheng.ledger.states import State
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Unit:
    return make.unit()


@pytest.fixture
def liaison(bureau: Unit) -> User:
    return make.liaison(bureau)


def address(person: User) -> str:
    secret = calendar_links.create(person, at=make.NOON)
    return reverse("ledger:calendar_feed", args=[secret])


def events(url: str) -> dict[str, Component]:
    answer = Client().get(url)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_the_feed_holds_what_the_persons_units_owe(bureau: Unit, liaison: User) -> None:
    task = make.task(title="种树", lead=bureau, deadline=date(2026, 9, 30))
    make.task(title="别家的事")
    make.task(title="做完的事", lead=bureau, state=State.DONE)
    make.task(title="没交办的事", lead=bureau, state=State.PLANNED)

    (event,) = events(address(liaison)).values()

    assert event["UID"] == f"task-{task.number}@chuangcheng"
    assert event["SUMMARY"] == "【时限】种树"
    assert event.decoded("DTSTART") == date(2026, 9, 30)
    assert not isinstance(event.decoded("DTSTART"), datetime)
    assert event.decoded("DTEND") == date(2026, 10, 1)
    assert str(event["URL"]).endswith(task.get_absolute_url())


def test_open_turns_stand_on_their_due_day(bureau: Unit, liaison: User) -> None:
    task = make.task(lead=bureau, deadline=None, recurrence="FREQ=MONTHLY;BYMONTHDAY=11")
    Occurrence.objects.create(
        task=task, planned_on=date(2026, 4, 11), due_on=date(2026, 4, 13)
    )
    Occurrence.objects.create(
        task=task,
        planned_on=date(2026, 3, 11),
        due_on=date(2026, 3, 11),
        state="DONE",
        done_at=make.NOON,
    )

    found = events(address(liaison))

    assert list(found) == [f"task-{task.number}-20260411@chuangcheng"]
    (event,) = found.values()
    assert event.decoded("DTSTART") == date(2026, 4, 13)


def test_an_unchanged_feed_is_not_sent_twice(bureau: Unit, liaison: User) -> None:
    task = make.task(lead=bureau)
    url = address(liaison)
    tag = Client().get(url)["ETag"]

    assert Client().get(url, headers={"If-None-Match": tag}).status_code == 304

    task.deadline = task.deadline and task.deadline + timedelta(days=1)
    task.save()
    assert Client().get(url, headers={"If-None-Match": tag}).status_code == 200


def test_a_revoked_address_is_dead_for_ever(liaison: User) -> None:
    url = address(liaison)
    client = Client()
    client.force_login(liaison)

    client.post(reverse("ledger:calendar_revoke"))

    assert Client().get(url).status_code == 404


def test_a_new_address_ends_the_old_one(liaison: User) -> None:
    old, new = address(liaison), address(liaison)

    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_the_address_is_shown_once_and_kept_nowhere(liaison: User) -> None:
    client = Client()
    client.force_login(liaison)

    answer = client.post(reverse("ledger:calendar_create"))

    assert answer.status_code == 201
    shown = answer.context["address"]
    secret = shown.rpartition("/")[2].removesuffix(".ics")
    assert shown in answer.content.decode()
    assert secret not in client.get(reverse("ledger:calendar")).content.decode()
    assert CalendarLink.objects.get().digest == calendar_links.digest(secret)
    assert Client().get(shown).status_code == 200


def test_who_may_no_longer_see_tasks_gets_nothing(liaison: User) -> None:
    url = address(liaison)
    seat = liaison.seats.get()

    seat.ends_on = timezone.localdate() - timedelta(days=1)
    seat.save()
    assert Client().get(url).status_code == 404

    seat.ends_on = None
    seat.save()
    User.objects.filter(pk=liaison.pk).update(is_active=False)
    assert Client().get(url).status_code == 404


def test_a_guess_opens_nothing() -> None:
    url = reverse("ledger:calendar_feed", args=["x" * 43])

    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("name", ["calendar", "calendar_create", "calendar_revoke"])
def test_administrators_have_no_calendar(name: str) -> None:
    client = Client()
    client.force_login(make.administrator(Duty.SYSTEM))
    url = reverse(f"ledger:{name}")

    answer = client.get(url) if name == "calendar" else client.post(url)

    assert answer.status_code == 403


def test_the_own_page_offers_it(liaison: User) -> None:
    client = Client()
    client.force_login(liaison)

    assert "日历订阅" in client.get(reverse("profile")).content.decode()
