"""Each duty and each page: who enters, who is turned away."""

from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chuangcheng.accounts.roles import Duty
from tests import make

pytestmark = pytest.mark.django_db
EVERYBODY = frozenset({"NONE", "SYSTEM", "SECURITY", "AUDIT"})
SYSTEM, SECURITY, AUDIT = (
    frozenset({"SYSTEM"}),
    frozenset({"SECURITY"}),
    frozenset({"AUDIT"}),
)


class Door(NamedTuple):
    """Who may pass a page, and how it is asked."""

    opens_for: frozenset[str]
    method: str = "get"
    about: str = ""


DOORS = {
    "profile": Door(EVERYBODY),
    "keep_alive": Door(EVERYBODY),
    "notifications": Door(EVERYBODY),
    "notifications_bell": Door(EVERYBODY),
    "notifications_read": Door(EVERYBODY, "post"),
    "tokens": Door(EVERYBODY),
    "people": Door(SYSTEM),
    "person_new": Door(SYSTEM),
    "people_export": Door(SYSTEM),
    "people_import": Door(SYSTEM),
    "people_template": Door(SYSTEM),
    "person": Door(SYSTEM, "get", "person"),
    "person_disable": Door(SYSTEM, "post", "person"),
    "person_enable": Door(SYSTEM, "post", "person"),
    "security_locks": Door(SECURITY),
    "security_unlock": Door(SECURITY, "post"),
    "security_people": Door(SECURITY),
    "security_person": Door(SECURITY, "get", "person"),
    "security_reset_password": Door(SECURITY, "post", "person"),
    "security_clear_factors": Door(SECURITY, "post", "person"),
    "security_grant": Door(SECURITY, "post", "person"),
    "security_revoke": Door(SECURITY, "post", "person"),
    "audit_log": Door(AUDIT),
    "audit_export": Door(AUDIT),
}
# Reached only with something of one's own in hand; tried in the tests about it.
OWN_THINGS = {"notification", "token_revoke"}


def knock(client: Client, name: str) -> int:
    door = DOORS[name]
    url = reverse(name, args=[make.user().username] if door.about else [])
    return int(getattr(client, door.method)(url).status_code)


@pytest.mark.parametrize("duty", sorted(EVERYBODY))
@pytest.mark.parametrize("name", sorted(DOORS))
def test_each_duty_enters_its_own_pages_only(client: Client, name: str, duty: str) -> None:
    person = make.user() if duty == "NONE" else make.administrator(Duty(duty))
    client.force_login(person)

    status = knock(client, name)

    if duty in DOORS[name].opens_for:
        assert status in {200, 204, 201, 302, 422}
    else:
        assert status == 403


@pytest.mark.parametrize("name", sorted(DOORS))
def test_nobody_signed_in_goes_to_sign_in(client: Client, name: str) -> None:
    door = DOORS[name]
    url = reverse(name, args=[make.user().username] if door.about else [])

    response = getattr(client, door.method)(url)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(name for name, door in DOORS.items() if door.about))
def test_an_account_that_does_not_exist_is_not_found(client: Client, name: str) -> None:
    [duty] = DOORS[name].opens_for
    client.force_login(make.administrator(Duty(duty)))

    response = getattr(client, DOORS[name].method)(
        reverse(name, args=["nobody"]), {"duty": "AUDIT"}
    )

    assert response.status_code == 404


@pytest.mark.parametrize(
    "name", sorted(name for name, door in DOORS.items() if door.method == "post")
)
def test_what_changes_something_is_not_done_by_a_link(client: Client, name: str) -> None:
    duty = next(iter(DOORS[name].opens_for - {"NONE"}))
    client.force_login(make.administrator(Duty(duty)))
    url = reverse(name, args=[make.user().username] if DOORS[name].about else [])

    assert client.get(url).status_code == 405


def test_no_page_of_this_package_is_missing_from_the_table() -> None:
    own = {
        pattern.name
        for pattern in _patterns(get_resolver("chuangcheng.accounts.urls").url_patterns)
        if pattern.lookup_str.startswith("chuangcheng.")
    }

    assert own == set(DOORS) | OWN_THINGS


def _patterns(entries: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in entries:
        if isinstance(entry, URLPattern):
            found.append(entry)
        else:
            found += _patterns(entry.url_patterns)
    return found
