"""The page of an edition with 105 standards, and the load of what the product ships.

The reference of the page is the bare fetch of the edition's indicators in the same run; of its
statements, the number that the issue allows; of the load, the bare reading of the files.
"""

import gzip
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from bench import filling
from chuangcheng.accounts.roles import Role
from chuangcheng.framework import shipped
from chuangcheng.framework.api import current_edition, load_builtin

MOST_STATEMENTS = 8
_TURNS = 11
_UNCOLLECTED = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
_BACKEND = "django.contrib.auth.backends.ModelBackend"

Row = dict[str, str | float]


def run() -> list[Row]:
    """Return the time of the load, and time, size and statements of the page."""
    filling.sample_city()
    shipped.read.cache_clear()
    reading = _once(shipped.read)
    loading = _once(lambda: load_builtin(at=timezone.now()))
    load = _row("loading what is shipped", loading, "ms", reading, "reading the files")
    # Nothing was collected for serving; the page's links need no fingerprints here.
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": _UNCOLLECTED}):
        return [load, *_page()]


class _Counter:
    """Counts the statements that pass; Django's own log ends where a city was written before."""

    count = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        self.count += 1
        return execute(sql, *rest)


def _page() -> list[Row]:
    edition = current_edition()
    assert edition
    client = Client(SERVER_NAME="localhost")
    client.force_login(filling.holder(Role.OFFICE), backend=_BACKEND)
    address = edition.get_absolute_url()
    client.get(address)
    asked = _Counter()
    with connection.execute_wrapper(asked):
        content = client.get(address).content
    assert 0 < asked.count <= MOST_STATEMENTS, asked.count
    fetch = _median(lambda: list(edition.indicators.all()))
    whole = _median(lambda: client.get(address))
    size, packed = len(content) / 1000, len(gzip.compress(content)) / 1000
    name = "page of 105 standards"
    return [
        _row(f"{name}, statements", asked.count, "", MOST_STATEMENTS, "most allowed"),
        _row(f"{name}, time", whole, "ms", fetch, "bare fetch of the indicators"),
        _row(f"{name}, compressed", packed, "KB", size, "plain HTML"),
    ]


def _row(name: str, value: float, unit: str, to: float, reference: str) -> Row:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "reference": reference,
        "ratio": round(value / to, 3),
    }


def _median(act: Callable[[], object]) -> float:
    return statistics.median(_once(act) for _ in range(_TURNS))


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
