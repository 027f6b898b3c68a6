"""Figures that the shared database knows: jobs, the record, people at work, connections."""

from collections.abc import Iterator
from datetime import timedelta

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from chuangcheng.platform.audit import sealing
from chuangcheng.platform.models import AuditEntry, Seal
from chuangcheng.web import health

log = structlog.get_logger(__name__)

_JOBS = """
    SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2
"""
# A job without a time of its own waits from the moment it was deferred.
_OLDEST = """
    SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0)
    FROM procrastinate_jobs job
    LEFT JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""
_HEARD = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
_CONNECTIONS = """
    SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity
    WHERE datname = current_database() GROUP BY 1
"""


def collect() -> Iterator[Metric]:
    """Ask for everything; a database that does not answer is itself a figure."""
    up = GaugeMetricFamily("chuangcheng_database_up", "Whether the database answers")
    try:
        figures = [*_jobs(), *_record(), _signed_in(), _connections()]
    except DatabaseError as error:
        log.warning("metrics_without_database", error=str(error))
        up.add_metric([], 0)
        figures = []
    else:
        up.add_metric([], 1)
    yield up
    yield from figures
    yield _one("chuangcheng_disk_free_bytes", "Space left for files", health.free_bytes())


def _one(name: str, meaning: str, value: float | None) -> Metric:
    family = GaugeMetricFamily(name, meaning)
    if value is not None:
        family.add_metric([], value)
    return family


def _counted(name: str, meaning: str, labels: tuple[str, ...], statement: str) -> Metric:
    """Count by labels: the statement gives the labels' values and then the count."""
    family = GaugeMetricFamily(name, meaning, labels=labels)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for *values, count in cursor.fetchall():
            family.add_metric([str(value) for value in values], count)
    return family


def _number(statement: str) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        (value,) = cursor.fetchone()
        return None if value is None else float(value)


def _jobs() -> Iterator[Metric]:
    yield _counted(
        "chuangcheng_jobs", "Jobs that wait, run or failed", ("queue", "status"), _JOBS
    )
    yield _one(
        "chuangcheng_job_oldest_seconds", "Age of the oldest due job", _number(_OLDEST)
    )
    yield _one(
        "chuangcheng_worker_silence_seconds",
        "Since a worker was last heard of",
        _number(_HEARD),
    )


def _record() -> Iterator[Metric]:
    yield _one(
        "chuangcheng_audit_unsealed", "Rows that wait to be sealed", sealing.count_waiting()
    )
    last = Seal.objects.order_by("-number").values_list("at", flat=True).first()
    yield _one(
        "chuangcheng_audit_sealed_timestamp_seconds",
        "When the newest seal was made",
        last.timestamp() if last else None,
    )
    checked = (
        AuditEntry.objects.filter(subject="audit", verb="platform.audit.verified")
        .order_by("-id")
        .first()
    )
    yield _one(
        "chuangcheng_audit_findings",
        "What the last nightly check of the record found wrong",
        sum(checked.detail["found"].values()) if checked else None,
    )


def _signed_in() -> Metric:
    """Count people with a request within the idle time; each renews the session at most a minute late."""
    unused = timedelta(seconds=settings.SESSION_COOKIE_AGE) - timedelta(
        minutes=settings.IDLE_MINUTES
    )
    recent = Session.objects.filter(expire_date__gt=timezone.now() + unused)
    people = {session.get_decoded().get(SESSION_KEY) for session in recent.iterator()}
    return _one("chuangcheng_people_signed_in", "People at work", len(people - {None}))


def _connections() -> Metric:
    return _counted(
        "chuangcheng_database_connections",
        "Connections to the database",
        ("state",),
        _CONNECTIONS,
    )
