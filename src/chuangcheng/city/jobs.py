"""What the city does behind the scenes; every job is safe to repeat."""

from datetime import datetime

import structlog
from procrastinate.contrib.django import app as jobs

from chuangcheng.city.services.shapes import uploads

log = structlog.get_logger(__name__)


@jobs.task(name=uploads.LOOK, queue=uploads.QUEUE)
def look_at_shapes(*, upload: int) -> None:
    """Read and check boundaries; whatever goes wrong, nobody is left waiting for it."""
    try:
        uploads.look(upload)
    except Exception:
        log.exception("shapes_not_read", upload=upload)
        uploads.give_up(upload)


@jobs.task(name=uploads.TAKE, queue=uploads.QUEUE)
def take_shapes(*, upload: int, at: str) -> None:
    """Take boundaries over; whatever goes wrong, the city stays as it was."""
    try:
        uploads.take(upload, at=datetime.fromisoformat(at))
    except Exception:
        log.exception("shapes_not_taken", upload=upload)
        uploads.give_up(upload)
