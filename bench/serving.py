"""Run the program's own server, and ask it for pages as a browser would."""

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

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from chuangcheng.accounts.models import User

REQUESTS = 200
HOST = "127.0.0.1"
_WARM_UP = 20
_PATIENCE_SECONDS = 60

Row = dict[str, str | float]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page, the addresses under which it is asked for in turn, and who asks."""

    name: str
    person: User
    paths: Sequence[str]


@contextlib.contextmanager
def server() -> Iterator[int]:
    """Run the program's own server on a free port, one process, no worker."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
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
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def session_of(person: User) -> str:
    """Sign a person in; return what their browser would send."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def _times(port: int, cookie: str, paths: Sequence[str]) -> list[float]:
    """Return how long each request took, in milliseconds, one after the other."""
    server = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE_SECONDS)
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


def timed(pages: Sequence[Asked]) -> list[Row]:
    """Return p50 and p95 of every page, against the lightest page of the same server."""
    with server() as port:
        idle = _times(port, "", [reverse("healthz")])
        return [row for page in pages for row in _rows(page, port, idle)]


def _rows(page: Asked, port: int, idle: list[float]) -> list[Row]:
    took = _times(port, session_of(page.person), page.paths)
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
