"""A database of its own with a sample city in it, for the benchmarks that need one.

It lies on the server that DATABASE_URL names, under another name, or on an embedded server
in an empty folder; both are thrown away afterwards.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

from chuangcheng.platform import database

_URL = "DATABASE_URL"


@contextlib.contextmanager
def city() -> Iterator[None]:
    """Open the database and let Django read its settings; close and delete it at the end."""
    with (
        tempfile.TemporaryDirectory(
            prefix="chuangcheng-bench-", ignore_cleanup_errors=True
        ) as home,
        _database(),
    ):
        os.environ["CHUANGCHENG_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "chuangcheng.web.settings"
        # Plain HTTP on loopback, and nothing of a developer's own settings.
        os.environ["CHUANGCHENG_HTTPS"] = "0"
        os.environ["CHUANGCHENG_LOG_LEVEL"] = "ERROR"
        os.environ.pop("CHUANGCHENG_DEBUG", None)
        database.ensure_running()
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            yield
        finally:
            django.db.connections.close_all()
            database.leave()


@contextlib.contextmanager
def _database() -> Iterator[None]:
    url = os.environ.get(_URL)
    if not url:
        yield
        return
    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_bench"
    _administer(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _administer(url, "CREATE DATABASE {}", name)
    os.environ[_URL] = urlunsplit(parts._replace(path=f"/{name}"))
    try:
        yield
    finally:
        os.environ[_URL] = url
        _administer(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _administer(url: str, statement: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
