"""Knock at every door of the product as everybody: who enters, who is turned away and how.

The pages are taken from Django's own list of addresses, so one that nobody entered in
`tests.architecture.doors` fails here.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from chuangcheng.accounts.models import User
from tests.architecture import world as worlds
from tests.architecture.doors import DOORS, ROWS, Door, Kind
from tests.architecture.world import Person, World

IN, TO_SIGN_IN, FORBIDDEN, UNKNOWN = "enters", "signs in first", "403", "404"
# Refused in words (422), overtaken by another reviewer (409): the door itself was open.
REFUSED_IN_WORDS = frozenset({409, 422})
NO_HEADERS: Mapping[str, str] = {}
GUARDED = (Kind.RIGHT, Kind.OBJECT, Kind.API)
WITHOUT_SIGN_IN = (Kind.PUBLIC, Kind.SECRET)
# Who knocks where; at what is somebody's thing, everybody does. One person for each set of
# rights is enough where the page is the same for all.
KNOCKING = {
    Kind.PUBLIC: ("liaison",),
    Kind.SECRET: ("liaison",),
    Kind.SIGNED_IN: ("system", "liaison", "former"),
    Kind.RIGHT: (
        "system",
        "security",
        "audit",
        "office",
        "leader",
        "head",
        "liaison",
        "former",
    ),
}


class Page(NamedTuple):
    """An address pattern of the product."""

    name: str
    route: str
    rights: frozenset[str]
    is_ours: bool


def _pages() -> list[Page]:
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    entries: list[URLPattern | URLResolver], before: str, spaces: tuple[str, ...]
) -> Iterator[Page]:
    for entry in entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (entry.namespace,) if entry.namespace else ()
            yield from _walk(entry.url_patterns, route, (*spaces, *inner))
        else:
            name = ":".join((*spaces, entry.name)) if entry.name else route
            yield Page(
                name,
                route,
                frozenset(getattr(entry.callback, "rights", ())),
                entry.callback.__module__.startswith("chuangcheng."),
            )


# The mark makes the test database come into being, also where this file is run alone.
pytestmark = pytest.mark.django_db
PAGES = {page.name: page for page in _pages()}
LISTED = sorted(DOORS.keys() & PAGES.keys())
PAGES_FOR_PEOPLE = [name for name in LISTED if DOORS[name].kind is not Kind.API]
CALLS = [name for name in LISTED if DOORS[name].kind is Kind.API]


@pytest.fixture(scope="module")
def whole_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Build one world for the whole module; every knock is undone, and the world at the end."""
    # A thousand refusals are meant; telling of each would double the time.
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    connection.close()


@pytest.fixture
def world(whole_world: World, own_files: None) -> World:
    """Hand out the world with its files where this test keeps files."""
    whole_world.put_files()
    return whole_world


def knock(
    client: Client,
    url: str,
    method: str,
    headers: Mapping[str, str] = NO_HEADERS,
    said: Mapping[str, str] = NO_HEADERS,
) -> HttpResponse:
    """Ask for a page and undo whatever that has changed."""
    with transaction.atomic():
        response = client.generic(
            method,
            url,
            data=json.dumps(said) if said else b"",
            content_type="application/json" if said else "application/octet-stream",
            headers=headers,
        )
        transaction.set_rollback(True)
    return cast("HttpResponse", response)


