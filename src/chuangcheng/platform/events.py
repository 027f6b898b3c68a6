"""Tell other packages what happened without knowing who listens.

An event is deferred as a job in the caller's transaction, so there is no change without its event and
no event without its change. A worker then tells the subscribers; all of them act in one
transaction, so a handler that raises leaves nothing behind and the job is tried again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A past-tense fact. Fields are plain numbers and strings, so it survives as JSON."""


Subscribers = Mapping[type[Event], Sequence[Callable[[Any], None]]]

_kinds: dict[str, type[Event]] = {}
_subscribers: dict[type[Event], Sequence[Callable[[Any], None]]] = {}


def subscribe(subscribers: Subscribers) -> None:
    """Make the wiring known; called once, when the program starts."""
    _subscribers.clear()
    _subscribers.update(subscribers)
    _kinds.clear()
    _kinds.update({kind.__name__: kind for kind in subscribers})


def publish(event: Event) -> None:
    """Record an event in the caller's transaction; nothing happens where nobody listens."""
    if type(event) in _subscribers:
        tell.defer(kind=type(event).__name__, payload=asdict(event))


@jobs.task(
    name="platform.tell",
    queue="events",
    retry=RetryStrategy(max_attempts=10, exponential_wait=3),
)
def tell(*, kind: str, payload: dict[str, Any]) -> None:
    """Tell one event to its subscribers; all of them act, or none."""
    event = _kinds[kind](**payload)
    with transaction.atomic():
        for handle in _subscribers[type(event)]:
            handle(event)
