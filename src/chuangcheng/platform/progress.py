"""How far long work has come, visible to everybody while the work's own transaction is open."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from chuangcheng.platform.models import Progress

_EVERY_SECONDS = 0.3
_WRITE = f"""
    INSERT INTO {Progress._meta.db_table} (key, done, total, message, updated_at)
    VALUES (%s, %s, %s, '', %s)
    ON CONFLICT (key) DO UPDATE
    SET done = excluded.done, total = excluded.total, updated_at = excluded.updated_at
"""  # noqa: S608 - the only thing put in is our own table's name.


class Reporter:
    """Writes down how far one piece of work is."""

    def __init__(self, connection: BaseDatabaseWrapper, key: str, total: int) -> None:
        self._connection = connection
        self._key = key
        self._total = total
        self._told_at = 0.0

    def tell(self, done: int) -> None:
        """Say how much is done; the first and last word are always written, others at times."""
        now = time.monotonic()
        if 0 < done < self._total and now - self._told_at < _EVERY_SECONDS:
            return
        self._told_at = now
        self._write(done)

    def tell_of(self, done: int, total: int) -> None:
        """Say how much is done of how much, where that is known only on the way."""
        self._total = total
        self.tell(min(done, total))

    def _write(self, done: int) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(_WRITE, [self._key, done, self._total, timezone.now()])


@contextmanager
def reporting(key: str, *, total: int) -> Iterator[Reporter]:
    """Report on a connection of its own, so that what is said is seen before the work is committed."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        reporter = Reporter(connection, key, total)
        reporter.tell(0)
        yield reporter
    finally:
        connection.close()


def of(key: str) -> Progress:
    """Return how far a piece of work is; one nobody has spoken of stands at nothing of nothing."""
    return Progress.objects.filter(key=key).first() or Progress(key=key)
