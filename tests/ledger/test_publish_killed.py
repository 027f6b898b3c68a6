"""`kill -9` in the middle of publishing: all tasks are sent or none, and everybody hears once."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from tests.ledger.killed_city import TASKS, UNITS

ROOT = Path(__file__).resolve().parents[2]
# After what share of an undisturbed publishing the server is killed.
MOMENTS = (0.2, 0.5, 0.8, 1.1)
TOKEN = "k" * 32


@dataclass
class City:
    """A server and a worker on a database of their own; killed and started again at will."""

    url: str
    home: Path
    facts: dict[str, Any] = field(default_factory=dict)
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "CHUANGCHENG_HOME": str(self.home),
            "CHUANGCHENG_DEMO": "1",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def run(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "tests.ledger.killed_city", *arguments],
            env=self.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "chuangcheng.web.cli", "serve"]
        with self.log.open("ab") as log:
            # A session of its own, so that one signal reaches server, web process and worker.
            self.server = subprocess.Popen(  # noqa: S603 - our own command
                [*command, "--port", str(self.port), "--processes", "1"],
                env=self.environment,
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self._answers, "the server answers")

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        if self.server is None:
            return
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.server = None
        wait_for(lambda: self.one(_OTHERS) == 0, "the database has let go")

    def publish(self, number: str) -> None:
        """Press the button as the officer would; a server killed meanwhile gives no answer."""
        fields = {"plan": str(self.facts["plan"]), "project_depth": "1"}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/ledger/directives/{number}/publish/",
            data=urllib.parse.urlencode(fields).encode(),
            headers={
                "Cookie": f"{self.facts['cookie']}={self.facts['session']};"
                f" {self.facts['csrf']}={TOKEN}",
                "X-CSRFToken": TOKEN,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                answer.read()
        except (OSError, urllib.error.HTTPError) as trouble:
            if isinstance(trouble, urllib.error.HTTPError) and trouble.code < 500:
                raise

    def one(self, sql: str, *values: object) -> int:
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(sql, values).fetchone()
        return int(row[0]) if row else 0


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_TASKS = (
    "SELECT count(*) FROM ledger_task t JOIN ledger_directive d ON d.id = t.directive_id"
    " WHERE d.number = %s"
)
_PUBLISHED = (
    "SELECT count(*) FROM ledger_directive WHERE number = %s AND state = 'PUBLISHED'"
)
_WAITING = (
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    " AND task_name LIKE 'ledger.%%'"
)
_STEPS = (
    "SELECT count(*) FROM ledger_step s JOIN ledger_task t ON t.id = s.task_id"
    " JOIN ledger_directive d ON d.id = t.directive_id WHERE d.number = %s"
)
_TOLD = "SELECT count(*) FROM accounts_notification WHERE url LIKE '%%' || %s || '%%'"
_ALL_TOLD = "SELECT count(*) FROM accounts_notification"
_PEOPLE_TOLD = "SELECT count(DISTINCT recipient_id) FROM accounts_notification"


def wait_for(test: object, what: str, *, seconds: float = 45) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if test():  # type: ignore[operator]
            return
        time.sleep(0.05)
    pytest.fail(f"Waited {seconds} s in vain until {what}.")


@pytest.fixture
def city(tmp_path: Path, django_db_setup: None) -> Iterator[City]:
    """Copy the empty test database: making the tables anew would take longest of all."""
    given = settings.DATABASES["default"]
    connections.close_all()
    host, port = given["HOST"] or "127.0.0.1", given["PORT"] or "5432"
    login = urllib.parse.quote(str(given["USER"]))
    if given.get("PASSWORD"):
        login += ":" + urllib.parse.quote(str(given["PASSWORD"]))
    server = f"postgresql://{login}@{host}:{port}"
    name = f"killed_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{given["NAME"]}"')
        made = City(url=f"{server}/{name}", home=tmp_path)
        try:
            yield made
        finally:
            if made.server:
                os.killpg(made.server.pid, signal.SIGKILL)
                made.server.wait()
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_server_killed_while_publishing_has_sent_all_or_nothing(city: City) -> None:
    city.facts = json.loads(city.run(str(len(MOMENTS) + 1)).splitlines()[-1])
    first, *others = city.facts["directives"]
    city.start()
    begun = time.monotonic()
    city.publish(first)
    undisturbed = time.monotonic() - begun
    assert city.one(_TASKS, first) == TASKS

    outcomes = [
        _killed(city, number, share * undisturbed)
        for number, share in zip(others, MOMENTS, strict=True)
    ]

    assert set(outcomes) <= {0, TASKS}
    assert 0 in outcomes, "no kill came early enough to interrupt a publishing"
    for number in others:
        if not city.one(_PUBLISHED, number):
            city.publish(number)
        assert city.one(_TASKS, number) == city.one(_STEPS, number) == TASKS
    _drain(city)
    rounds = len(others) + 1
    assert city.one(_PEOPLE_TOLD) == UNITS
    assert city.one(_ALL_TOLD) == UNITS * rounds


def _killed(city: City, number: str, delay: float) -> int:
    """Kill everything `delay` seconds after the button was pressed; start again and count."""
    button = threading.Thread(target=city.publish, args=(number,))
    button.start()
    time.sleep(delay)
    city.kill()
    button.join()
    found = city.one(_TASKS, number)
    # The tasks, their steps and the directive's own state stand or fall together.
    assert city.one(_STEPS, number) == found
    assert city.one(_PUBLISHED, number) == (1 if found else 0)
    city.start()
    return found


def _drain(city: City) -> None:
    """Let the worker do everything, what a killed one had begun included."""
    wait_for(lambda: city.one(_WAITING + " AND status = 'todo'") == 0, "nothing waits")
    begun = time.monotonic()
    while city.one(_WAITING) and time.monotonic() < begun + 45:
        city.run("rescue")
        time.sleep(2)
    assert city.one(_WAITING) == 0
