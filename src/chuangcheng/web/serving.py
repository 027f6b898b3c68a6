"""Run the web server and the worker, and see that both stay up or both go."""

import asyncio
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.django_connector import DjangoConnector

from chuangcheng.platform.refusal import Refused

# Any number will do, as long as all our processes lock the same one.
_MIGRATION_LOCK = 7_421_093
_PATIENCE_SECONDS = 15
_PR_SET_PDEATHSIG = 1


class CannotServe(Refused):
    """The server cannot start; the message says what stands in the way."""


def prepare() -> None:
    """Bring the tables and the static files up to date; of several starts one does the work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("collectstatic", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])


def work(*, concurrency: int) -> None:
    """Do jobs until told to stop; a job begun is finished first."""
    if not isinstance(jobs.connector, DjangoConnector):
        raise TypeError(jobs.connector)
    with jobs.replace_connector(jobs.connector.get_worker_connector()) as app:
        asyncio.run(_work(app, concurrency=concurrency))


async def _work(app: App, *, concurrency: int) -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=concurrency, shutdown_graceful_timeout=_PATIENCE_SECONDS
        )


def serve(*, host: str, port: int, processes: int, with_worker: bool) -> int:
    """Run granian and, unless told otherwise, a worker; return the exit code.

    Raises:
        CannotServe: the port is taken.
    """
    _see_that_port_is_free(host, port)
    _make_room_for_counts(port)
    commands = [_granian(host, port, processes)]
    if with_worker:
        commands.append([sys.executable, "-m", "chuangcheng.web.cli", "work"])
    children = [_start(command) for command in commands]

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return _wait(children)


def _granian(host: str, port: int, processes: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={processes}",
        "--blocking-threads=4",
        "--backpressure=64",
        "--respawn-failed-workers",
        "--log-level=warning",
        "chuangcheng.web.wsgi:application",
    ]


def _see_that_port_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"无法在 {host}:{port} 提供服务（{error.strerror}）。请用 --port 换一个端口。"
            ) from None


def _make_room_for_counts(port: int) -> None:
    """Let the web processes count requests together, beginning with nothing."""
    folder = settings.HOME / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # The commands are ours: an interpreter, a module and checked numbers.
    return subprocess.Popen(command, preexec_fn=_die_with_parent)  # noqa: S603


def _die_with_parent() -> None:
    # kill -9 of this process must not leave half a server behind that holds the port.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(children: Sequence[subprocess.Popen[bytes]]) -> int:
    """Wait for the first to go, then end the others, by force if they linger."""
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        child.terminate()
    deadline = time.monotonic() + _PATIENCE_SECONDS + 5
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
    return max(abs(child.wait()) for child in children)
