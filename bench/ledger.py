"""Ask the real server for the pages that are opened most, over a ledger of 50,000 tasks."""

import contextlib
import http.client
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import filling
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Unit
from chuangcheng.ledger.lights import Light

TASKS = 50_000
REQUESTS = 200
MOST_STATEMENTS = 10
_WARM_UP = 20
_PATIENCE_SECONDS = 60
_HOST = "127.0.0.1"

Row = dict[str, str | float]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page, the addresses under which it is asked for in turn, and who asks."""

    name: str
    person: User
    paths: Sequence[str]


def run() -> list[Row]:
    """Return time and number of SQL statements for list, filtered list and home page."""
    filling.sample_city()
    filling.fill(TASKS)
    unit = filling.busy_unit()
    pages = [
        *_pages("office", filling.holder(Role.OFFICE), unit),
        *_pages("liaison", filling.holder(Role.LIAISON, unit), unit),
    ]
    with _server() as port:
        idle = _times(port, "", [reverse("healthz")])
        rows = [row for page in pages for row in _timed(page, port, idle)]
    return rows + [_statements(page) for page in pages]


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


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """Run the program's own server on a free port, one process, no worker."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "chuangcheng.web.cli", "serve", "--no-worker"]
    command += ["--processes", "1", "--port", str(port)]
    server = subprocess.Popen(command)  # noqa: S603 - our own command line
    try:
        _await(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE_SECONDS)


def _await(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((_HOST, port), 1):
            return
        time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def _session_of(person: User) -> str:
    """Sign a person in; return what their browser would send."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def _times(port: int, cookie: str, paths: Sequence[str]) -> list[float]:
    """Return how long each request took, in milliseconds, one after the other."""
    server = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE_SECONDS)
    took = []
    for path in islice(cycle(paths), _WARM_UP + REQUESTS):
        begun = time.perf_counter()
        server.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = server.getresponse()
        answer.read()
        took.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
    server.close()
    return took[_WARM_UP:]


def _timed(page: Asked, port: int, idle: list[float]) -> list[Row]:
    took = _times(port, _session_of(page.person), page.paths)
    return [
        {
            "name": f"{page.name}: {name}",
            "value": measure(took),
            "unit": "ms",
            "reference": f"{name} of /healthz",
            "ratio": measure(took) / measure(idle),
        }
        for name, measure in (("p50", statistics.median), ("p95", _p95))
    ]


def _p95(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


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
