"""Ask the real server for the pages that are opened most, over a ledger of 50,000 tasks."""

from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import filling, serving
from bench.serving import Asked
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Unit
from chuangcheng.ledger.lights import Light

TASKS = 50_000
MOST_STATEMENTS = 10

Row = dict[str, str | float]


def run() -> list[Row]:
    """Return time and number of SQL statements for list, filtered list and home page."""
    filling.sample_city()
    filling.fill(TASKS)
    unit = filling.busy_unit()
    pages = [
        *_pages("office", filling.holder(Role.OFFICE), unit),
        *_pages("liaison", filling.holder(Role.LIAISON, unit), unit),
    ]
    return serving.timed(pages) + [_statements(page) for page in pages]


def _pages(who: str, person: User, unit: Unit) -> list[Asked]:
    tasks = reverse("ledger:tasks")
    lists = ["", "?chip=all", "?chip=late", "?sort=-due&page=3", "?chip=all&page=40"]
    filters = [
        {"chip": "all", "q": word, "light": light, "unit": str(unit.pk)}
        for word in filling.WORDS
        for light in (Light.LATE, Light.DUE_SOON, Light.BEHIND, Light.ON_COURSE, Light.DONE)
    ]
    return [
        Asked(name=f"list, {who}", person=person, paths=[tasks + each for each in lists]),
        Asked(
            name=f"filtered list, {who}",
            person=person,
            paths=[f"{tasks}?{urlencode(each)}" for each in filters],
        ),
        Asked(name=f"home, {who}", person=person, paths=[reverse("home")]),
    ]


def _statements(page: Asked) -> Row:
    """Count the SQL of the page; of its addresses, the one that needs most."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(page.person)
    client.get(page.paths[0])
    counts = []
    for path in page.paths:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
    return {
        "name": f"{page.name}: SQL",
        "value": max(counts),
        "unit": "statements",
        "reference": f"at most {MOST_STATEMENTS}",
        "ratio": max(counts) / MOST_STATEMENTS,
    }
