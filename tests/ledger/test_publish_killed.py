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

# Without the mark there would be no test database to copy when this file is run alone.
pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
# Where the server is stopped and killed: at the first write to each of these tables, so that
# what came before it in the transaction is done and the rest is not.
STAGES = ("ledger_taskunit", "procrastinate_jobs")
# Where the worker is stopped and killed, with its job half done.
TELLING = "accounts_notification"
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
            "CHUANGCHENG_DATABASE_POOL": "4",
            # Static files are copied, not packed: the server is started four times.
            "CHUANGCHENG_DEBUG": "1",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def run(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "tests.ledger.killed_city", *arguments],
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
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
            row = connection.execute(sql, values or None).fetchone()
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
_UNDONE = (
    "SELECT count(*) FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing') AND task_name LIKE 'ledger.%'"
)
_IN_HAND = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
_WORKER_WAITS = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
)
# The worker, too, may wait for the table of jobs; only the publisher holds the directive.
_PUBLISHER_WAITS = (
    "SELECT count(*) FROM pg_locks w JOIN pg_locks h USING (pid)"
    " WHERE NOT w.granted AND w.relation = %s::regclass AND h.granted"
    " AND h.relation = 'ledger_directive'::regclass AND h.mode = 'RowShareLock'"
)
_STEPS = (
    "SELECT count(*) FROM ledger_step s JOIN ledger_task t ON t.id = s.task_id"
    " JOIN ledger_directive d ON d.id = t.directive_id WHERE d.number = %s"
)
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
def city(tmp_path: Path, transactional_db: None) -> Iterator[City]:
    """Copy the empty test database: making the tables anew would take longest of all."""
    given = settings.DATABASES["default"]
    connections.close_all()
    # Host and port as parameters: the embedded server's host is a folder with a socket.
    place = {"host": given["HOST"] or "127.0.0.1", "port": given["PORT"] or "5432"}
    login = urllib.parse.quote(str(given["USER"]))
    if given.get("PASSWORD"):
        login += ":" + urllib.parse.quote(str(given["PASSWORD"]))

    def url(database: str) -> str:
        return f"postgresql://{login}@/{database}?{urllib.parse.urlencode(place)}"

    name = f"killed_{os.getpid()}"
    with psycopg.connect(url("postgres"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{given["NAME"]}"')
        made = City(url=url(name), home=tmp_path)
        try:
            yield made
        finally:
            if made.server:
                os.killpg(made.server.pid, signal.SIGKILL)
                made.server.wait()
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_server_killed_while_publishing_has_sent_all_or_nothing(city: City) -> None:
    city.facts = json.loads(city.run(str(len(STAGES) + 1)).splitlines()[-1])
    *interrupted, told_late = city.facts["directives"]
    city.start()

    for number, table in zip(interrupted, STAGES, strict=True):
        _kill_at(city, table, number)
        assert [city.one(sql, number) for sql in (_PUBLISHED, _TASKS, _STEPS)] == [0, 0, 0]
        city.start()
    _kill_at(city, TELLING, told_late)
    assert city.one(_TASKS, told_late) == city.one(_STEPS, told_late) == TASKS
    city.start()

    for number in interrupted:
        city.publish(number)
        assert city.one(_TASKS, number) == city.one(_STEPS, number) == TASKS
    _drain(city)
    assert city.one(_PEOPLE_TOLD) == UNITS
    assert city.one(_ALL_TOLD) == UNITS * len(city.facts["directives"])


def _kill_at(city: City, table: str, number: str) -> None:
    """Hold a table, press the button, and kill everything once somebody waits for the table."""
    waiting = _WORKER_WAITS if table == TELLING else _PUBLISHER_WAITS
    button = threading.Thread(target=city.publish, args=(number,))
    with psycopg.connect(city.url) as holder:
        holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        button.start()
        wait_for(lambda: city.one(waiting, table) > 0, f"somebody waits for {table}")
        city.kill()
    button.join()
    wait_for(lambda: city.one(_OTHERS) == 0, "the database has let go")


def _drain(city: City) -> None:
    """Let the worker do everything, what a killed one had begun included."""
    assert city.one(_IN_HAND) > 0, "the killed worker had nothing in hand"
    deadline = time.monotonic() + 45
    while city.one(_UNDONE) and time.monotonic() < deadline:
        # Every minute by the clock; here at once.
        city.run("rescue")
    assert city.one(_UNDONE) == 0
