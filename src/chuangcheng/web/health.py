"""Answer those who watch the program: is it alive, can it work."""

import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

log = structlog.get_logger(__name__)


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """Say what works and what does not; 503 if anything does not. Tells no details to strangers."""
    found = {name: _holds(name, check) for name, check in CHECKS.items()}
    answer = {name: "ok" if works else "failed" for name, works in found.items()}
    return JsonResponse(answer, status=200 if all(found.values()) else 503)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        works = check()
    except (DatabaseError, OSError) as error:
        log.warning("not_ready", check=name, error=str(error))
        return False
    if not works:
        log.warning("not_ready", check=name)
    return works


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations() -> bool:
    # While the process lives its migrations do not change: once applied is applied.
    if not _all_applied():
        _all_applied.cache_clear()
        return False
    return True


@lru_cache(maxsize=1)
def _all_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _worker() -> bool:
    since = timezone.now() - timedelta(minutes=settings.WORKER_SILENCE_MINUTES)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists()


def _disk() -> bool:
    return free_bytes() >= settings.DISK_RESERVE


def free_bytes() -> int:
    """Return what is left where uploaded files go, also before the first upload."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


CHECKS: Mapping[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "disk": _disk,
}
