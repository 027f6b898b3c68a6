"""A calendar feed that phones and offices read (RFC 5545)."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from chuangcheng.ledger.queries.calendar import Due

_DOMAIN = "chuangcheng"
_ONE_DAY = timedelta(days=1)
# Nine in the morning of the day before.
_WARNING = timedelta(hours=-15)
_REFRESH = "PT6H"


def feed(listed: Iterable[Due], *, name: str, address: str, zone: str) -> bytes:
    """Write a calendar; the same facts give the same bytes. `address` is where tasks are shown."""
    calendar = Calendar()
    calendar.add("prodid", "-//chuangcheng//ledger//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("x-published-ttl", _REFRESH)
    for due in listed:
        calendar.add_component(_event(due, address))
    written: bytes = calendar.to_ical()
    return written


def _event(due: Due, address: str) -> Event:
    event = Event()
    event.add("uid", f"{due.key}@{_DOMAIN}")
    # Not the moment of asking: a calendar must be able to tell that nothing has changed.
    event.add("dtstamp", due.dispatched_at)
    event.add("dtstart", due.on)
    event.add("dtend", due.on + _ONE_DAY)
    event.add("summary", due.title)
    event.add("url", f"{address}{due.number}/")
    event.add("sequence", due.version)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", due.title)
    alarm.add("trigger", _WARNING)
    event.add_component(alarm)
    return event


def etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
