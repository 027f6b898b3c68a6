"""What the ledger does by the clock or behind the scenes; every job is safe to repeat."""

from datetime import UTC, datetime

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as jobs

from chuangcheng.ledger.services import occurrences, reading, reminders, telling
from chuangcheng.ledger.services.imports import keeping, taking

log = structlog.get_logger(__name__)


@jobs.task(
    name="ledger.tell",
    queue=telling.QUEUE,
    retry=RetryStrategy(max_attempts=10, exponential_wait=3),
)
def tell(
    *, audience: str, units: list[int], text: str, url: str, key: str, at: str
) -> None:
    """Leave one message with everybody it is meant for."""
    message = telling.Message(
        audience=telling.Audience(audience), units=tuple(units), text=text, url=url, key=key
    )
    telling.deliver(message, at=datetime.fromisoformat(at))


@jobs.task(name="ledger.read_directive", queue="reading")
def read_directive(*, number: str) -> None:
    """Draw the tasks of a directive; whatever goes wrong, nobody is left waiting for it."""
    try:
        reading.draw(number)
    except Exception:
        log.exception("directive_not_read", number=number)
        reading.give_up(number)


@jobs.task(
    name=keeping.JOB,
    queue=keeping.QUEUE,
    retry=RetryStrategy(max_attempts=10, exponential_wait=3),
)
def take_in(*, number: str, at: str) -> None:
    """Take an Excel ledger in whole; whatever goes wrong, the ledger stays as it was."""
    moment = datetime.fromisoformat(at)
    try:
        taking.take(number, at=moment)
    except Exception:
        log.exception("import_not_taken", number=number)
        taking.refuse(number, "导入途中程序出错，请稍后重新上传。", at=moment)


# The clock of these timers runs in UTC: ten past midnight and half past eight in China.
@jobs.periodic(cron="10 16 * * *")
@jobs.task(name="ledger.generate_occurrences", queue="timers", queueing_lock="ledger.turns")
def generate_occurrences(timestamp: int) -> None:
    """Write down the coming turns of every repeated duty."""
    occurrences.generate(on=timezone.localdate())


@jobs.periodic(cron="30 0 * * *")
@jobs.task(name="ledger.remind", queue="timers", queueing_lock="ledger.remind")
def remind(timestamp: int) -> None:
    """Leave the morning's reminders; said of the day the timer meant, however late it runs."""
    at = _moment(timestamp)
    reminders.remind_due(on=timezone.localdate(at), at=at)


def _moment(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, tz=UTC)
