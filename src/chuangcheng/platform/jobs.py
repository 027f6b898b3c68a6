"""What the worker does for every package: marks its jobs as ours, keeps the record, tidies up."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import connection
from procrastinate import App, JobContext
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from chuangcheng.platform import audit
from chuangcheng.platform.audit import sealing, verification

log = structlog.get_logger(__name__)
# Workers give a sign of life every ten seconds.
_LOST_SECONDS = 20


def prepare(app: App) -> None:
    """Let every job act for the program; named in `PROCRASTINATE_ON_APP_READY`."""
    # The library's own, which tidy connections up, stay outermost.
    present = app.worker_defaults.get("task_middleware") or []
    app.worker_defaults["task_middleware"] = [*present, act]


def act(run: Callable[[], Any], context: JobContext, _worker: Worker) -> Any:
    """Run a job so that its changes bear the program's mark."""
    with audit.acting(f"job:{context.job.task_name}", job=context.job.id):
        return run()


# Of runs that pile up while the sealer is busy one is enough.
@jobs.periodic(cron="* * * * *")
@jobs.task(name="platform.seal", queue="audit", queueing_lock="platform.seal")
def seal(timestamp: int) -> None:
    """Seal what was written since the last minute; once an hour look at everything."""
    sealing.seal(thorough=datetime.fromtimestamp(timestamp, UTC).minute == 0)


# Every night in China: a change without a trace must be found before the row is saved again.
@jobs.periodic(cron="40 18 * * *")
@jobs.task(
    name="platform.verify_audit", queue="audit", queueing_lock="platform.verify_audit"
)
def verify(timestamp: int) -> None:
    """Check the whole record and write the result into it, with the head of the chain."""
    report = verification.verify()
    counts = {kind.name: count for kind, count in report.counts.items()}
    audit.record(
        "platform.audit.verified",
        subject="audit",
        key=report.head[:16],
        detail={"seals": report.seals, "rows": report.rows, "found": counts},
    )
    if report.first:
        log.error("audit_broken", found=counts, first=report.first.kind.name)


# Failed jobs stay until somebody has looked at them.
@jobs.periodic(cron="20 19 * * *")
@jobs.task(name="platform.forget_jobs", queue="audit", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended well over a week ago."""
    await remove_old_jobs(context, max_hours=7 * 24)


@jobs.periodic(cron="25 19 * * *")
@jobs.task(name="platform.forget_contexts", queue="audit")
def forget_contexts(timestamp: int) -> None:
    """Delete the history library's own list of contexts; every history row has its own copy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM pghistory_context WHERE updated_at < now() - interval '1 day'"
        )


# A worker that was killed leaves what it was doing marked as being done, and nobody else takes it.
@jobs.periodic(cron="* * * * *")
@jobs.task(
    name="platform.rescue",
    queue="audit",
    queueing_lock="platform.rescue",
    pass_context=True,
)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Hand the jobs of workers that show no sign of life to the others; all are safe to repeat."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_LOST_SECONDS):
        try:
            await manager.retry_job(job)
        except ConnectorException:
            # The same work waits already, under the job's own lock.
            log.warning("job_not_rescued", job=job.id, task=job.task_name)
