"""Tell people about tasks: put down as a job in the change's own transaction, sent by a worker.

So there is no change without its message and no message without its change, whenever the
program is killed; and the key makes a message that is sent twice arrive once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from chuangcheng.accounts import notifications
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.ledger.models import Task, TaskUnit
from chuangcheng.ledger.queries import people

# By name: the job itself stands above the services (`ledger.jobs`).
_JOB = "ledger.tell"
QUEUE = "notices"


class Audience(StrEnum):
    """Who of a unit, or whether the campaign office, is told."""

    UNIT = "UNIT"
    HEADS = "HEADS"
    OFFICE = "OFFICE"


_RIGHTS = {
    Audience.UNIT: Right.ACT_FOR_UNIT,
    Audience.HEADS: Right.SIGN_OFF,
    Audience.OFFICE: Right.ACCEPT_TASKS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One sentence for one audience; `units` is empty for the office."""

    audience: Audience
    text: str
    url: str
    key: str
    units: tuple[int, ...] = ()


def tell(messages: Iterable[Message], *, at: datetime) -> None:
    """Put messages down for sending; they stand or fall with the caller's transaction."""
    payloads: list[dict[str, Any]] = [
        {
            "audience": message.audience.value,
            "units": list(message.units),
            "text": message.text,
            "url": message.url,
            "key": message.key,
            "at": at.isoformat(),
        }
        for message in messages
        if message.units or message.audience is Audience.OFFICE
    ]
    if payloads:
        jobs.configure_task(_JOB, queue=QUEUE).batch_defer(*payloads)


def by_unit(
    tasks: Sequence[Task], *, say: Callable[[Sequence[Task]], str], chip: str, key: str
) -> list[Message]:
    """Write one sentence a unit, however many of the tasks it has a part in.

    One task is linked itself, several through the list under the saved filter `chip`.
    """
    known = {task.pk: task for task in tasks}
    theirs: dict[int, list[Task]] = {}
    parts = TaskUnit.objects.filter(task__in=known).order_by("task__number")
    for unit_id, task_id in parts.values_list("unit_id", "task_id"):
        theirs.setdefault(unit_id, []).append(known[task_id])
    return [
        Message(
            audience=Audience.UNIT,
            units=(unit_id,),
            text=say(got),
            url=got[0].get_absolute_url() if len(got) == 1 else list_url(chip),
            key=f"{key}:{unit_id}",
        )
        for unit_id, got in theirs.items()
    ]


def list_url(chip: str) -> str:
    """Return the address of the task list under a saved filter."""
    return f"{reverse('ledger:tasks')}?chip={chip}"


def deliver(message: Message, *, at: datetime) -> None:
    """Leave a message with everybody it is meant for; safe to repeat."""
    notifications.notify(
        _recipients(message, at), text=message.text, url=message.url, key=message.key, at=at
    )


def _recipients(message: Message, at: datetime) -> Iterable[User]:
    units = None if message.audience is Audience.OFFICE else message.units
    return people.holding(_RIGHTS[message.audience], on=timezone.localdate(at), units=units)