def call(world: World, door: Door, token: str, method: str = "") -> int:
    """Call the JSON interface as a program does; return the status."""
    headers = {"Idempotency-Key": "0123456789"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    client = worlds.client_of(None)
    url, method = url_of(door, world), method or door.methods
    return knock(client, url, method, headers, world.said).status_code


def outcome(response: HttpResponse, door: Door) -> str:
    """Tell how a door answered."""
    status = response.status_code
    if status == 302 and response["Location"].startswith(reverse("account_login")):
        return TO_SIGN_IN
    if status < 400 or status in REFUSED_IN_WORDS or str(status) == door.instead:
        return IN
    return str(status)


def expected(door: Door, world: World, who: str) -> str:
    """Work out from the table alone how a door must answer a person."""
    if door.kind is Kind.OWN:
        return IN if who in world.owners[door.about] else UNKNOWN
    if door.kind not in GUARDED:
        return IN
    if not world.people[who].rights.intersection(door.rights):
        return FORBIDDEN
    if is_of_a_unit(door) and who in door.hidden_from:
        return UNKNOWN
    return IN if not door.only or who in door.only else FORBIDDEN


def is_of_a_unit(door: Door) -> bool:
    return door.kind is Kind.OBJECT or (door.kind is Kind.API and door.about == "task")


def url_of(door: Door, world: World) -> str:
    return reverse(door.name, args=world.things[door.about] if door.about else ())


def somebody_who_enters(door: Door, world: World) -> Person:
    return next(
        person
        for who, person in world.people.items()
        if expected(door, world, who) == IN and who not in {"former", "seatless"}
    )


def test_every_page_is_in_the_table() -> None:
    missing = [
        f"{page.name} ({page.route}): say in tests/architecture/doors.py who may pass"
        for page in PAGES.values()
        if page.name not in DOORS
    ]
    gone = [f"{name}: there is no such page any more" for name in DOORS.keys() - PAGES]

    assert missing + gone == []


def test_no_page_is_listed_twice_nor_shares_its_name() -> None:
    assert len(ROWS) == len(DOORS)
    assert len(PAGES) == len(_pages())


def test_a_view_declares_the_rights_that_the_table_promises() -> None:
    # What the JSON interface asks for stands in its functions, and is tried below.
    names = [name for name in LISTED if DOORS[name].kind is not Kind.API]

    declared = {name: PAGES[name].rights for name in names}

    assert declared == {name: frozenset(DOORS[name].rights) for name in names}


@pytest.mark.parametrize("name", PAGES_FOR_PEOPLE)
def test_each_person_enters_where_they_may_and_nowhere_else(
    world: World, name: str
) -> None:
    door = DOORS[name]
    people = KNOCKING.get(door.kind, tuple(world.people))

    answers = {
        (who, method): outcome(
            knock(worlds.client_of(world.people[who]), url_of(door, world), method), door
        )
        for who in people
        for method in door.methods.split()
    }

    assert answers == {key: expected(door, world, key[0]) for key in answers}


@pytest.mark.parametrize(
    "name", [n for n in PAGES_FOR_PEOPLE if DOORS[n].kind not in WITHOUT_SIGN_IN]
)
def test_nobody_signed_in_goes_to_sign_in(world: World, name: str) -> None:
    door = DOORS[name]

    for method in door.methods.split():
        response = knock(worlds.client_of(None), url_of(door, world), method)

        assert outcome(response, door) == TO_SIGN_IN


@pytest.mark.parametrize("name", [n for n in LISTED if DOORS[n].kind in WITHOUT_SIGN_IN])
def test_a_public_page_needs_no_sign_in(world: World, name: str) -> None:
    door = DOORS[name]

    for method in door.methods.split():
        response = knock(worlds.client_of(None), url_of(door, world), method)

        # Some only make sense half way through signing in, and lead back to its beginning.
        assert outcome(response, door) in {IN, TO_SIGN_IN}


@pytest.mark.parametrize("name", [n for n in PAGES_FOR_PEOPLE if PAGES[n].is_ours])
def test_a_page_knows_only_the_methods_it_was_made_for(world: World, name: str) -> None:
    door = DOORS[name]
    client = worlds.client_of(somebody_who_enters(door, world))
    known = set(door.methods.split())
    others = {"GET", "POST", "PUT", "DELETE"} - known

    answers = {
        method: knock(client, url_of(door, world), method).status_code for method in others
    }

    assert answers == dict.fromkeys(others, 405)


@pytest.mark.parametrize(
    "name", [n for n in PAGES_FOR_PEOPLE if "POST" in DOORS[n].methods]
)
def test_nothing_is_changed_by_a_form_that_is_not_ours(world: World, name: str) -> None:
    door = DOORS[name]
    client = worlds.client_of(somebody_who_enters(door, world), checks_csrf=True)
    secret = "c" * 32

    strange = knock(client, url_of(door, world), "POST")
    client.cookies[settings.CSRF_COOKIE_NAME] = secret
    ours = knock(client, url_of(door, world), "POST", {"X-CSRFToken": secret})

    assert strange.status_code == 403
    assert outcome(ours, door) == IN


@pytest.mark.parametrize(
    "name", [n for n in LISTED if n.startswith("ledger:task") and DOORS[n].about == "task"]
)
def test_what_is_still_planned_does_not_exist_for_its_units(
    world: World, name: str
) -> None:
    url = reverse(name, args=world.things["planned task"])

    for who in ("head", "liaison", "above", "helper"):
        status = knock(worlds.client_of(world.people[who]), url, "GET").status_code

        assert status == (404 if DOORS[name].kind is Kind.OBJECT else 403)


@pytest.mark.parametrize("name", [n for n in LISTED if DOORS[n].about == "draft"])
def test_a_draft_is_only_found_under_its_own_directive(world: World, name: str) -> None:
    client = worlds.client_of(world.people["office"])
    url = reverse(name, args=world.things["misplaced draft"])

    for method in DOORS[name].methods.split():
        assert knock(client, url, method).status_code == 404


def test_a_wrong_secret_leads_nowhere(world: World) -> None:
    for door in ROWS:
        if door.kind is Kind.SECRET:
            url = reverse(door.name, args=world.things["wrong secret"])

            assert knock(worlds.client_of(None), url, "GET").status_code == 404


def test_a_session_ends_with_the_account(world: World) -> None:
    person = world.people["office"]
    with transaction.atomic():
        User.objects.filter(pk=person.user.pk).update(is_active=False)
        response = knock(worlds.client_of(person), reverse("ledger:tasks"), "GET")
        transaction.set_rollback(True)

    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", CALLS)
def test_a_token_opens_what_its_person_may_and_nothing_else(
    world: World, name: str
) -> None:
    door = DOORS[name]

    answers = {who: call(world, door, one.token) for who, one in world.people.items()}

    assert answers == {who: _answer_to_program(door, world, who) for who in answers}


def _answer_to_program(door: Door, world: World, who: str) -> int:
    # Nobody may act as a program for an administrator, not even with a token made before.
    if who in {"system", "security", "audit"}:
        return 401
    if not door.rights:
        return 200
    return {IN: 200, FORBIDDEN: 403, UNKNOWN: 404}[expected(door, world, who)]


@pytest.mark.parametrize("name", CALLS)
def test_a_program_without_a_good_token_is_told_so(world: World, name: str) -> None:
    door = DOORS[name]

    assert call(world, door, "") == call(world, door, "cct_made-up") == 401


@pytest.mark.parametrize("name", [n for n in CALLS if DOORS[n].rights])
def test_a_browser_session_is_no_token(world: World, name: str) -> None:
    door = DOORS[name]
    client = worlds.client_of(world.people["office"])

    response = knock(client, url_of(door, world), door.methods, said=world.said)

    assert response.status_code == 401


@pytest.mark.parametrize("name", [n for n in CALLS if DOORS[n].rights])
def test_a_call_knows_only_the_method_it_was_made_for(world: World, name: str) -> None:
    door = DOORS[name]
    token = world.people["liaison"].token

    for method in {"GET", "POST", "PUT", "DELETE"} - {door.methods}:
        assert call(world, door, token, method) == 405


def test_a_token_ends_with_the_account(world: World) -> None:
    person = world.people["liaison"]
    with transaction.atomic():
        User.objects.filter(pk=person.user.pk).update(is_active=False)
        status = call(world, DOORS["api:tasks"], person.token)
        transaction.set_rollback(True)

    assert status == 401
