"""What the points do behind the scenes; every job is safe to repeat."""

from datetime import datetime

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as jobs

from chuangcheng.points.services import labels
from chuangcheng.points.services.imports import uploads

log = structlog.get_logger(__name__)
_RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)
_FAILED = "途中程序出错，请稍后重新提交。"


@jobs.task(name=uploads.JOB, queue=uploads.QUEUE, retry=_RETRY)
def take_in(*, person: int, at: str) -> None:
    """Take a long list in whole; whatever goes wrong, the library stays as it was."""
    moment = datetime.fromisoformat(at)
    try:
        uploads.run(person, at=moment)
    except Exception:
        log.exception("points_not_taken", person=person)
        uploads.refuse(person, f"导入{_FAILED}", at=moment)


@jobs.task(name=labels.JOB, queue=labels.QUEUE, retry=_RETRY)
def draw_labels(*, person: int, at: str) -> None:
    """Draw an ordered sheet of labels; whatever goes wrong, the person is not left waiting."""
    try:
        labels.run(person, at=datetime.fromisoformat(at))
    except Exception:
        log.exception("labels_not_drawn", person=person)
        labels.give_up(person, f"生成{_FAILED}")
